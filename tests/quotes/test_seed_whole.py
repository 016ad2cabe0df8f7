"""The seed article through the whole product: taken in, accepted, published, found by readers.

The article is not part of the project: its path comes from QUOTETRACK_SEED.
"""

import os
from pathlib import Path

import pytest

from quotes import candidates, intake
from quotes.published.models import PublishedQuote
from quotes.publishing import checks
from tests import factories
from tests.conftest import person

PATH = os.environ.get("QUOTETRACK_SEED", "")
MARKED = 12  # stretches between quotation marks that are somebody's words

pytestmark = pytest.mark.skipif(
    not Path(PATH or "missing").is_file(), reason="QUOTETRACK_SEED names no file."
)


@pytest.fixture(scope="module")
def published(committed):
    """Every suggestion with marked words, accepted and published; and the text they stand in."""
    ada, ben = person("ada", "editor"), person("ben", "publisher")
    text = Path(PATH).read_text(encoding="utf-8")
    taken = intake.take_in(by=ada, text=text, outlet="The Seed", language="en")
    quotes = []
    for candidate in taken.candidates:
        if candidate.form in ("direct", "mixed", "partial"):
            accepted = candidates.accept(candidate, by=ada)
            quotes.append(factories.publish(accepted.quote, ben))
    return quotes, taken.snapshot.text


def test_every_marked_stretch_is_part_of_a_published_quote(published):
    quotes, text = published
    covered = [
        (segment.start, segment.end)
        for quote in quotes
        for segment in quote.preferred_wording.occurrences.get().segments.filter(
            role__in=["content", "verbatim"]
        )
    ]
    marked = [at for at, letter in enumerate(text) if letter == "“"]

    stretches = [at for at in marked if any(start - 1 <= at < end for start, end in covered)]

    assert len(stretches) >= MARKED


def test_readers_find_every_quote_with_its_speaker(published):
    quotes, _ = published

    assert PublishedQuote.objects.count() == len(quotes) > 0
    for quote in quotes:
        row = PublishedQuote.objects.get(pk=quote.public_id)
        assert row.speaker, quote
        assert quote.preferred_wording.text[:20] in row.list_json.replace('\\"', '"')


def test_readers_see_exactly_what_the_desk_says(published):
    assert checks.differences() == []
