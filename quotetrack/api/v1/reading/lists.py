"""Lists: some rows of a kind in order, as stored, with links to the pages before and after."""

from contextlib import contextmanager

import orjson
from django.utils import timezone

from quotes.published import history, kept, naming, serving
from quotes.published.asking import Unanswerable
from quotetrack.api.errors import bad_parameter
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
    trims,
)


def page_parameters(shape, orders) -> dict:
    """What every list understands."""
    return given.table(
        given.Cursor("cursor", "Where the page begins: from `next` or `previous`, as it is."),
        given.Number("page_size", "Rows in a page.", most=pagination.MOST),
        given.Choice("count", "Adds `count`.", allowed=("exact", "estimate")),
        given.Choice("ordering", "The order of rows.", allowed=tuple(orders)),
    ) | choice_of_fields(shape)


AT = given.table(
    given.At("at", "What was public then: a date, a moment, or a cursor of `changes/`.")
)


@contextmanager
def public_only():
    """A filter that names what is not public becomes a 400."""
    try:
        yield
    except Unanswerable as error:
        raise bad_parameter(error.parameter, str(error)) from None


class Listing(Reading):
    """A list. Kinds say which rows, which orders, and what is done to a row."""

    kind = ""
    is_list = True
    column = "list_json"  # a row's JSON
    orders = {}

    def get(self, request):
        """One page."""
        said = self.read(request)
        with public_only():
            selection = self.selection(said)
        order = self.order(said)
        cursor = None
        if "cursor" in said:
            cursor = pagination.read_cursor(said["cursor"], order.name, order.cast)
        size = said.get("page_size", pagination.PAGE_SIZE)
        columns, extra = self.columns_for(said)
        page = pagination.take_page(selection, order, columns, size, cursor, extra)
        return self.respond(request, said, page, self.envelope(said, selection))

    def selection(self, said):
        """The rows that are asked for."""
        raise NotImplementedError

    def order(self, said):
        """The order that is asked for, or the usual one."""
        return self.orders[said.get("ordering", next(iter(self.orders)))]

    def columns_for(self, said):
        """The columns of a page, `list_json` first, and one that is computed for its rows."""
        return "list_json", None

    def rows_of(self, table, said):
        """The kind's rows, as they are or as they were."""
        return naming.at(table, self.kind, said.get("at"))

    def envelope(self, said, selection) -> dict:
        """What stands beside the rows: `count`, where it was asked for.

        With `at`: the time, and how many of the rows have changed since.
        """
        exactly = said.get("count") == "exact"
        members = {"count": selection.estimate()} if said.get("count") == "estimate" else {}
        if "at" in said:
            return members | history.since(selection, said["at"], timezone.now(), exactly)
        return members | ({"count": whole(selection)} if exactly else {})

    def respond(self, request, said, page, members):
        """The page as an answer, or 304."""
        query = query_of(request)
        following = pagination.address(request.path, query, as_text(page.following))
        preceding = pagination.address(request.path, query, as_text(page.preceding))
        stored = ",".join([text for row in page.rows for text in row[2:]]).encode()
        etag = etag_of(query, str(members), following or "", preceding or "", stored)
        if is_known(request, etag):
            return not_modified(etag)
        made = self.rows(said, page.rows)
        rows = stored if made is None else ",".join(made).encode()
        head = as_json(members | {"next": following, "previous": preceding})[:-1]
        body = b'%b,"results":[%b]}' % (head.encode(), serving.with_urls(rows))
        link = pagination.link_header(following, preceding)
        return answer(body, etag, headers={"Link": link} if link else None)

    def rows(self, said, rows) -> list[str] | None:
        """The JSON of each row; None for the stored strings as they are."""
        if not trims(said):
            return None
        return [as_json(only(orjson.loads(row[2]), said)) for row in rows]


def whole(selection) -> int:
    """How many rows there are, counted; the number of all rows of a large table is kept."""
    if selection.conditions or selection.given:
        return selection.count()
    return kept.kept(
        f"rows of {selection.table}", selection.count, lambda number: number > kept.LARGE
    )


def as_text(cursor) -> str | None:
    """The cursor as it stands in an address."""
    return cursor.text() if cursor else None
