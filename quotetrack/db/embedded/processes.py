"""Other processes: what a pid stands for, and how the supervisor is let go."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# The shell leaves at once, so the supervisor is nobody's child who might forget to reap it.
LET_GO = '"$@" 2>>"$0" </dev/null &'


def exists(pid: int) -> bool:
    """Whether the pid is taken, by a zombie or by anything else."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def holds(pid: int | None, data: Path) -> bool:
    """Whether this pid is a living Postgres on this data directory."""
    if not pid or not exists(pid):
        return False
    proc = Path("/proc") / str(pid)
    if not Path("/proc/self/stat").exists():
        return holds_by_ps(pid, data)
    try:
        state = (proc / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        return state not in "ZX" and (proc / "cwd").readlink() == data.resolve()
    except OSError:  # gone meanwhile, or another user's: not our server
        return False


def holds_by_ps(pid: int, data: Path) -> bool:
    """The same question where there is no /proc."""
    asked = ["ps", "-o", "stat=,command=", "-p", str(pid)]
    state, _, command = subprocess.run(asked, capture_output=True, text=True).stdout.partition(" ")
    return bool(state) and not state.startswith("Z") and str(data) in command


def detach_supervisor(plan: dict, run: Path) -> str:
    """Start a supervisor with this plan; answers with its complaint, or nothing when all is well.

    The supervisor closes its output when the server answers; until then this waits.
    """
    python = [sys.executable, "-S", "-m", "quotetrack.db.embedded.supervisor", json.dumps(plan)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONWARNINGS", None)
    done = subprocess.run(
        ["/bin/sh", "-c", LET_GO, str(run / "supervisor.log"), *python],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd="/",
        env=environment,
        start_new_session=True,
    )
    said = done.stdout.strip()
    if said == "ready":
        return ""
    return said or f"(nothing; see {run / 'supervisor.log'})"
