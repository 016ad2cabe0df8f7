"""The first article the product must handle whole, against its annotation.

The article is not part of the project: its path comes from QUOTETRACK_SEED, its annotation from
the folder QUOTETRACK_GOLD. Without them these tests are skipped.
"""

import json
import os
from pathlib import Path

import pytest

from quotes.extraction import extract


def _path(variable):
    value = os.environ.get(variable, "")
    if not value or not Path(value).exists():
        pytest.skip(f"{variable} does not name a file or folder: nothing to measure against.")
    return Path(value)


@pytest.fixture(scope="module")
def text():
    return _path("QUOTETRACK_SEED").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def gold():
    path = _path("QUOTETRACK_GOLD") / "seed-article.gold.json"
    return {quote["id"]: quote for quote in json.loads(path.read_text(encoding="utf-8"))["quotes"]}


@pytest.fixture(scope="module")
def found(text):
    return extract(text)


def _covering(found, text, wanted):
    """The found quote whose words are those of the annotated one, marks and "that" aside."""
    trim = " \n“”\"'.,;:!?"

    def words(start, end):
        return text[start:end].strip(trim).removeprefix("that ").strip(trim)

    target = [words(start, end) for start, end in wanted["spans"]]
    for quote in found:
        if [words(start, end) for start, end in quote.spans] == target:
            return quote
    return None


MARKED = ["Q02", "Q04", "Q05", "Q06", "Q08", "Q10", "Q11", "Q14", "Q15"]


@pytest.mark.parametrize("number", MARKED)
def test_each_marked_quote_is_found_with_its_full_name(found, gold, text, number):
    quote = _covering(found, text, gold[number])

    assert quote is not None
    assert quote.speaker_name in gold[number]["speaker"]["aliases"]
    assert quote.speaker_name == gold[number]["speaker"]["name"]


@pytest.mark.parametrize("number", ["Q06", "Q08", "Q11"])
def test_a_quote_broken_by_its_attribution_is_one_quote(found, gold, text, number):
    assert len(_covering(found, text, gold[number]).spans) == 2


@pytest.mark.parametrize("number", ["Q04", "Q05", "Q06"])
def test_the_addressee_is_read(found, gold, text, number):
    quote = _covering(found, text, gold[number])

    assert quote.addressee.text == gold[number]["addressee"]["text"]


@pytest.mark.parametrize("number", ["Q08", "Q11"])
def test_the_medium_is_read(found, gold, text, number):
    assert _covering(found, text, gold[number]).medium.text == gold[number]["medium"]["text"]


def test_words_that_came_through_others_say_so(found, gold, text):
    asked, stated = (_covering(found, text, gold[number]) for number in ("Q04", "Q14"))

    assert (asked.hedge, asked.via.text) == ("according_to", "reports")
    assert stated.via.text == "Fox News Digital"


def test_every_offset_is_exact(found, text):
    for quote in found:
        assert quote.speaker_start is None or (
            text[quote.speaker_start : quote.speaker_end] == quote.speaker_text
        )
        for phrase in (quote.addressee, quote.medium, quote.via):
            assert phrase is None or text[phrase.start : phrase.end] == phrase.text
