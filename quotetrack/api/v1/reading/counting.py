"""Counts: facets of the same filters, a speaker's bounds, positions."""

import orjson

from quotes.published import facets, lookups, serving
from quotetrack.api.v1 import pagination
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
    query_of,
)
from quotetrack.api.v1.reading.details import Detail, gone
from quotetrack.api.v1.reading.lists import public_only
from quotetrack.api.v1.reading.quotes import FILTERS, question
from quotetrack.api.v1.reading.rows import FacetsShape, PositionRow, StatsShape


class Facets(Reading):
    """Counts for the same filters as the list: the twenty largest values of each facet.

    Where more than 20,000 quotes are selected, the counts are estimates from a random sample of
    10,000 and `exact` is false.
    """

    kind = "facets"
    shape = FacetsShape
    parameters = FILTERS | choice_of_fields(FacetsShape)

    def get(self, request):
        """The counts."""
        said = self.read(request)
        with public_only():
            found = facets.facets(question(said).selection())
        body = as_json(only(found.counts | {"total": found.total, "exact": found.exact}, said))
        etag = etag_of(body)
        return not_modified(etag) if is_known(request, etag) else answer(body, etag)


class Stats(Detail):
    """How often a speaker is quoted, as bounds: [verified, and attributed, and disputed].

    By year (of the latest possible day; null: no date) and by topic, with nothing cut off.
    """

    has_linked_data = False
    kind = "speaker"
    shape = StatsShape
    parameters = choice_of_fields(StatsShape)

    def find(self, name, said):
        """The counts."""
        if not given.NAME.match(name):
            raise gone(self.kind, name)
        found = lookups.detail(self.kind, name)
        if found is None:
            raise gone(self.kind, name)
        speaker = orjson.loads(found[1])
        who = {key: speaker[key] for key in ("id", "slug", "name", "url")}
        return found[0], as_json({"speaker": who} | facets.bounds(speaker["id"]))


class Positions(Reading):
    """Positions that were held when public words were said, with their holders' quotes counted."""

    kind = "position"
    is_list = True
    shape = PositionRow
    parameters = given.table(
        given.Cursor("cursor", "Where the page begins: from `next`, as it is."),
        given.Number("page_size", "Rows in a page.", most=pagination.MOST),
    ) | choice_of_fields(PositionRow)

    def get(self, request):
        """One page."""
        said = self.read(request)
        after = ""
        if "cursor" in said:
            after = pagination.read_cursor(said["cursor"], "id", "text").key
        size = said.get("page_size", pagination.PAGE_SIZE)
        found = facets.positions(after, size + 1)
        following = None
        if len(found) > size:
            place = pagination.Cursor("id", False, "", found[size - 1]["id"]).text()
            following = pagination.address(request.path, query_of(request), place)
        rows = [only(row, said) for row in found[:size]]
        body = serving.with_origin(as_json({"next": following, "previous": None, "results": rows}))
        etag = etag_of(body)
        if is_known(request, etag):
            return not_modified(etag)
        link = pagination.link_header(following, None)
        return answer(body, etag, headers={"Link": link} if link else None)
