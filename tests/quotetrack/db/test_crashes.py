"""Whatever dies, and however, the next client finds a server and no other process is touched."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys

import pytest

from quotetrack.db.embedded import processes, server

from .conftest import ask, eventually, kill_server, postmaster

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc and subreapers are Linux's")
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER


def supervisor_of(pgdata) -> int:
    """The pid of the server's parent."""
    with open(f"/proc/{postmaster(pgdata)}/stat") as file:
        return int(file.read().rpartition(")")[2].split()[1])


def state(pid: int) -> str:
    """The process's state letter, or nothing when it is gone."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0]
    except OSError:
        return ""


@pytest.fixture
def forgetful_parent():
    """Orphans become this process's children, and it does not reap them: they stay zombies."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(SUBREAPER, 1, 0, 0, 0)
    yield
    prctl(SUBREAPER, 0, 0, 0, 0)


def reap(pid: int) -> None:
    """Let a zombie of ours go."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


@linux
def test_a_killed_server_comes_back_with_every_acknowledged_row(pgdata):
    socket = server.ensure(pgdata)
    ask(socket, "CREATE TABLE kept AS SELECT 7 AS a")
    killed = kill_server(pgdata)

    again = server.ensure(pgdata)

    assert ask(again, "SELECT a FROM kept") == 7
    assert postmaster(pgdata) != killed
    assert eventually(lambda: not state(killed)), "its supervisor reaps it"


@linux
def test_a_zombie_does_not_count_as_a_server(pgdata, forgetful_parent):
    server.ensure(pgdata)
    pid, parent = postmaster(pgdata), supervisor_of(pgdata)
    os.kill(parent, signal.SIGKILL)
    reap(parent)
    kill_server(pgdata)
    assert eventually(lambda: state(pid) == "Z")

    assert ask(server.ensure(pgdata), "SELECT 1") == 1

    assert state(pid) == "Z"
    reap(pid)


@pytest.mark.slow
@linux
def test_a_pid_that_another_process_has_now_is_no_server(pgdata):
    server.ensure(pgdata)
    account = server.home(pgdata).as_account()
    kill_server(pgdata)
    other = subprocess.Popen(["sleep", "60"], **account)
    note = pgdata / "postmaster.pid"
    lines = note.read_text().split("\n")
    note.write_text("\n".join([str(other.pid), *lines[1:]]))

    assert ask(server.ensure(pgdata), "SELECT 1") == 1

    assert other.poll() is None
    other.kill()
    other.wait()


@pytest.mark.slow
@linux
def test_a_server_whose_children_died_with_it_comes_back(pgdata):
    server.ensure(pgdata)
    group = os.getpgid(postmaster(pgdata))
    os.killpg(group, signal.SIGKILL)
    assert eventually(lambda: not server.status(pgdata).alive)

    assert ask(server.ensure(pgdata), "SELECT 1") == 1


@pytest.mark.slow
@linux
def test_a_lost_supervisor_is_replaced_and_stops_the_server(pgdata, client):
    first = client(pgdata)
    assert first.stdout.readline()
    pid = postmaster(pgdata)
    os.kill(supervisor_of(pgdata), signal.SIGKILL)

    second = client(pgdata)
    assert second.stdout.readline()
    assert postmaster(pgdata) == pid
    first.communicate()
    second.communicate()

    assert eventually(lambda: not server.status(pgdata).alive)


@pytest.mark.slow
@linux
def test_a_hanging_supervisor_is_in_nobodys_way(pgdata):
    server.ensure(pgdata)
    parent = supervisor_of(pgdata)
    os.kill(parent, signal.SIGSTOP)
    kill_server(pgdata)

    assert ask(server.ensure(pgdata), "SELECT 1") == 1

    os.kill(parent, signal.SIGCONT)
    assert eventually(lambda: not state(parent) or state(parent) == "Z")
    assert server.status(pgdata).alive


@pytest.mark.parametrize(
    "how", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_a_killed_client_does_not_keep_the_server(pgdata, client, how):
    process = client(pgdata)
    assert process.stdout.readline()

    process.send_signal(how)
    process.communicate()

    assert eventually(lambda: not server.status(pgdata).alive)


@pytest.mark.slow
def test_a_fork_is_a_client_too(pgdata):
    script = (
        "import os, sys; from quotetrack.db.embedded import server; server.ensure(sys.argv[1]);"
        "pid = os.fork();"
        "pid and (print(pid, flush=True), os._exit(0)); server.ensure(sys.argv[1]);"
        "sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(pgdata)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    child = int(process.stdout.readline())
    process.wait()

    assert not eventually(lambda: not server.status(pgdata).alive, seconds=0.8)
    process.communicate()
    assert eventually(lambda: not server.status(pgdata).alive)
    assert eventually(lambda: not processes.exists(child) or state(child) == "Z")


@pytest.mark.slow
@linux
def test_killed_again_and_again_under_eight_clients(pgdata, client):
    for _ in range(5):
        clients = [client(pgdata) for _ in range(8)]
        assert all(process.stdout.readline() for process in clients)
        kill_server(pgdata)
        for process in clients:
            process.kill()
    assert ask(server.ensure(pgdata), "SELECT 1") == 1


@pytest.mark.slow
def test_a_removed_directory_ends_the_server(pgdata):
    server.ensure(pgdata)
    pid = postmaster(pgdata)
    home = server.home(pgdata)
    server.detach(pgdata)

    for path in home.run.iterdir():
        if path.is_file():
            path.unlink()

    assert eventually(lambda: not processes.exists(pid) or state(pid) == "Z")


@pytest.mark.slow
def test_data_removed_under_a_running_server_makes_room_for_a_fresh_one(pgdata):
    ask(server.ensure(pgdata), "CREATE TABLE gone AS SELECT 1")

    shutil.rmtree(pgdata)

    assert ask(server.ensure(pgdata), "SELECT to_regclass('gone')") is None
