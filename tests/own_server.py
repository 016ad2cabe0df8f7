"""Each worker of a parallel run has a private Postgres of its own.

``make test`` loads it (``-p``), before the settings are read. Two workers on one server would
hold back each other's transactions, and find each other's databases in the way.
"""

import os
from pathlib import Path

worker = os.environ.get("PYTEST_XDIST_WORKER")
if worker and not os.environ.get("DATABASE_URL"):
    usual = Path(__file__).resolve().parent.parent / ".local" / "pg18"
    os.environ["QUOTETRACK_PGDATA"] = f"{os.environ.get('QUOTETRACK_PGDATA') or usual}-{worker}"
