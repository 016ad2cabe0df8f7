"""The database cluster itself: made once, with which settings it runs, what it wrote down."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .binaries import Binaries
from .errors import ServerTrouble
from .places import PORT, Home

SUPERUSER = DATABASE = "quotetrack"
LOG_LIMIT = 5 * 1024 * 1024
SETTINGS = {
    "listen_addresses": "",  # the socket only, in a directory of mode 700
    "max_connections": "100",
    "shared_buffers": "128MB",
    "fsync": "on",  # an acknowledged write survives kill -9
    "synchronous_commit": "on",
    "wal_level": "replica",  # base backups and a replica stay possible
    "max_wal_senders": "4",
    "jit": "off",  # costs more than it gives on short queries
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
}


def clean_environment() -> dict[str, str]:
    """Our environment without the variables by which Postgres programs would go elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def log(place: Home) -> Path:
    """The server's log file."""
    return place.run / "server.log"


def rotate_log(place: Home) -> None:
    """Keep one older log once the present one is large."""
    if log(place).exists() and log(place).stat().st_size > LOG_LIMIT:
        log(place).replace(place.run / "server.log.1")


def noted_pid(place: Home) -> int | None:
    """The pid that the last server wrote down; it proves nothing by itself."""
    try:
        return int((place.data / "postmaster.pid").read_text(encoding="utf-8").split("\n")[0])
    except (OSError, ValueError):
        return None


def prepare(place: Home, programs: Binaries) -> None:
    """Make the cluster if there is none, and refuse one of another major version."""
    version = place.data / "PG_VERSION"
    if not version.exists():
        if place.data.exists() and any(place.data.iterdir()):
            raise ServerTrouble(
                f"{place.data} holds files but no database. Set QUOTETRACK_PGDATA to an empty "
                "or a new directory."
            )
        create(place, programs)
    written = version.read_text(encoding="utf-8").strip()
    if written != str(programs.major()):
        raise ServerTrouble(
            f"The database in {place.data} was written by Postgres {written}, but "
            f"{programs.directory} holds {programs.major()}. Set QUOTETRACK_PG_BIN to a Postgres "
            f"{written}, or move the data over (docs/operations.md, “A new major version”)."
        )


def create(place: Home, programs: Binaries) -> None:
    """Make the cluster with its database beside its place and rename it when it is whole."""
    half = place.data.with_name(place.data.name + ".init")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(0o700, parents=True)
    if place.account:
        os.chown(half, place.account.uid, place.account.gid)
    options = ["-D", str(half), "-U", SUPERUSER, "-E", "UTF8", "--no-instructions"]
    options += ["--auth-local=trust", "--auth-host=reject", *locale(programs)]
    if programs.major() >= 17 and sys.platform == "linux":
        options.append("--sync-method=syncfs")
    run([programs.program("initdb"), *options], place)
    single = [programs.program("postgres"), "--single", "-D", str(half), "postgres"]
    run([*single[:2], "-j", *single[2:]], place, f"CREATE DATABASE {DATABASE};\n\n")
    half.rename(place.data)


def locale(programs: Binaries) -> list[str]:
    """The same order and case rules on every machine; before 17 there is no builtin provider."""
    if programs.major() >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    ctype = [] if sys.platform == "darwin" else ["--lc-ctype=C.UTF-8"]
    return ["--locale=C", *ctype]


def run(command: list[str], place: Home, text: str = "") -> None:
    """Run one program under the server's account, or say what it complained about."""
    try:
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            cwd="/",
            env=clean_environment(),
            **place.as_account(),
        )
    except PermissionError as error:
        whom = place.account.name if place.account else "you"
        raise ServerTrouble(
            f"{command[0]} cannot be run as “{whom}”: {error.strerror}. Run this as a plain "
            "user, or set DATABASE_URL to a server."
        ) from error
    if done.returncode or "ERROR:" in done.stderr or "FATAL:" in done.stderr:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise ServerTrouble(f"The database could not be made in {place.data}:\n{said}")


def command(place: Home, programs: Binaries, directory: Path) -> list[str]:
    """The command line that runs the server."""
    settings = SETTINGS | {"unix_socket_directories": f'"{directory}"', "port": PORT}
    settings["unix_socket_permissions"] = "0700"
    if programs.major() >= 18:
        settings["io_method"] = "worker"
    if sys.platform == "linux":
        settings["recovery_init_sync_method"] = "syncfs"  # 0.3 s against 3 to 8 after a crash
        if shared_memory() < 256 * 1024 * 1024:  # containers get 64 MB
            settings["dynamic_shared_memory_type"] = "mmap"
    if programs.has_library("pg_stat_statements"):
        settings["shared_preload_libraries"] = "pg_stat_statements"
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [programs.program("postgres"), "-D", str(place.data), *options]


def ready_command(programs: Binaries, directory: Path) -> list[str]:
    """The command that asks the server at this socket whether it takes connections."""
    who = ["-U", SUPERUSER, "-d", DATABASE]
    asked = [programs.program("pg_isready"), "-q", "-t", "3", "-h", str(directory), "-p", PORT]
    return asked + who


def shared_memory() -> int:
    """Bytes of /dev/shm, where parallel queries would meet."""
    try:
        found = os.statvfs("/dev/shm")
    except OSError:
        return 0
    return found.f_frsize * found.f_blocks
