"""What a receiver is sent: what changed, and what the object says at the moment of sending.

The document is fetched afresh for every try, through the readers' role: it is never older than the
call, and what is no longer public by then is not in it.
"""

import orjson
from django.conf import settings

from quotes.published import lookups, serving
from quotetrack.webhooks.models import Delivery


def of(delivery: Delivery) -> bytes:
    """The body as it is signed and sent."""
    said = {
        "event": delivery.event,
        "action": delivery.action,
        "type": delivery.kind or None,
        "id": delivery.public_id or None,
        "url": address(delivery),
        "version": delivery.version or None,
        "at": moment(delivery.at),
        "current": None if delivery.action == Delivery.TEST else current(delivery),
    }
    return orjson.dumps(said)


def address(delivery) -> str | None:
    """Where the API answers for the object, whatever has become of it."""
    if not delivery.kind:
        return None
    room = delivery.kind.replace("_", "-") + "s"
    return f"{settings.SITE_URL}/api/v1/{room}/{delivery.public_id}/"


def current(delivery) -> dict:
    """What the object says now, or what became of it; of what was withdrawn no words."""
    found = lookups.detail(delivery.kind, delivery.public_id)
    if found is not None:
        version, stored = found
        return {"state": "public", "version": version, "document": serving.loaded(stored)}
    row = lookups.what_became(delivery.kind, delivery.public_id)
    if row is None:
        return {"state": "gone"}
    if row[0] == "moved":
        return {"state": "merged", "into": row[1]}
    return {"state": "withdrawn", "reason": row[1], "withdrawn_at": moment(row[2])}


def moment(at) -> str:
    """A moment as the API writes it."""
    return at.isoformat().replace("+00:00", "Z")
