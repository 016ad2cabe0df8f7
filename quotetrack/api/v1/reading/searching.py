"""One call for a search box."""

import orjson

from quotes.published import asking, naming, search, serving
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading.answers import (
    Reading,
    answer,
    as_json,
    choice_of_fields,
    etag_of,
    is_known,
    not_modified,
    only,
)
from quotetrack.api.v1.reading.rows import SearchShape

MOST = 10


class Search(Reading):
    """Up to ten speakers, claims and quotes, best first. Words beyond the eighth are left out."""

    kind = "search"
    rate = "search"
    shape = SearchShape
    parameters = given.table(
        given.Words("q", "What was typed.", required=True, longest=200, example="inalienable"),
    ) | choice_of_fields(SearchShape)

    def get(self, request):
        """The best of each kind."""
        said = self.read(request)
        words = " ".join(said["q"].split()[: search.MOST_TERMS])
        found = {"speakers": speakers(words)} | in_words(words)
        body = serving.with_origin(as_json(only(found, said)))
        etag = etag_of(body)
        return not_modified(etag) if is_known(request, etag) else answer(body, etag)


def speakers(words: str) -> list[dict]:
    """Speakers with a name like these words."""
    chosen = naming.known_as(naming.SPEAKERS, words)
    rows = chosen.page(naming.likeness(words), "list_json", MOST)
    return [orjson.loads(row[2]) for row in rows]


def in_words(words: str) -> dict:
    """Claims and quotes that hold these words; none where there is no word to find."""
    try:
        claims = naming.ClaimQuestion({"q": [words]})
        quotes = asking.Question({"q": [words]})
    except (search.NothingToFind, search.TooManyTerms):
        return {"claims": [], "quotes": []}
    chosen = claims.selection()
    return {
        "claims": [
            orjson.loads(row[2]) for row in chosen.page(claims.relevance(), "list_json", MOST)
        ],
        "quotes": quotes_with(quotes),
    }


def quotes_with(question) -> list[dict]:
    """The best quotes, with what was found marked."""
    chosen = question.selection()
    extra = search.headline(question.tsquery)
    rows = question.relevance().page(chosen, "list_json, language", MOST, extra=extra)
    return [orjson.loads(row[2]) | {"highlight": search.marked(row[4])} for row in rows]
