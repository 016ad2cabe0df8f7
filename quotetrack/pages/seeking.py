"""What the search box finds: speakers by any name, claims and quotes by their words."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F

from quotes.extraction.text import folded
from quotes.published import models
from quotes.published.querysets import SEARCHED
from quotes.published.serving import loaded
from quotetrack.pages import claim_page, quote_page

LONGEST = 200  # characters of a search
AT_MOST = 10


@dataclass(frozen=True)
class Found:
    """Up to ten of each kind, the best first."""

    speakers: list
    claims: list
    quotes: list

    @property
    def is_empty(self):
        return not (self.speakers or self.claims or self.quotes)


def found(asked: str) -> Found:
    """What fits the words."""
    speakers = models.PublishedSpeaker.objects.readers().known_as(folded(asked))[:AT_MOST]
    claims = _claims(asked)[:AT_MOST]
    said = models.PublishedQuote.objects.readers().saying(asked)[:AT_MOST]
    return Found(
        [loaded(row.list_json) for row in speakers],
        [claim_page.row(loaded(row.list_json)) for row in claims],
        quote_page.rows(said),
    )


def _claims(asked):
    query = None
    for config in SEARCHED:
        each = SearchQuery(asked, config=config, search_type="websearch")
        query = each if query is None else query | each
    rank = SearchRank(F("search"), query)
    rows = models.PublishedClaim.objects.readers().filter(search=query)
    return rows.annotate(rank=rank).order_by("-rank", "public_id")
