"""Requests a second under pressure: `wrk` with sixteen connections, each application in its turn.

Goals that compare applications speak of these (docs/decisions/0036-what-the-bench-compares.md).
One connection asks for what one answer costs a reader; sixteen ask for what it costs the machine,
on which application, Postgres and `wrk` itself share the cores.
"""

import re
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

WRK = shutil.which("wrk")
THREADS, CONNECTIONS, SECONDS, ROUNDS = 2, 16, 3, 5
COUNTED = re.compile(r"counted (\d+) in (\d+) us, (\d+) refused")
# Every path in turn, and at the end what was counted: `wrk` itself rounds.
SCRIPT = """
local requests, at = {}, 0
function init(args)
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
function done(summary)
  print(string.format("counted %d in %d us, %d refused", summary.requests, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.timeout))
end
"""


def is_possible() -> bool:
    """The load generator is installed."""
    return WRK is not None


def in_rounds(jobs, rounds=ROUNDS, seconds=SECONDS) -> list[float]:
    """Requests a second of each (served, paths, headers): medians of rounds in which all have a
    turn; the first round warms up."""
    found = [[] for _ in jobs]
    for number in range(rounds + 1):
        for (served, paths, headers), rates in zip(jobs, found, strict=True):
            rate = pressed(served, paths, headers, seconds if number else 1)
            if number:
                rates.append(rate)
    return [statistics.median(rates) for rates in found]


def pressed(served, paths, headers="", seconds=SECONDS) -> float:
    """Requests a second of one application; anything refused stops the bench."""
    given = [line.split(": ", 1) for line in headers.splitlines() if line]
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder, "asked.lua"), Path(folder, "paths")
        script.write_text(SCRIPT)
        listed.write_text("".join(f"{path}\n" for path in paths))
        told = subprocess.run(
            [
                WRK, f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s",
                "-H", "Host: 127.0.0.1:8000",
                *(part for name, value in given for part in ("-H", f"{name}: {value}")),
                "-s", script, f"http://127.0.0.1:{served.port}", "--", listed,
            ],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    number, spent, refused = map(int, COUNTED.search(told).groups())
    if refused:
        raise SystemExit(f"{served.name} refused {refused} of {number} requests to {paths[0]}.")
    return number / spent * 1e6
