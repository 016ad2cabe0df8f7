"""Every list in one stream: the same filters, the same order, the same names and ids."""

from django.http import StreamingHttpResponse

from quotes.published import exporting, facets, naming, shapes
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading import (
    articles,
    claims,
    counting,
    named,
    quotes,
    records,
    releases,
    rows,
)
from quotetrack.api.v1.reading.answers import names_of
from quotetrack.api.v1.reading.lists import public_only

PAGE_ONLY = ("cursor", "page_size", "count", "lang", "fields", "omit")
AT_ONCE = 1000  # rows of a walk
FORMATS = {
    "jsonl": ("application/jsonl; charset=utf-8", "jsonl"),
    "csv": ("text/csv; charset=utf-8; header=present", "csv"),
}


def export_of(listing, shape, kind=None):
    """A view that streams everything that this list's filters select."""
    kind = kind or Export
    names = names_of(shape)
    ours = {name: row for name, row in listing.parameters.items() if name not in PAGE_ONLY}
    more = given.table(
        given.Choice("format", "JSON lines or a table.", required=True, allowed=tuple(FORMATS)),
        given.Names("fields", "Only these members, comma-separated.", allowed=names),
        given.Names("omit", "All members but these, comma-separated.", allowed=names),
    )
    return type(
        f"{listing.__name__}Export",
        (kind, listing),
        {"parameters": ours | more, "shape": shape, "__doc__": kind.__doc__},
    )


class Export:
    """Everything that the same filters select, in the list's form and order, as one stream.

    JSON lines, or CSV whose cells are safe to open in a spreadsheet: a cell that would be a
    formula begins with an apostrophe.
    """

    is_list = False
    content_types = ("application/jsonl", "text/csv")
    streams = True

    def get(self, request):
        """The stream."""
        said = self.read(request)
        blocks = self.blocks(said)
        kind, ending = FORMATS[said["format"]]
        chosen = said.get("fields") or list(names_of(self.shape))
        chosen = [name for name in chosen if name not in said.get("omit", ())]
        response = StreamingHttpResponse(self.body(said, blocks, chosen), content_type=kind)
        response["Cache-Control"] = "no-store"
        name = f"{request.path.strip('/').split('/')[-2]}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def blocks(self, said):
        """Lines of JSON, some at a time."""
        with public_only():
            selection = self.selection(said)
        return exporting.documents(selection, self.order(said), self.column)

    def body(self, said, blocks, chosen):
        """The stream's blocks."""
        if self.request.method == "HEAD":
            return iter(())
        if said["format"] == "csv":
            return exporting.table(blocks, exporting.columns_of(self.shape, chosen))
        if len(chosen) < len(names_of(self.shape)):
            return exporting.only(blocks, chosen)
        return blocks


class QuotesExport(Export):
    __doc__ = Export.__doc__

    def blocks(self, said):
        """Blocks of the table itself where all of today's columns are asked for."""
        self.is_table = said["format"] == "csv" and not said.keys() & {"at", "fields", "omit"}
        if not self.is_table:
            return super().blocks(said)
        with public_only():
            selection = self.selection(said)
        return exporting.quotes_table(selection, self.order(said))

    def body(self, said, blocks, chosen):
        is_made = self.is_table and self.request.method != "HEAD"
        return blocks if is_made else super().body(said, blocks, chosen)


class ChangesExport(Export):
    """Every public change after a place, or from the first on, as one stream."""

    def blocks(self, said):
        kinds = said.get("type", [])
        with public_only():
            found = naming.changes(said.get("after"), kinds, AT_ONCE)
        return exporting.lines(self.pages(found, kinds))

    @staticmethod
    def pages(found, kinds):
        """Pages of rows; nothing can come before a place, so a walk misses nothing."""
        while found:
            yield [records.change(*row) for row in found]
            found = naming.changes(found[-1][:2], kinds, AT_ONCE)


class PositionsExport(Export):
    """Every position that was held when public words were said, as one stream."""

    def blocks(self, said):
        return exporting.lines(self.pages())

    @staticmethod
    def pages():
        """Pages of rows, by id."""
        found = facets.positions("", AT_ONCE)
        while found:
            yield found
            found = facets.positions(found[-1]["id"], AT_ONCE)


EXPORTS = {
    "quotes": export_of(quotes.Quotes, shapes.QuoteItem, QuotesExport),
    "speakers": export_of(named.Speakers, shapes.SpeakerItem),
    "outlets": export_of(named.Outlets, shapes.OutletItem),
    "topics": export_of(named.Topics, shapes.TopicItem),
    "articles": export_of(articles.Articles, shapes.ArticleItem),
    "claims": export_of(claims.Claims, shapes.ClaimItem),
    "corrections": export_of(records.Corrections, shapes.CorrectionItem),
    "rating-scales": export_of(records.Scales, shapes.ScaleItem),
    "releases": export_of(releases.Releases, releases.ReleaseShape),
    "changes": export_of(records.Changes, shapes.ChangeItem, ChangesExport),
    "positions": export_of(counting.Positions, rows.PositionRow, PositionsExport),
}
