"""Django's side: what starts the server, what must not, and how a dead one comes back."""

import os
import subprocess
import sys

import pytest

from .conftest import ROOT

WATCH = """
import os, signal, sys, threading
import django
from django.conf import settings
from django.db import DatabaseError, connections

POOL = {"min_size": 1, "max_size": 4}

def alias(options):
    return {
        "ENGINE": "quotetrack.db.embedded", "NAME": "quotetrack", "PGDATA": sys.argv[1],
        "OPTIONS": {"options": options, **({"pool": POOL} if sys.argv[2] == "pool" else {})},
    }

read_only = "-c default_transaction_read_only=on"
settings.configure(DATABASES={"default": alias("-c lock_timeout=3s"), "reader": alias(read_only)})
django.setup()

def ask(name, sql):
    try:
        with connections[name].cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]
    finally:
        connections[name].close()
"""


def slow(value):
    """A row of a table that `make test-all` runs."""
    return pytest.param(value, marks=pytest.mark.slow)


def python(script, *arguments, **environment):
    """What a Django process with two aliases of one private server prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", WATCH + script, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def manage(*arguments, pgdata, **environment):
    """Run one of the project's commands on a private server of the test's own."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "quotetrack.settings",
        "QUOTETRACK_PGDATA": str(pgdata),
        "DATABASE_URL": "",
    } | environment
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        input="SELECT 6 * 7 AS answer;",
    )


@pytest.mark.parametrize("pool", ["pool", slow("plain")])
def test_both_aliases_and_every_thread_get_the_same_server(pgdata, pool):
    script = """
found = []
names = ["default", "reader"] * 4
query = "SELECT current_setting('data_directory')"
threads = [threading.Thread(target=lambda n=n: found.append(ask(n, query))) for n in names]
[thread.start() for thread in threads], [thread.join() for thread in threads]
print(len(found), *set(found))
print(ask("reader", "SHOW default_transaction_read_only"))
print(ask("default", "SHOW default_transaction_read_only"))
"""
    assert python(script, str(pgdata), pool) == ["8", str(pgdata), "on", "off"]


@pytest.mark.parametrize("pool", ["pool", slow("plain")])
def test_a_server_that_dies_under_a_living_process_is_started_again(pgdata, pool):
    script = """
ask("default", "SELECT 1")
with open(os.path.join(sys.argv[1], "postmaster.pid")) as file:
    os.kill(int(file.readline()), signal.SIGKILL)
answers = 0
for attempt in range(20):
    try:
        answers += ask("default", "SELECT 1")
    except DatabaseError:
        pass
print(answers >= 15)
"""
    assert python(script, str(pgdata), pool) == ["True"]


@pytest.mark.slow
def test_test_databases_are_made_beside_the_editors_own(pgdata):
    script = """
ask("default", "SELECT 1"), ask("reader", "SELECT 1")  # pools are open
creation = connections["default"].creation
creation.create_test_db(verbosity=0, autoclobber=True)
connections["reader"].creation.set_as_test_mirror(connections["default"].settings_dict)
print(ask("default", "SELECT current_database()"), ask("reader", "SELECT current_database()"))
creation.destroy_test_db("quotetrack", verbosity=0)
print(ask("default", "SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'"))
"""
    test_database = "test_quotetrack"
    assert python(script, str(pgdata), "pool") == [test_database, test_database, "0"]


@pytest.mark.slow
def test_trouble_is_djangos_error_with_our_sentence(pgdata):
    script = """
try:
    ask("default", "SELECT 1")
except DatabaseError as error:
    print("QUOTETRACK_PG_BIN" in str(error))
"""
    assert python(script, str(pgdata), "pool", QUOTETRACK_PG_BIN="/nowhere") == ["True"]


@pytest.mark.parametrize("arguments", [["check"], slow(["help"]), slow(["pg", "status"])])
def test_what_needs_no_database_starts_none(pgdata, arguments):
    done = manage(*arguments, pgdata=pgdata)

    assert done.returncode == 0, done.stderr
    assert not pgdata.exists()


@pytest.mark.parametrize("command", [["dbshell"], slow(["pg", "psql"])])
def test_psql_opens_on_the_private_server_without_one_on_path(pgdata, command):
    done = manage(*command, pgdata=pgdata, PATH="/nowhere", PGHOST="nowhere.invalid")

    assert done.returncode == 0, done.stderr
    assert "42" in done.stdout


@pytest.mark.slow
def test_pg_starts_keeps_tells_and_stops(pgdata):
    started = manage("pg", "start", pgdata=pgdata)
    told = manage("pg", "status", pgdata=pgdata)
    stopped = manage("pg", "stop", pgdata=pgdata)

    assert "stays until" in started.stdout, started.stderr
    assert "runs until `manage.py pg stop`" in told.stdout
    assert "was stopped" in stopped.stdout
    assert "does not run" in manage("pg", "status", pgdata=pgdata).stdout


@pytest.mark.slow
def test_with_a_database_url_nothing_private_starts(pgdata, running):
    url = f"postgres://quotetrack@/{running}/quotetrack"

    done = manage("showmigrations", "contenttypes", pgdata=pgdata, DATABASE_URL=url)

    assert not pgdata.exists()
    assert "[ ] 0001_initial" in done.stdout, done.stderr


@pytest.mark.slow
def test_pg_says_that_a_database_url_leaves_it_nothing_to_do(pgdata):
    done = manage("pg", "start", pgdata=pgdata, DATABASE_URL="postgres://nowhere.invalid/none")

    assert "DATABASE_URL names a server" in done.stderr
    assert not pgdata.exists()
