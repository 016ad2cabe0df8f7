"""The list on disk of what was withdrawn, one small file for each record.

It is written by the act itself, before it is committed: a withdrawal that is rolled back leaves an
entry too many, which hides a copy for a while, and the other way round cannot happen. Where the
list cannot be written the withdrawal stands all the same, and no copy at all is served from a
folder that cannot be written, until the list was brought in line with the table again.
"""

import json
import logging
import time
from datetime import datetime

from quotes.published.models import Tombstone
from quotes.published.querysets import READER
from quotetrack.embeds.outage import folder

log = logging.getLogger("quotetrack.kept")
FOLDER, BROKEN = "withdrawn", "list-is-broken"
EVERY = 60  # seconds between two looks at the table, for what other machines withdrew
SETTLED = 600  # seconds after which an entry that the table does not have is out of date
state = {"looked": 0.0, "broken": False}


def note(kind: str, public_id: str, reason: str = "", at=None) -> None:
    """Put a record on the list."""
    file = folder.place(FOLDER, f"{kind[0]}-{public_id}")
    if file is None:
        return
    said = {"kind": kind, "id": public_id, "reason": reason, "at": at and at.isoformat()}
    if not folder.write(file, json.dumps(said).encode()):
        state["broken"] = True
        log.error("withdrawal_not_listed record=%s-%s", kind[0], public_id)


def found(keys) -> dict | None:
    """The first of these records (`q-…`, `c-…`, `s-…`) that was withdrawn."""
    for key in keys:
        file = folder.place(FOLDER, key)
        try:
            return json.loads(file.read_bytes())
        except FileNotFoundError:
            continue
        except (OSError, ValueError, AttributeError):
            return {}  # a list that cannot be read hides everything
    return None


def tombstone(entry: dict) -> Tombstone:
    """What may be said of a record on the list; not from the database, and never saved there."""
    at = entry["at"] and datetime.fromisoformat(entry["at"])
    return Tombstone(
        kind=entry["kind"], public_id=entry["id"], reason=entry["reason"], withdrawn_at=at
    )


def is_whole() -> bool:
    """Whether the list can be trusted: it could be written whenever it had to be, and still can."""
    file = folder.place(FOLDER, BROKEN)
    if file is None:
        return False
    if not state["broken"]:
        state["broken"] = not (folder.write(file, b"") and _gone(file))
    return not state["broken"]


def look(now: float | None = None) -> None:
    """Take over what the table says, at most once a minute; mends a list that was broken."""
    now = time.monotonic() if now is None else now
    if now - state["looked"] < EVERY and not state["broken"]:
        return
    state["looked"] = now
    take_over()


def take_over() -> None:
    """Make the list what the table of tombstones says."""
    rows = Tombstone.objects.using(READER).filter(kind__in=("quote", "claim", "speaker"))
    wanted = {f"{row.kind[0]}-{row.public_id}": row for row in rows}
    place = folder.place(FOLDER)
    if place is None:
        return
    state["broken"] = False
    held = {file.name for file in place.glob("?-*")} if place.is_dir() else set()
    for key in wanted.keys() - held:
        row = wanted[key]
        note(row.kind, row.public_id, row.reason, row.withdrawn_at)
    for key in held - wanted.keys():
        # It may be of an act that is not committed yet.
        if time.time() - (place / key).stat().st_mtime > SETTLED:
            _gone(place / key)
    is_whole()


def _gone(file):
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True
