"""Each worker of a parallel run has a private Postgres of its own.

``make test`` loads it (``-p``), before the settings are read. Two workers on one server would hold back each
other's change feed: its horizon is the oldest transaction of the whole server.
"""

import os
from pathlib import Path

_worker = os.environ.get("PYTEST_XDIST_WORKER")
if _worker and not os.environ.get("DATABASE_URL"):
    _local = Path(__file__).resolve().parent.parent / ".local"
    os.environ.setdefault("QUOTETRACK_PGDATA", str(_local / f"pg18-{_worker}"))
