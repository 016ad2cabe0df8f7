"""The private server starts for whoever comes first and serves all who come."""

import os
import re
import time

import pytest

from quotetrack.db.embedded import binaries, cluster, places, server
from quotetrack.db.embedded.errors import ServerTrouble

from .conftest import ask, eventually, postmaster


def test_a_new_directory_becomes_a_database_with_the_agreed_settings(running):
    assert ask(running, "SELECT current_user || current_database()") == "quotetrackquotetrack"
    for name, value in cluster.SETTINGS.items():
        assert ask(running, f"SHOW {name}") == value
    assert ask(running, "SHOW server_encoding") == "UTF8"
    assert ask(running, "SHOW shared_preload_libraries") == "pg_stat_statements"


def test_case_and_order_are_the_same_on_every_machine(running):
    assert ask(running, "SELECT lower('ÀÉŽ')") == "àéž"
    assert ask(running, "SELECT 'É' ILIKE 'é'")
    names = "SELECT string_agg(n, ' ' ORDER BY n) FROM unnest(ARRAY['b','a','B']) n"
    assert ask(running, names) == "B a b"


def test_only_its_account_and_root_can_reach_the_socket(running):
    assert running.stat().st_mode & 0o777 == 0o700
    assert ask(running, "SHOW listen_addresses") == ""


def test_a_second_call_finds_the_running_server_at_once(running):
    pgdata = running.parent.with_suffix("")
    began = ask(running)

    clock = time.monotonic()
    again = server.ensure(pgdata)

    assert again == running
    assert ask(again) == began
    assert time.monotonic() - clock < 1


def test_a_stopped_server_starts_again_with_its_rows(pgdata):
    socket = server.ensure(pgdata)
    ask(socket, "CREATE TABLE kept AS SELECT 7 AS a")
    assert server.stop(pgdata)
    assert not server.status(pgdata).alive

    assert ask(server.ensure(pgdata), "SELECT a FROM kept") == 7


def test_eight_processes_at_once_get_one_server(pgdata, client):
    processes = [client(pgdata) for _ in range(8)]

    sockets = {process.stdout.readline().strip() for process in processes}

    assert sockets == {str(pgdata.with_name("pg18.run") / "socket")}
    log = cluster.log(server.home(pgdata)).read_text()
    assert len(re.findall("ready to accept connections", log)) == 1


def test_the_server_stops_when_the_last_client_has_left(pgdata, client):
    first, second = client(pgdata), client(pgdata)
    assert first.stdout.readline() and second.stdout.readline()
    pid = postmaster(pgdata)

    first.communicate()
    assert not eventually(lambda: not server.status(pgdata).alive, seconds=0.8)
    second.communicate()

    assert eventually(lambda: not server.status(pgdata).alive)
    assert eventually(lambda: not os.path.exists(f"/proc/{pid}"))
    assert not (pgdata / "postmaster.pid").exists()


@pytest.mark.slow
def test_a_server_started_by_hand_stays(pgdata):
    server.start(server.home(pgdata), keep=True)

    assert not eventually(lambda: not server.status(pgdata).alive, seconds=0.8)
    assert server.stop(pgdata)
    assert not server.stop(pgdata)


def test_a_path_too_long_for_a_socket_gets_a_short_one(directory):
    pgdata = directory / ("long" * 25) / "pg18"

    socket = server.ensure(pgdata)

    assert len(str(pgdata)) > 100
    assert len(f"{socket}/.s.PGSQL.{places.PORT}") <= places.LONGEST_SOCKET
    assert socket.stat().st_mode & 0o777 == 0o700
    assert server.ensure(pgdata) == socket
    server.remove(pgdata)
    assert not socket.exists()


def test_neither_a_postgres_on_path_nor_the_variables_of_libpq_matter(pgdata, client):
    process = client(
        pgdata,
        PATH="/nowhere",
        PGHOST="nowhere.invalid",
        PGPORT="1",
        PGDATA="/nowhere",
        PGUSER="nobody",
    )

    assert process.stdout.readline().strip().endswith("socket"), process.communicate()


@pytest.mark.slow
def test_a_start_that_died_half_way_leaves_nothing_in_the_way(pgdata):
    half = pgdata.with_name("pg18.init")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    assert ask(server.ensure(pgdata), "SELECT 1") == 1


def test_a_directory_with_other_files_is_left_alone(pgdata):
    pgdata.mkdir()
    (pgdata / "letter.txt").write_text("Dear Ada")

    with pytest.raises(ServerTrouble, match="Set QUOTETRACK_PGDATA to an empty"):
        server.ensure(pgdata)

    assert (pgdata / "letter.txt").read_text() == "Dear Ada"


@pytest.mark.slow
def test_data_of_another_major_version_is_refused_in_a_sentence(pgdata):
    server.ensure(pgdata)
    server.stop(pgdata)
    (pgdata / "PG_VERSION").write_text("14\n")

    with pytest.raises(ServerTrouble, match="was written by Postgres 14, but .* holds 1"):
        server.ensure(pgdata)


@pytest.mark.slow
def test_what_postgres_complains_about_is_passed_on(pgdata):
    server.ensure(pgdata)
    server.stop(pgdata)
    (pgdata / "postgresql.auto.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(ServerTrouble, match="no_such_setting"):
        server.ensure(pgdata)


@pytest.mark.parametrize("wanted", ["soon", "-1", "inf", "nan"])
def test_an_idle_time_that_is_no_number_is_refused(pgdata, monkeypatch, wanted):
    monkeypatch.setenv("QUOTETRACK_PG_IDLE", wanted)

    with pytest.raises(ServerTrouble, match="Set it to a number of seconds"):
        server.ensure(pgdata)


@pytest.mark.slow
def test_debians_postgres_does_as_well(pgdata, monkeypatch):
    found = binaries.from_debian()
    if not found:
        pytest.skip("Debian's PostgreSQL is not installed here")
    monkeypatch.setenv("QUOTETRACK_PG_BIN", str(found.directory))

    socket = server.ensure(pgdata)

    assert ask(socket, "SELECT lower('ÀÉŽ')") == "àéž"
    assert ask(socket, "SHOW server_version_num")[:2] == str(found.major())
