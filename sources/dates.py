"""Dates of which only a part is known: “May 2025”, “2025”, “the 2020s”.

A partial date is kept as an earliest and a latest possible day, both included, and a precision.
It is shown as EDTF (Extended Date/Time Format, ISO 8601-2): 2025-05-03, 2025-05, 2025, 202X.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from django.db import models

from sources.errors import DateNotUsable

SHAPES = (
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z"), "day"),
    (re.compile(r"(\d{4})-(\d{2})\Z"), "month"),
    (re.compile(r"(\d{4})\Z"), "year"),
    (re.compile(r"(\d{3})[Xx]\Z"), "decade"),
)


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", "day"
    MONTH = "month", "month"
    YEAR = "year", "year"
    DECADE = "decade", "decade"
    UNKNOWN = "unknown", "not known"


@dataclass(frozen=True)
class PartialDate:
    """An earliest and a latest possible day, both included; both None where nothing is known."""

    earliest: date | None
    latest: date | None
    precision: str

    @classmethod
    def parse(cls, text: str | None) -> "PartialDate":
        """Read 2025-05-03, 2025-05, 2025 or 202X; raise DateNotUsable for anything else."""
        text = (text or "").strip()
        if not text:
            return UNKNOWN
        for shape, precision in SHAPES:
            if match := shape.match(text):
                return cls._between(text, [int(part) for part in match.groups()], precision)
        raise DateNotUsable(text)

    @classmethod
    def _between(cls, text, parts, precision):
        try:
            if precision == "day":
                day = date(*parts)
                return cls(day, day, precision)
            if precision == "month":
                last = calendar.monthrange(*parts)[1]
                return cls(date(*parts, 1), date(*parts, last), precision)
            first, last = (parts[0], parts[0])
            if precision == "decade":
                first, last = parts[0] * 10, parts[0] * 10 + 9
            return cls(date(first, 1, 1), date(last, 12, 31), precision)
        except (ValueError, calendar.IllegalMonthError):
            raise DateNotUsable(text) from None

    @property
    def edtf(self) -> str | None:
        """The date as EDTF, or None where nothing is known."""
        if self.earliest is None:
            return None
        day = self.earliest.isoformat()
        lengths = {"day": 10, "month": 7, "year": 4}
        if self.precision in lengths:
            return day[: lengths[self.precision]]
        return f"{day[:3]}X"

    def __bool__(self) -> bool:
        return self.earliest is not None

    def __str__(self) -> str:
        return self.edtf or ""


UNKNOWN = PartialDate(None, None, "unknown")


class PartialDateField:
    """Adds `<name>_earliest`, `<name>_latest` and `<name>_precision`, and `<name>` to read them."""

    def __init__(self, what: str):
        self.what = what

    def contribute_to_class(self, model, name):
        """Called by Django when the model's class is made."""
        bound = {"null": True, "blank": True}
        fields = {
            "earliest": models.DateField(
                help_text=f"First possible day {self.what}; empty where it is not known.", **bound
            ),
            "latest": models.DateField(
                help_text=f"Last possible day {self.what}, included.", **bound
            ),
            "precision": models.CharField(
                max_length=7, choices=Precision, default=Precision.UNKNOWN, editable=False
            ),
        }
        for part, field in fields.items():
            field.contribute_to_class(model, f"{name}_{part}")
        setattr(model, name, PartialDateValue(name))


class PartialDateValue:
    """Reads and writes the three columns as one PartialDate."""

    def __init__(self, name):
        self.columns = [f"{name}_{part}" for part in ("earliest", "latest", "precision")]

    def __get__(self, row, model=None):
        if row is None:
            return self
        return PartialDate(*(getattr(row, column) for column in self.columns))

    def __set__(self, row, value):
        if not isinstance(value, PartialDate):
            value = PartialDate.parse(value)
        parts = (value.earliest, value.latest, value.precision)
        for column, part in zip(self.columns, parts, strict=True):
            setattr(row, column, part)


def date_fields(name: str) -> list[str]:
    """The three columns of one partial date."""
    return [f"{name}_{part}" for part in ("earliest", "latest", "precision")]
