"""Partial dates: what is read, how it is kept, how it is shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.models import Occasion
from sources.dates import UNKNOWN, PartialDate, date_fields
from sources.errors import DateNotUsable

READ = [
    ("2025-05-03", date(2025, 5, 3), date(2025, 5, 3), "day"),
    (" 2025-05-03 ", date(2025, 5, 3), date(2025, 5, 3), "day"),
    ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "day"),
    ("2025-05", date(2025, 5, 1), date(2025, 5, 31), "month"),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
    ("2025", date(2025, 1, 1), date(2025, 12, 31), "year"),
    ("202X", date(2020, 1, 1), date(2029, 12, 31), "decade"),
    ("202x", date(2020, 1, 1), date(2029, 12, 31), "decade"),
    ("", None, None, "unknown"),
    (None, None, None, "unknown"),
]
REFUSED = [
    "2026-02-31", "2025-02-29", "2025-13", "2025-00", "2025-05-00", "0000", "0000-01-01", "000X",
    "yesterday", "3 May 2025", "2025/05/03", "05-03-2025", "20250503", "2025-5-3", "25", "20XX",
    "2025-05-03T10:00", "2025-05-03\n2025", "-2025", "2025-05-XX", "\x00", "99999",
]  # fmt: skip


@pytest.mark.parametrize("text, earliest, latest, precision", READ)
def test_what_is_read(text, earliest, latest, precision):
    assert PartialDate.parse(text) == PartialDate(earliest, latest, precision)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_refused_with_examples(text):
    with pytest.raises(DateNotUsable, match="Write 2025-05-03"):
        PartialDate.parse(text)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    try:
        read = PartialDate.parse(text)
    except DateNotUsable:
        return
    assert read == UNKNOWN or read.earliest <= read.latest


@given(st.dates(), st.sampled_from([10, 7, 4]))
def test_what_is_shown_is_read_again_as_the_same(day, length):
    shown = day.isoformat()[:length]

    read = PartialDate.parse(shown)

    assert read.edtf == str(read) == shown
    assert read.earliest <= day <= read.latest


def test_a_decade_is_shown_with_an_x():
    assert PartialDate.parse("199X").edtf == "199X"


def test_no_date_is_false_and_empty():
    assert not UNKNOWN
    assert (UNKNOWN.edtf, str(UNKNOWN)) == (None, "")
    assert PartialDate.parse("2025")


def test_a_row_reads_and_writes_its_three_columns_as_one():
    row = Occasion()

    row.date = "2025-05"

    assert (row.date_earliest, row.date_latest) == (date(2025, 5, 1), date(2025, 5, 31))
    assert row.date == PartialDate.parse("2025-05")
    row.date = UNKNOWN
    assert [getattr(row, name) for name in date_fields("date")] == [None, None, "unknown"]


def test_a_row_refuses_what_is_no_date():
    with pytest.raises(DateNotUsable):
        Occasion().date = "31 February"
