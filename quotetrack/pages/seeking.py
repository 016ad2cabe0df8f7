"""What the search box finds: speakers by any name, claims and quotes by their words."""

from dataclasses import dataclass

from quotes.published import asking, naming
from quotes.published.search import NothingToFind, TooManyTerms
from quotes.published.serving import loaded
from quotetrack.pages import claim_page
from quotetrack.readers import quotes

LONGEST = 200  # characters of a search
AT_MOST = 10


@dataclass(frozen=True)
class Found:
    """Up to ten of each kind, the best first."""

    speakers: list
    claims: list
    quotes: list
    is_too_long: bool = False

    @property
    def is_empty(self):
        return not (self.speakers or self.claims or self.quotes)


def found(asked: str) -> Found:
    """What fits the words."""
    speakers = _documents(
        naming.known_as(naming.SPEAKERS, asked), naming.likeness(asked), "list_json"
    )
    try:
        claims = _of(naming.ClaimQuestion({"q": [asked]}), "list_json")
        said = _of(asking.Question({"q": [asked]}), "detail_json")
    except NothingToFind:
        claims = said = []
    except TooManyTerms:
        return Found(speakers, [], [], is_too_long=True)
    return Found(
        speakers, [claim_page.row(each) for each in claims], [quotes.told(each) for each in said]
    )


def _of(question, column):
    selection = question.selection()
    return _documents(selection, question.relevance(), column)


def _documents(selection, order, column):
    rows = selection.page(order, column, AT_MOST)
    return [loaded(stored) for _place, _public_id, stored in rows]
