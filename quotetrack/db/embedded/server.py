"""The life of the private Postgres: started by whoever needs it first, stopped when nobody does.

Nobody owns the server. Every process that uses it holds a shared lock on one file; the kernel
frees the lock however the process ends, and forks inherit it. Starting and stopping happen under
an exclusive lock on another file. A supervisor (supervisor.py) is the server's parent and stops it
when the first lock has been free for QUOTETRACK_PG_IDLE seconds.

A server is alive when it answers, never because of a pid: after a crash the old pid may be a
zombie's or another program's, and Postgres would refuse to start because of it. Such a pid is
handed over in PG_GRANDPARENT_PID, which makes Postgres ignore it. No Django here.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

from . import binaries, cluster, processes
from .errors import ServerTrouble
from .places import PORT, Home, home, reachable, socket_directory

PATIENCE = 60  # seconds for a start (crash recovery included) and for a stop

_held: dict[Path, int] = {}  # clients file -> descriptor that holds our shared lock
_mutex = threading.RLock()


def _forget_other_threads() -> None:
    """A forked child starts with a free mutex; the locks on files stay, as they are inherited."""
    global _mutex
    _mutex = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_other_threads)


@dataclass(frozen=True)
class Status:
    """What `manage.py pg status` shows."""

    alive: bool
    data: Path
    socket: Path | None
    programs: Path
    account: str
    kept: bool
    log: Path


def ensure(pgdata) -> Path:
    """The socket directory of a server that answers; this process counts as its client from now."""
    _check_platform()
    with _mutex:
        place = home(pgdata)
        _attach(place)
        directory = socket_directory(place)
        if directory and place.holds_data() and is_alive(directory):
            supervise(place)
            return directory
        return start(place)


def _check_platform() -> None:
    if fcntl is None:
        raise ServerTrouble(
            "The private Postgres needs Linux or macOS. Set DATABASE_URL to a server instead."
        )


def _attach(place: Home) -> None:
    """Hold the shared lock until this process ends, and note that somebody came."""
    held = _held.get(place.clients)
    if held is None or not _is_same_file(held, place.clients):
        held = os.open(place.clients, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        _held[place.clients] = held
        fcntl.flock(held, fcntl.LOCK_SH)
    now = time.time_ns()
    os.utime(held, ns=(now, now))


def _is_same_file(descriptor: int, path: Path) -> bool:
    """False when the run directory was removed and made again under a living process."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def detach(pgdata) -> None:
    """Stop counting as a client; the next `ensure` counts again."""
    with _mutex:
        held = _held.pop(home(pgdata).clients, None)
        if held is not None:
            os.close(held)


@contextlib.contextmanager
def starting(place: Home):
    """Only one process on this machine starts or stops the server at a time."""
    descriptor = os.open(place.start_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def answer(directory: Path) -> str:
    """`alive`, `starting` or `silent`: what a connection to the socket finds."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(3)
        try:
            probe.connect(str(directory / f".s.PGSQL.{PORT}"))
        except OSError:
            return "silent"
    command = cluster.ready_command(binaries.find(), directory)
    code = subprocess.run(command, env=cluster.clean_environment()).returncode
    return {0: "alive", 1: "starting"}.get(code, "silent")


def is_alive(directory: Path) -> bool:
    """Whether a server accepts connections here."""
    return answer(directory) == "alive"


def start(place: Home, *, keep: bool = False) -> Path:
    """The socket directory of a server that answers: the one that runs, or one started now."""
    idle()  # a wrong QUOTETRACK_PG_IDLE is refused before anything is made
    with starting(place):
        place.clients.touch(0o600)
        directory = socket_directory(place, make=True)
        if not _answers_in_time(place, directory):
            programs = reachable(binaries.find(), place)
            cluster.prepare(place, programs)
            ignored = _stale_pid(place)
            for left in directory.glob(".s.PGSQL.*"):
                left.unlink(missing_ok=True)
            place.keep.unlink(missing_ok=True)
            _launch(place, programs, directory, ignored)
        if keep:
            place.keep.touch()
    return directory


def _answers_in_time(place: Home, directory: Path) -> bool:
    """Whether a server answers; one that is starting, stopping or without data gets its time."""
    deadline = time.monotonic() + PATIENCE
    while (said := answer(directory)) != "alive" or not place.holds_data():
        busy = said != "silent" or processes.holds(cluster.noted_pid(place), place.data)
        if not busy:
            return False
        if time.monotonic() > deadline:
            raise ServerTrouble(
                f"A Postgres (process {cluster.noted_pid(place)}) holds {place.data} but does "
                f"not answer. Look at {cluster.log(place)}, end that process, and try again."
            )
        time.sleep(0.05)
    return True


def _stale_pid(place: Home) -> int | None:
    """The pid that a dead server left and that somebody else has now, or a zombie."""
    pid = cluster.noted_pid(place)
    return pid if pid and processes.exists(pid) else None


def _launch(place: Home, programs, directory: Path, ignored: int | None) -> None:
    """Hand the server to a new supervisor and wait until it answers."""
    cluster.rotate_log(place)
    plan = {
        "command": cluster.command(place, programs, directory),
        "environment": cluster.clean_environment(),
        "ready": cluster.ready_command(programs, directory),
        "log": str(cluster.log(place)),
        "patience": PATIENCE,
    }
    if ignored:
        plan["environment"]["PG_GRANDPARENT_PID"] = str(ignored)
    trouble = processes.detach_supervisor(_plan(place, programs) | plan, place.run)
    if trouble:
        raise ServerTrouble(
            f"Postgres did not start on {place.data}. It said:\n{trouble}\n"
            f"The whole log is {cluster.log(place)}."
        )


def _plan(place: Home, programs) -> dict:
    """What every supervisor has to know."""
    return {
        "run": str(place.run),
        "data": str(place.data),
        "stop": [programs.program("pg_ctl"), "stop", "-D", str(place.data), "-m", "fast", "-s"],
        "as": place.as_account(),
        "idle": idle(),
    }


def idle() -> float:
    """Seconds without any client after which the server stops: QUOTETRACK_PG_IDLE, or ten."""
    wanted = os.environ.get("QUOTETRACK_PG_IDLE", "").strip() or "10"
    try:
        seconds = float(wanted)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < 10**9:
        raise ServerTrouble(f"QUOTETRACK_PG_IDLE is “{wanted}”. Set it to a number of seconds.")
    return seconds


def supervise(place: Home) -> None:
    """See to it that a living server has a supervisor: the first one may have been killed."""
    descriptor = os.open(place.run / "supervisor", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    finally:
        os.close(descriptor)
    programs = reachable(binaries.find(), place)
    processes.detach_supervisor(_plan(place, programs), place.run)


def stop(pgdata) -> bool:
    """Stop the server, connected clients or not; False when none was running."""
    _check_platform()
    place = home(pgdata)
    with starting(place):
        place.keep.unlink(missing_ok=True)
        directory = socket_directory(place)
        if not directory or answer(directory) == "silent":
            return False
        programs = reachable(binaries.find(), place)
        done = subprocess.run(
            [*_plan(place, programs)["stop"], "-t", str(PATIENCE)],
            cwd="/",
            env=cluster.clean_environment(),
            capture_output=True,
            text=True,
            **place.as_account(),
        )
        if done.returncode:
            raise ServerTrouble(f"Postgres did not stop: {done.stderr.strip()}")
        return True


def status(pgdata) -> Status:
    """How the private server stands, without starting it."""
    _check_platform()
    place = home(pgdata)
    directory = socket_directory(place)
    return Status(
        alive=bool(directory) and is_alive(directory),
        data=place.data,
        socket=directory,
        programs=binaries.find().directory,
        account=place.account.name if place.account else "yours",
        kept=place.keep.exists(),
        log=cluster.log(place),
    )


def remove(pgdata) -> None:
    """Stop the server and delete its data, its logs and its socket: for tests."""
    place = home(pgdata)
    stop(pgdata)
    detach(pgdata)
    directory = socket_directory(place)
    for path in (place.data, place.run, directory):
        if path:
            shutil.rmtree(path, ignore_errors=True)
