"""Quotes: the list with every filter, one in detail, its history and its wordings."""

from quotes.published import shapes
from quotes.published.asking import ORDERS, Question
from quotes.published.search import NothingToFind, TooManyTerms
from quotetrack.api.errors import bad_parameter
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading import vocabulary
from quotetrack.api.v1.reading.answers import choice_of_fields
from quotetrack.api.v1.reading.details import VERSIONS, Detail
from quotetrack.api.v1.reading.lists import Listing, page_parameters

FILTERS = given.table(
    given.Words(
        "q",
        'Words in any wording: "a phrase", OR, -not. At most 8 terms.',
        many=True,
        example="inalienable",
    ),
    given.Reference("speaker", "The preferred speaker.", kind="speaker"),
    given.Choice("speaker_kind", "", many=True, allowed=vocabulary.SPEAKER_KINDS),
    given.Reference("attributed_to", "A speaker of any rank.", kind="speaker"),
    given.Reference("outlet", "Any occurrence.", kind="outlet"),
    given.Reference("article", "Any occurrence; an id.", kind="article"),
    given.Reference("topic", "The topic or one below it.", kind="topic"),
    given.Language("language", "Of the preferred wording.", many=True, example="en"),
    given.Choice("form", "", many=True, allowed=vocabulary.FORMS),
    given.Choice("attribution", "", many=True, allowed=vocabulary.ATTRIBUTIONS),
    given.Choice("evidentiality", "", many=True, allowed=vocabulary.EVIDENTIALITIES),
    given.Choice("occasion", "", many=True, allowed=vocabulary.OCCASIONS),
    given.Choice("position_kind", "Of the role then.", many=True, allowed=vocabulary.POSITIONS),
    given.Reference("organisation", "Of the role then.", kind="speaker"),
    given.Country("country", "Of the role then.", many=True, example="MX"),
    given.Reference("claim", "A claim it is linked to.", kind="claim"),
    given.Choice("claim_relation", "", many=True, allowed=vocabulary.RELATIONS),
    given.RatingName("claim_rating", "Of a claim that it asserts, confirms or concedes."),
    given.Choice(
        "claim_standing",
        "Of a claim that it asserts, confirms or concedes.",
        many=True,
        allowed=vocabulary.STANDINGS,
    ),
    given.Day("said_after", "Said on this day or later; undated quotes never match."),
    given.Day("said_before", "Said on this day or earlier.", end=True),
    given.Instant("published_after", "First published here then or later."),
    given.Instant("published_before", "First published here then or earlier.", end=True),
    given.Instant("updated_after", "Changed then or later."),
    given.Flag("has_original", "A wording in the language in which it was said is known."),
    given.Number("min_outlets", "Printed by so many outlets.", least=0),
)
LANG = given.table(
    given.Language("lang", "`text` in this language where there is such a wording.", example="es")
)
MOST_FILTERS = 20


def question(said: dict) -> Question:
    """The question that the filters ask, or a 400."""
    filters = {name: value for name, value in said.items() if name in FILTERS}
    if len(filters) > MOST_FILTERS:
        raise bad_parameter(next(iter(filters)), f"At most {MOST_FILTERS} filters at once.")
    try:
        return Question(filters)
    except TooManyTerms:
        raise bad_parameter(
            "q", "At most 8 words. Put words that belong together in quotation marks."
        ) from None
    except NothingToFind:
        raise bad_parameter(
            "q", "Give at least one word to find in each part; -word only leaves out."
        ) from None


class Quotes(Listing):
    """Published quotes, newest words first; all filters of the contract."""

    shape = shapes.QuoteItem
    orders = ORDERS
    parameters = FILTERS | LANG | page_parameters(shapes.QuoteItem, [*ORDERS, "relevance"])

    def selection(self, said):
        said["question"] = question(said)
        return said["question"].selection()

    def order(self, said):
        name = said.get("ordering", "relevance" if "q" in said else "-said_on")
        if name != "relevance":
            return ORDERS[name]
        if "q" not in said:
            raise bad_parameter("ordering", "relevance needs q.")
        return said["question"].relevance()


class Quote(Detail):
    """A published quote in detail."""

    kind = "quote"
    shape = shapes.QuoteDetail
    parameters = VERSIONS | LANG | choice_of_fields(shapes.QuoteDetail)
