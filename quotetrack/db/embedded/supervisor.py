"""The server's parent: waits until nobody uses the server for a while, then stops it.

Started by `processes.detach_supervisor` with a plan in JSON. With a command in the plan it runs
Postgres as its child, so that a server that dies is reaped and never stays a zombie; without one it
looks after a server whose own supervisor was killed. Only the standard library: it starts with
`python -S`, in a tenth of the time.
"""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

RETRY = "still in use"  # the dead server's children have not all gone yet


def main(plan: dict) -> None:
    """Start the server if the plan says so, answer on standard output, then watch."""
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    lock = supervisor_lock(plan)
    child, trouble = (None, "")
    if "command" in plan:
        child, trouble = started(plan)
    print(trouble or "ready", flush=True)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    if trouble:
        return
    if child:
        signal.signal(signal.SIGTERM, lambda *_: child.send_signal(signal.SIGINT))
        threading.Thread(target=leave_with, args=[child, Path(plan["data"])], daemon=True).start()
    try:
        watch(plan, child)
    finally:
        os.close(lock)


def supervisor_lock(plan: dict) -> int:
    """Hold the file that says a supervisor is there; a stuck one is not waited for."""
    lock = os.open(Path(plan["run"]) / "supervisor", os.O_RDWR | os.O_CREAT, 0o600)
    for _ in range(20):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            if "command" not in plan:
                print("ready", flush=True)
                sys.exit()
            time.sleep(0.02)
    return lock


def started(plan: dict):
    """The running server and no complaint, or its last words."""
    deadline = time.monotonic() + plan["patience"]
    while True:
        with open(plan["log"], "ab") as log:
            begin = log.tell()
            child = subprocess.Popen(
                plan["command"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=plan["environment"],
                start_new_session=True,
                **plan["as"],
            )
        if ready_in_time(child, plan, deadline):
            return child, ""
        child.send_signal(signal.SIGQUIT)
        child.wait()
        with open(plan["log"], "rb") as log:
            log.seek(begin)
            said = log.read()[-3000:].decode("utf-8", "replace").strip()
        if RETRY not in said or time.monotonic() > deadline:
            return None, said or "(nothing)"
        time.sleep(0.2)


def ready_in_time(child, plan: dict, deadline: float) -> bool:
    """Whether the server came to answer before it ended and before time ran out."""
    while child.poll() is None and time.monotonic() < deadline:
        if subprocess.run(plan["ready"], env=plan["environment"]).returncode == 0:
            return True
        time.sleep(0.02)
    return False


def leave_with(child, data: Path) -> None:
    """Reap the server when it ends and end with it; end it when its data was removed."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=1)
            os._exit(0)
        if not (data / "PG_VERSION").exists():
            child.send_signal(signal.SIGQUIT)


def watch(plan: dict, child) -> None:
    """Return when the server has been stopped, or is gone."""
    run = Path(plan["run"])
    try:
        while True:
            unused_for(plan["idle"], run / "clients")
            with locked(run / "start"), alone(run / "clients") as unused:
                if unused and not (run / "keep").exists():
                    return stop(plan, child)
            time.sleep(0.2)
    except FileNotFoundError:  # the run directory was removed: nobody can come any more
        return stop(plan, child)


def unused_for(seconds: float, clients: Path) -> None:
    """Return when nobody has held or touched the clients' file for so long."""
    freed = last_seen = 0
    while not freed or time.monotonic() - freed < seconds:
        with locked(clients) as descriptor:
            seen = os.fstat(descriptor).st_mtime_ns
        if not freed or seen != last_seen:
            freed, last_seen = time.monotonic(), seen
        time.sleep(min(1, seconds / 5) if seconds else 0)


@contextlib.contextmanager
def locked(path: Path):
    """Hold the exclusive lock on the file, however long that takes to get."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def alone(path: Path):
    """Yield True with the exclusive lock held when nobody uses the server at this moment."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def stop(plan: dict, child) -> None:
    """Stop the server and wait until it is gone."""
    if child:
        child.send_signal(signal.SIGINT)
        child.wait()
    else:
        subprocess.run(plan["stop"], cwd="/", stderr=subprocess.DEVNULL, **plan["as"])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
