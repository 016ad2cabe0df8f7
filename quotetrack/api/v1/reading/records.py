"""Corrections, rating scales, and the feed of every public change."""

from quotes.published import naming, shapes
from quotetrack.api.v1 import pagination
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading import vocabulary
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
from quotetrack.api.v1.reading.details import VERSIONS, Detail
from quotetrack.api.v1.reading.lists import AT, Listing, page_parameters, public_only

TARGETS = ("quote", "claim", "speaker", "article")


class Corrections(Listing):
    """Public notices by number, the latest first."""

    kind = "correction"
    shape = shapes.CorrectionItem
    orders = naming.BY_NUMBER
    parameters = (
        given.table(
            given.Choice("target_type", "What it is about.", many=True, allowed=TARGETS),
            given.Choice("tier", "How grave it is.", many=True, allowed=vocabulary.TIERS),
        )
        | page_parameters(shapes.CorrectionItem, naming.BY_NUMBER)
        | AT
    )

    def selection(self, said):
        columns = {"target_type": "target_kind", "tier": "tier"}
        return naming.equal(self.rows_of(naming.CORRECTIONS, said), said, columns)


class Correction(Detail):
    """One public notice."""

    kind = "correction"
    shape = shapes.CorrectionItem
    parameters = VERSIONS | choice_of_fields(shapes.CorrectionItem)


class Scales(Listing):
    """The rating scales, with what each rating means."""

    kind = "rating_scale"
    shape = shapes.ScaleItem
    orders = naming.BY_SLUG
    parameters = page_parameters(shapes.ScaleItem, naming.BY_SLUG) | AT

    def selection(self, said):
        return self.rows_of(naming.SCALES, said)


class Scale(Detail):
    """One rating scale."""

    kind = "rating_scale"
    shape = shapes.ScaleDetail
    parameters = VERSIONS | choice_of_fields(shapes.ScaleDetail)


class Changes(Reading):
    """Every public change, in the order in which they became visible, from the first on.

    Keep the `cursor` of the last row that you have seen and give it as `after`: nothing that is
    published later can come before it, and what was withdrawn or merged is listed too.
    """

    kind = "change"
    is_list = True
    shape = shapes.ChangeItem
    parameters = given.table(
        given.Change("after", "The `cursor` of the last row that you have seen."),
        given.Choice("type", "Only these kinds.", many=True, allowed=vocabulary.KINDS),
        given.Number("page_size", "Rows in a page.", most=pagination.MOST),
    ) | choice_of_fields(shapes.ChangeItem)

    def get(self, request):
        """The changes after a place."""
        said = self.read(request)
        size = said.get("page_size", pagination.PAGE_SIZE)
        with public_only():
            found = naming.changes(said.get("after"), said.get("type", []), size + 1)
        rows = [change(*row) for row in found[:size]]
        query = query_of(request)
        following = None
        if len(found) > size:
            following = pagination.address(request.path, query, rows[-1]["cursor"], name="after")
        body = as_json(
            {
                "next": following,
                "previous": None,
                "results": [only(row, said) for row in rows],
            }
        )
        etag = etag_of(body)
        if is_known(request, etag):
            return not_modified(etag)
        link = pagination.link_header(following, None)
        return answer(body, etag, headers={"Link": link} if link else None)


def change(xid, number, kind, public_id, version, action, at) -> dict:
    """One change as a row."""
    return {
        "cursor": f"c{xid}.{number}",
        "type": kind,
        "id": public_id,
        "version": version,
        "action": action,
        "at": at.isoformat().replace("+00:00", "Z"),
    }
