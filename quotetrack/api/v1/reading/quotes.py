"""Quotes: the list with every filter, one in detail, its history and its wordings."""

import re

import orjson

from quotes.published import lookups, marking, search, serving, shapes
from quotes.published.asking import ORDERS, Question
from quotes.published.likeness import difference
from quotes.published.search import NothingToFind, TooManyTerms
from quotetrack.api.errors import bad_parameter, not_found
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading import vocabulary
from quotetrack.api.v1.reading.answers import (
    as_json,
    choice_of_fields,
    only,
    query_of,
    trims,
)
from quotetrack.api.v1.reading.details import PIECES, VERSIONS, Detail, Part, gone
from quotetrack.api.v1.reading.lists import AT, Listing, page_parameters
from quotetrack.api.v1.reading.rows import FoundQuote, VersionRow, WordingRow

FILTERS = given.table(
    given.Id("id", "These quotes.", many=True),
    given.Words(
        "q",
        'Words in any wording: "a phrase", OR, -not. At most 8 terms.',
        many=True,
        example="inalienable",
    ),
    given.Reference(
        "speaker", "The preferred speaker.", kind="speaker", example="claudia-sheinbaum"
    ),
    given.Choice(
        "speaker_kind",
        "What the preferred speaker is.",
        many=True,
        allowed=vocabulary.SPEAKER_KINDS,
    ),
    given.Reference("attributed_to", "A speaker of any rank.", kind="speaker"),
    given.Reference("outlet", "Any occurrence.", kind="outlet", example="halloran-courier"),
    given.Reference("article", "Any occurrence; an id.", kind="article"),
    given.Reference(
        "topic", "The topic or one below it.", kind="topic", example="united-states-and-mexico"
    ),
    given.Language("language", "Of the preferred wording.", many=True, example="en"),
    given.Choice(
        "form", "As its earliest occurrence prints it.", many=True, allowed=vocabulary.FORMS
    ),
    given.Choice(
        "attribution", "How sure it is who said it.", many=True, allowed=vocabulary.ATTRIBUTIONS
    ),
    given.Choice(
        "evidentiality", "How near the reporter was.", many=True, allowed=vocabulary.EVIDENTIALITIES
    ),
    given.Choice("occasion", "Where or how it was said.", many=True, allowed=vocabulary.OCCASIONS),
    given.Choice("position_kind", "Of the role then.", many=True, allowed=vocabulary.POSITIONS),
    given.Reference("organisation", "Of the role then.", kind="speaker"),
    given.Country("country", "Of the role then.", many=True, example="MX"),
    given.Reference(
        "claim",
        "A claim it is linked to.",
        kind="claim",
        example="mexico-turned-down-us-military-assistance",
    ),
    given.Choice(
        "claim_relation", "What it does to a claim.", many=True, allowed=vocabulary.RELATIONS
    ),
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
SEARCHES = re.compile("(^|&)q=")
COUNTS = ("version", "updated_at")  # of course they differ


def question(said: dict) -> Question:
    """The question that the filters ask, or a 400."""
    filters = {name: value for name, value in said.items() if name in FILTERS}
    if len(filters) > MOST_FILTERS:
        raise bad_parameter(next(iter(filters)), f"At most {MOST_FILTERS} filters at once.")
    try:
        return Question(filters, said.get("at"))
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

    kind = "quote"
    shape = FoundQuote
    orders = ORDERS
    parameters = FILTERS | LANG | AT | page_parameters(FoundQuote, [*ORDERS, "relevance"])

    @property
    def rate(self):
        """Words to search for cost more than a list."""
        return "search" if SEARCHES.search(query_of(self.request)) else "read"

    def selection(self, said):
        said["question"] = question(said)
        return said["question"].selection()

    def columns_for(self, said):
        columns = "list_json, detail_json" if "lang" in said else "list_json"
        if "q" not in said:
            return columns, None
        tsquery = said["question"].tsquery
        if "at" in said:
            return "list_json, detail_json, language", search.headline(tsquery, search.DETAIL_THEN)
        # Marked here, what was found may need a question more, of the three that a list may ask.
        said["marks"] = said.get("count") != "exact" and marking.is_possible(tsquery)
        return f"{columns}, language", None if said["marks"] else search.headline(tsquery)

    def rows(self, said, rows):
        if not ("q" in said or "lang" in said or trims(said)):
            return None
        found = self.highlights(said, rows) if "q" in said else [None] * len(rows)
        if not ("lang" in said or trims(said)):
            return [with_highlight(row[2], words) for row, words in zip(rows, found, strict=True)]
        return [
            as_json(self.row(said, words, *row[2:])) for row, words in zip(rows, found, strict=True)
        ]

    def highlights(self, said, rows) -> list[str]:
        """The words of each row with what was found marked."""
        if not said.get("marks"):
            return [search.marked(row[-1]) for row in rows]
        shown = [(row[1], row[2], row[-1]) for row in rows]
        return marking.highlights(said["question"].tsquery, shown)

    def row(self, said, highlight, stored, *more):
        """A quote in a list, in the language asked for, with what was found marked."""
        quote = orjson.loads(stored)
        if "lang" in said:
            in_language(quote, orjson.loads(more[0])["wordings"], said["lang"])
        if highlight is not None:
            quote["highlight"] = highlight
        return only(quote, said)

    def order(self, said):
        name = said.get("ordering", "relevance" if "q" in said else "-said_on")
        if name != "relevance":
            return ORDERS[name]
        if "q" not in said:
            raise bad_parameter("ordering", "relevance needs q.")
        return said["question"].relevance()


def with_highlight(stored: str, highlight: str) -> str:
    """The stored JSON of a row with one member more, taken apart by nobody."""
    return f'{stored[:-1]},"highlight":{as_json(highlight)}}}'


class Quote(Detail):
    """A published quote in detail."""

    kind = "quote"
    shape = shapes.QuoteDetail
    parameters = VERSIONS | LANG | choice_of_fields(shapes.QuoteDetail)

    def body(self, said, stored):
        """The quote, in the language asked for."""
        if "lang" not in said:
            return super().body(said, stored)
        quote = orjson.loads(stored)
        in_language(quote, quote["wordings"], said["lang"])
        return serving.with_origin(as_json(only(quote, said)))


def in_language(quote, wordings, language):
    """Put the words in this language where there are such: the original first, then others.

    A translation says so and by whom, in `translation`; without such a wording nothing changes.
    """
    fitting = [row for row in wordings if speaks(row["language"], language)]
    chosen = min(
        fitting, key=lambda row: (not row["is_original"], not row["preferred"]), default=None
    )
    if chosen is None:
        chosen = next(row for row in wordings if row["preferred"])
    quote["text"], quote["language"] = chosen["text"], chosen["language"]
    quote["translation"] = None
    if not chosen["is_original"] and (chosen["translator"] or chosen["translation_of"]):
        quote["translation"] = {"translator": chosen["translator"], "of": chosen["translation_of"]}


def speaks(tag: str, wanted: str) -> bool:
    """The tag is of the language: pt-BR is pt."""
    tag, wanted = tag.lower(), wanted.lower()
    return tag == wanted or tag.startswith(f"{wanted}-")


class Wordings(Part):
    """Every wording of a quote, with the difference from the preferred one, word by word."""

    kind = "quote"
    shape = WordingRow
    parameters = PIECES | choice_of_fields(WordingRow)

    def items(self, stored):
        quote = orjson.loads(stored)
        preferred = next(row for row in quote["wordings"] if row["preferred"])
        for row in quote["wordings"]:
            same_tongue = row["language"] == preferred["language"]
            diff = difference(preferred["text"], row["text"]) if same_tongue else None
            yield row | {"diff": diff}


class History(Part):
    """The published versions of a quote, oldest first."""

    kind = "quote"
    shape = VersionRow
    parameters = PIECES | choice_of_fields(VersionRow)

    def find(self, name, said):
        """The versions; those of a withdrawn quote are gone with it."""
        if not given.NAME.match(name):
            raise not_found()
        rows = lookups.versions(self.kind, name)
        if not rows or not rows[-1][4]:
            raise gone(self.kind, name)
        return rows[-1][0], as_json(list(versions_of(rows)))

    def items(self, stored):
        return orjson.loads(stored)


def versions_of(rows):
    """Each version as a row, with the members that differ from the version before."""
    before = None
    for number, change, at, correction, stored in rows:
        document = orjson.loads(stored) if stored else None
        yield {
            "version": number,
            "change": change,
            "at": at.isoformat().replace("+00:00", "Z"),
            "changed": changed(before, document),
            "correction": correction,
        }
        before = document


def changed(before, after) -> list[str] | None:
    """The members that differ; None for a first version or one that lost its words."""
    if before is None or after is None:
        return None
    names = [name for name in after if name not in COUNTS]
    return [name for name in names if before.get(name) != after[name]]
