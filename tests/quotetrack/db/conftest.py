"""Private servers of their own, real ones, each in a directory that goes away with its test."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from quotetrack.db.embedded import cluster, places, server

ROOT = Path(__file__).resolve().parents[3]
CLIENT = """
import sys
from quotetrack.db.embedded import server
print(server.ensure(sys.argv[1]), flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def short_idle(monkeypatch):
    """Servers of these tests stop a moment after their last client."""
    monkeypatch.setenv("QUOTETRACK_PG_IDLE", "0.2")
    monkeypatch.delenv("QUOTETRACK_PG_BIN", raising=False)
    monkeypatch.delenv("QUOTETRACK_PG_USER", raising=False)


def made_directory(base: str) -> Path:
    """A directory with a short path that every account may enter (pytest's own are closed)."""
    made = Path(tempfile.mkdtemp(prefix="qt-", dir=base))
    made.chmod(0o755)
    return made


def quick_base() -> str:
    """Memory, where a database is made in a third of the time, if there is room; else /tmp."""
    try:
        found = os.statvfs("/dev/shm")
    except OSError:
        return "/tmp"
    return "/dev/shm" if found.f_bavail * found.f_frsize > 2**30 else "/tmp"


@pytest.fixture(scope="session")
def running():
    """The socket directory of one server for all tests that need no other."""
    made = made_directory(quick_base())
    yield server.ensure(made / "pg18")
    server.remove(made / "pg18")
    shutil.rmtree(made)


@pytest.fixture
def directory():
    """A directory with a short path that every account may enter."""
    made = made_directory(quick_base())
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def pgdata(directory):
    """Where a private server may come to life; it is gone after the test."""
    yield directory / "pg18"
    with contextlib.suppress(FileNotFoundError):
        server.remove(directory / "pg18")


@pytest.fixture
def client():
    """Start other processes that use a server; they leave when their input ends."""
    started = []

    def start(pgdata, **environment):
        process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(pgdata)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | environment,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def ask(socket, sql="SELECT pg_postmaster_start_time()", database="quotetrack"):
    """The single value that a statement on the server gives, if it gives one."""
    where = {"host": str(socket), "port": places.PORT, "user": cluster.SUPERUSER}
    with psycopg.connect(dbname=database, autocommit=True, **where) as connection:
        found = connection.execute(sql)
        return found.fetchone()[0] if found.description else None


def eventually(condition, seconds=15):
    """Whether the condition comes true in time; asks every few milliseconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        threading.Event().wait(0.02)
    return True


def postmaster(pgdata) -> int:
    """The pid of the server that runs now."""
    return cluster.noted_pid(server.home(pgdata))


def kill_server(pgdata) -> int:
    """SIGKILL the server's main process; its pid."""
    pid = postmaster(pgdata)
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not server.status(pgdata).alive)
    return pid
