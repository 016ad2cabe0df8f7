"""Lists that can be read to their end, by the place of the last row and never by a number."""

import base64
import binascii
from dataclasses import dataclass

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q

SIZE = 20


@dataclass(frozen=True)
class Page:
    """Some rows of a list and the way to those before and after them."""

    rows: list
    next: str = ""
    previous: str = ""

    @property
    def is_empty(self):
        return not self.rows

    @property
    def is_first(self):
        return not self.previous


def page_of(queryset, order: str, cursor: str = "", *, size: int = SIZE) -> Page:
    """The rows after (or before) a cursor, in this order and then by id, in the same direction.

    A cursor that we did not write is ignored: the list starts at its start.
    """
    place = _read(cursor)
    if place is not None:
        try:
            return _page(queryset, order, size, *place)
        except (ValueError, TypeError, ValidationError):
            pass
    return _page(queryset, order, size)


def _page(queryset, order, size, way="next", value=None, public_id=None):
    field, falling = order.lstrip("-"), order.startswith("-")
    backwards = way == "previous"
    if value is not None:
        queryset = queryset.filter(_beyond(field, value, public_id, falling != backwards))
    sign = "-" if falling != backwards else ""
    rows = list(queryset.order_by(sign + field, sign + "public_id")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    before = more if backwards else value is not None
    after = bool(rows) if backwards else more
    return Page(
        rows,
        _write("next", field, rows[-1]) if after and rows else "",
        _write("previous", field, rows[0]) if before and rows else "",
    )


def _beyond(field, value, public_id, falling):
    than = "lt" if falling else "gt"
    return Q(**{f"{field}__{than}e": value}) & (
        Q(**{f"{field}__{than}": value}) | Q(**{field: value, f"public_id__{than}": public_id})
    )


def _write(way, field, row):
    value = getattr(row, field)
    value = value.isoformat() if hasattr(value, "isoformat") else value
    return base64.urlsafe_b64encode(orjson.dumps([way, value, row.pk])).decode().rstrip("=")


def _read(cursor):
    try:
        held = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        way, value, public_id = held
    except (ValueError, TypeError, binascii.Error):
        return None
    plain = isinstance(value, str | int) and isinstance(public_id, str)
    if way not in ("next", "previous") or not plain or "\x00" in f"{value}{public_id}":
        return None
    return way, value, public_id
