"""A cluster that is migrated once and copied ever after: migrating takes longer than most tests.

What lies in `.local/migrated` is named after everything that migrations are made of, so that an
edited migration, model or requirement makes another. `manage.py migrate` itself fills it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

import psycopg

from quotetrack.db.embedded import binaries, cluster, places, server

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".local" / "migrated"
APPS = ("quotes", "quotetrack", "sources")
# Whole packages that migrations import from; elsewhere the migrations and models.
IMPORTED = ("quotes/models", "quotes/published", "quotes/roles.py", "sources")
MIGRATED = "migrated"
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def ingredients() -> list[Path]:
    """Every file that a migrated database depends on."""
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py") if matters(path)]
    return sorted([*found, ROOT / "requirements.txt"])


def matters(path: Path) -> bool:
    """Whether a migrated database depends on this file."""
    name = path.relative_to(ROOT).as_posix()
    declares = path.parent.name == "migrations" or path.name in ("models.py", "apps.py")
    return declares or name.startswith(IMPORTED)


@cache
def name() -> str:
    """Names the state of the migrations."""
    digest = hashlib.sha256(str(binaries.find()).encode())
    for path in ingredients():
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def alone():
    """One process at a time: the other workers wait for what it makes."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with open(KEPT / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_to(pgdata):
    """A cluster whose database is migrated, at a place where there is none."""
    place, whole = KEPT / name(), KEPT / f"{name()}.whole"
    data = places.home(pgdata).data
    with alone():
        if not whole.exists():
            clear()
            fill(place)
            whole.touch()
        shutil.rmtree(data, ignore_errors=True)
        subprocess.run(["cp", "-a", places.home(place).data, data], check=True)


def clear():
    """Older clusters go; nobody copies them now."""
    for old in KEPT.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
        elif old.name != "lock":
            old.unlink()


def fill(place: Path):
    """Make a cluster and migrate its database, as a newcomer does; no server is left running."""
    private = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    private |= {"QUOTETRACK_PGDATA": str(place), "DJANGO_SETTINGS_MODULE": "quotetrack.settings"}
    shutil.rmtree(places.home(place).data, ignore_errors=True)
    for words in (["migrate", "--verbosity", "0"], ["pg", "stop"]):
        done = subprocess.run(
            [sys.executable, ROOT / "manage.py", *words],
            env=private,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr


def start_hastily(pgdata):
    """Start a server that need not survive a power cut, with a migrated database to copy.

    A test's rows are gone with the test: nobody waits for a disk.
    """
    noted = Path(f"{pgdata}.migrated")
    kept = noted.exists() and noted.read_text() == name() and places.home(pgdata).holds_data()
    if not kept:
        server.remove(pgdata)
        noted.unlink(missing_ok=True)
        copy_to(pgdata)
    with patch.dict(cluster.SETTINGS, HASTY):
        directory = server.ensure(pgdata)
    if not kept:
        set_aside(directory)
        noted.write_text(name())


def set_aside(directory):
    """Give the migrated database a name of its own: commands of tests find an empty one."""
    where = {"host": str(directory), "port": places.PORT, "user": cluster.SUPERUSER}
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {cluster.DATABASE} RENAME TO {MIGRATED}")
        connection.execute(f"CREATE DATABASE {cluster.DATABASE}")
