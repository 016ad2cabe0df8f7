"""Dates written out: “4 May 2025”, “May 2025”, “2025”, “the 2020s”."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


class Day(NamedTuple):
    """A date for people and, where HTML has a form for it, for machines (else empty)."""

    text: str
    machine: str

    def __str__(self):
        return self.text


def written(edtf: str | None) -> Day | None:
    """The partial date as people write it, or None where nothing is known."""
    if not edtf:
        return None
    if edtf[3:4] in ("X", "x"):
        return Day(_("the %(decade)ss") % {"decade": edtf[:3] + "0"}, "")
    parts = [int(part) for part in edtf[:10].split("-")]
    if len(parts) == 1:
        return Day(edtf, edtf)
    whole = date(*parts, *[1] * (3 - len(parts)))
    form = day_form() if len(parts) == 3 else pgettext("month and year, Django form", "F Y")
    return Day(dateformat.format(whole, form), edtf)


def day_form() -> str:
    """How a full date is written in the active language."""
    return pgettext("full date, Django form", "j F Y")


def moment(stamp: str | datetime | None) -> datetime | None:
    """The moment in UTC that an RFC 3339 stamp names."""
    if not stamp:
        return None
    if isinstance(stamp, str):
        stamp = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    return stamp.astimezone(UTC)


def day_of(stamp: str | datetime | None) -> Day | None:
    """The day, in UTC, on which something happened."""
    when = moment(stamp)
    if when is None:
        return None
    return Day(dateformat.format(when.date(), day_form()), when.date().isoformat())


def on(day: date) -> str:
    """A full date, written out."""
    return dateformat.format(day, day_form())


def numbered(day: str | None) -> int | None:
    """The year of a partial date; a decade gives its first."""
    return int(day[:4].replace("X", "0").replace("x", "0")) if day else None
