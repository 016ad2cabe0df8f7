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
    named = naming.known_as(naming.SPEAKERS, asked)
    speakers = _documents(named.page(naming.likeness(asked), "list_json", AT_MOST))
    try:
        claims = _claims(asked)
        said = _quotes(asked)
    except NothingToFind:
        claims = said = []
    except TooManyTerms:
        return Found(speakers, [], [], is_too_long=True)
    return Found(
        speakers, [claim_page.row(each) for each in claims], [quotes.told(each) for each in said]
    )


def _claims(asked):
    question = naming.ClaimQuestion({"q": [asked]})
    selection = question.selection()
    return _documents(selection.page(question.relevance(), "list_json", AT_MOST))


def _quotes(asked):
    question = asking.Question({"q": [asked]})
    selection = question.selection()
    return _documents(question.relevance().page(selection, "detail_json", AT_MOST))


def _documents(rows):
    return [loaded(stored) for _place, _public_id, stored in rows]
