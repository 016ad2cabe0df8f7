"""Pages by keyset: a cursor names the row to go on from, so a page costs the same at any depth.

A cursor holds the order, the direction, and the sort value and id of one row. It is opaque to
clients and nothing in it is trusted: it is read like any other input.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlencode

import orjson
from django.conf import settings

from quotes.published.ranking import Place
from quotetrack.api.errors import bad_parameter

PAGE_SIZE = 25
MOST = 100
KEY = re.compile(r"[0-9a-z]{1,24}\Z")


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after a row of an order, or before it."""

    order: str
    backward: bool
    value: object
    key: str

    def text(self) -> str:
        """The cursor as it stands in an address."""
        value = self.value
        if isinstance(value, datetime):
            value = value.astimezone(UTC).isoformat()
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, Place):
            value = value.packed()
        packed = orjson.dumps([self.order, int(self.backward), value, self.key])
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(text: str, order: str, cast: str) -> Cursor:
    """The cursor of this order that the text stands for, or a 400."""
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        name, backward, value, key = orjson.loads(packed)
        if not isinstance(name, str) or backward not in (0, 1) or not KEY.match(key):
            raise ValueError
        if name != order:
            raise bad_parameter(
                "cursor", f"This cursor belongs to ordering={name[:20]}. Start again without it."
            )
        value = CASTS[cast](value)
    except (ValueError, TypeError, binascii.Error, OverflowError):
        raise bad_parameter(
            "cursor", "This is not a cursor of ours. Take it from next or previous, whole."
        ) from None
    return Cursor(name, bool(backward), value, key)


def a_day(value) -> date:
    return date.fromisoformat(value)


def a_moment(value) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError
    return at.astimezone(UTC)


def a_text(value) -> str:
    if not isinstance(value, str) or "\x00" in value or len(value) > 400:
        raise ValueError
    return value


def a_number(value) -> int:
    if not isinstance(value, int) or not -(2**62) < value < 2**62:
        raise ValueError
    return value


def a_score(value) -> float:
    if not isinstance(value, int | float) or not -1e9 < value < 1e9:
        raise ValueError
    return float(value)


CASTS = {
    "date": a_day,
    "timestamptz": a_moment,
    "text": a_text,
    "bigint": a_number,
    "real": a_score,
    "place": Place.unpacked,
}


@dataclass(frozen=True)
class Page:
    """Some rows in order, and the cursors to what comes before and after."""

    rows: list
    following: Cursor | None
    preceding: Cursor | None


def take_page(selection, order, columns, size, cursor: Cursor | None, extra=None) -> Page:
    """One page of the selection; one row more than asked for tells whether it goes on."""
    backward = bool(cursor and cursor.backward)
    after = (cursor.value, cursor.key) if cursor else None
    rows = order.page(selection, columns, size + 1, after, backward, extra)
    more = len(rows) > size
    rows = rows[:size]
    if backward:
        rows.reverse()
    first = Cursor(order.name, True, *rows[0][:2]) if rows else None
    last = Cursor(order.name, False, *rows[-1][:2]) if rows else None
    if backward:
        following = last or Cursor(order.name, False, cursor.value, cursor.key)
        return Page(rows, following, first if more else None)
    preceding = first if cursor else None
    if cursor and not rows:
        preceding = Cursor(order.name, True, cursor.value, cursor.key)
    return Page(rows, last if more else None, preceding)


def address(path: str, query: str, place: str | None, name: str = "cursor") -> str | None:
    """The absolute address of the page at this place, every other parameter kept."""
    if place is None:
        return None
    kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != name]
    return f"{settings.SITE_URL}{path}?{urlencode([*kept, (name, place)])}"


def link_header(following: str | None, preceding: str | None) -> str:
    """The same links for `Link` (RFC 8288)."""
    links = ((following, "next"), (preceding, "prev"))
    return ", ".join(f'<{link}>; rel="{rel}"' for link, rel in links if link)
