"""One object by its id or slug, and what became of those that are gone."""

import orjson
from django.http import HttpResponsePermanentRedirect

from quotes.published import jsonld, lookups, serving
from quotetrack.api.errors import Problem, not_found
from quotetrack.api.v1 import pagination
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading.answers import (
    CACHE,
    Reading,
    answer,
    as_json,
    etag_of,
    is_known,
    not_modified,
    only,
    query_of,
    trims,
)

LINKED = "application/ld+json"
VERSIONS = given.table(
    given.Number("version", "This published version instead of the latest."),
    given.At("at", "As it was then: a date, a moment, or a cursor of `changes/`."),
)


class Moved(Exception):
    """The object has another address now."""

    def __init__(self, target):
        super().__init__(target)
        self.target = target


class Detail(Reading):
    """One public object. Kinds say which."""

    has_linked_data = True

    def get(self, request, name):
        """The object, a version of it, its successor's address, or what became of it."""
        said = self.read(request)
        try:
            version, stored = self.find(name, said)
        except Moved as moved:
            return self.redirect(request, name, moved.target)
        linked = self.has_linked_data and wants_linked_data(request)
        etag = etag_of(query_of(request), str(version), "ld" if linked else "", stored)
        if is_known(request, etag):
            return vary(not_modified(etag))
        if linked:
            document = jsonld.linked_data(self.kind, serving.loaded(stored))
            return vary(answer(as_json(document), etag, content_type=LINKED))
        return vary(answer(self.body(said, stored), etag))

    def find(self, name, said):
        """The version and stored JSON that were asked for."""
        if not given.NAME.match(name):
            raise not_found()
        if "version" in said or "at" in said:
            return self.find_version(name, said)
        found = lookups.detail(self.kind, name)
        if found is None:
            raise gone(self.kind, name)
        return found

    def find_version(self, name, said):
        """The version that was asked for, by number or by time."""
        if "version" in said and "at" in said:
            raise Problem(400, "invalid_parameter", "Give version or at, not both.")
        public_id = lookups.id_of(self.kind, name)
        if "version" in said:
            row = lookups.version(self.kind, public_id, said["version"])
        else:
            row = lookups.version_at(self.kind, public_id, said["at"])
        if row is None or not row[1]:
            raise gone(self.kind, name)
        return row

    def body(self, said, stored) -> str:
        """What is served of the stored JSON."""
        if trims(said):
            stored = as_json(only(orjson.loads(stored), said))
        return serving.with_origin(stored)

    def redirect(self, request, name, target):
        """301 to the successor, whatever follows the name kept."""
        before, _, after = request.path.rpartition(f"/{name}/")
        query = query_of(request)
        response = HttpResponsePermanentRedirect(
            f"{before}/{target}/{after}" + (f"?{query}" if query else "")
        )
        response["Cache-Control"] = CACHE
        return response


PIECES = given.table(
    given.Cursor("cursor", "Where the page begins: from `next` or `previous`, as it is."),
    given.Number("page_size", "Rows in a page; all of them if not given.", most=pagination.MOST),
)


class Part(Detail):
    """A list of the pieces of one kind that an object has, whole or in pages."""

    is_list = True
    has_linked_data = False

    def get(self, request, name):
        """The pieces, with links to those before and after."""
        self.links = None, None
        response = super().get(request, name)
        if any(self.links) and response.status_code == 200:
            response["Link"] = pagination.link_header(*self.links)
        return response

    def items(self, stored):
        """The pieces, from the stored detail JSON."""
        raise NotImplementedError

    def body(self, said, stored) -> str:
        """The pieces as a list; a place in it is a number, as pieces are only ever added."""
        pieces = [only(piece, said) for piece in self.items(stored)]
        size, start = said.get("page_size", max(1, len(pieces))), 0
        if "cursor" in said:
            start = self.place(said["cursor"])
        following = self.address_of(start + size) if start + size < len(pieces) else None
        preceding = self.address_of(max(0, start - size)) if start else None
        self.links = following, preceding
        rows = pieces[start : start + size]
        page = {"next": following, "previous": preceding, "results": rows}
        return serving.with_origin(as_json(page))

    def place(self, cursor) -> int:
        """The number that a cursor stands for."""
        return max(0, pagination.read_cursor(cursor, "place", "bigint").value)

    def address_of(self, place: int) -> str:
        """The address of the page that begins there."""
        cursor = pagination.Cursor("place", False, place, "0").text()
        return pagination.address(self.request.path, query_of(self.request), cursor)


def wants_linked_data(request) -> bool:
    """The client asks for JSON-LD and not for plain JSON."""
    return LINKED in request.META.get("HTTP_ACCEPT", "")


def vary(response):
    """One address, two forms: caches keep them apart."""
    response["Vary"] = "Accept"
    return response


def gone(kind, name) -> Exception:
    """Why there is nothing: it moved, it was withdrawn, or it never was public."""
    row = lookups.what_became(kind, name)
    if row is None:
        return not_found()
    if row[0] == "moved":
        return Moved(row[1])
    _, reason, when = row
    return Problem(
        410,
        "withdrawn",
        "This is no longer public.",
        reason=reason,
        withdrawn_at=when.isoformat(timespec="seconds").replace("+00:00", "Z"),
    )
