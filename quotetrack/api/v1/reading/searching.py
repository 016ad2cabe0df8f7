"""One call for a search box."""

import orjson

from quotes.published import boxed, search, serving
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
        speakers, claims, quotes = boxed.found(words, MOST)
        found = {
            "speakers": [orjson.loads(stored) for stored in speakers],
            "claims": [orjson.loads(stored) for stored in claims],
            "quotes": [orjson.loads(stored) | {"highlight": words} for stored, words in quotes],
        }
        body = serving.with_origin(as_json(only(found, said)))
        etag = etag_of(body)
        return not_modified(etag) if is_known(request, etag) else answer(body, etag)
