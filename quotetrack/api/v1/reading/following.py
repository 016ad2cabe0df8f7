"""Citations and feeds: for those who point at a quote, and those who follow new ones."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from quotes.published import citing, feeding, naming, serving
from quotes.published.asking import ORDERS
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading import vocabulary
from quotetrack.api.v1.reading.answers import (
    Reading,
    answer,
    etag_of,
    is_known,
    not_modified,
    query_of,
)
from quotetrack.api.v1.reading.details import VERSIONS, Detail
from quotetrack.api.v1.reading.lists import public_only
from quotetrack.api.v1.reading.quotes import FILTERS, question
from quotetrack.api.v1.reading.records import TARGETS

ENTRIES = 50
ATOM = "application/atom+xml; charset=utf-8"


class Cite(Detail):
    """A citation that names the quote's id, its version and today as the day of access."""

    has_linked_data = False
    kind = "quote"
    shape = None
    content_type = "text/plain"
    parameters = VERSIONS | given.table(
        given.Choice(
            "style", "The form of the citation.", required=True, allowed=tuple(citing.STYLES)
        )
    )

    def get(self, request, name):
        """The citation in the style asked for."""
        response = super().get(request, name)
        if response.status_code == 200:
            response["Content-Type"] = citing.STYLES[self.style]
        return response

    def find(self, name, said):
        """The citation's text stands for the document."""
        version, stored = super().find(name, said)
        self.style = said["style"]
        document = serving.loaded(stored)
        today = timezone.now().date()
        return version, citing.citation(document, self.style, site=settings.SITE_NAME, today=today)

    def body(self, said, stored):
        """The citation, as it is."""
        return stored


class Feed(Reading):
    """The newest entries as an Atom feed."""

    shape = None
    content_type = "application/atom+xml"
    page = "/"
    title = ""

    def get(self, request):
        """The feed."""
        said = self.read(request)
        rows = self.newest(said)
        host = urlsplit(settings.SITE_URL).hostname
        documents = [serving.loaded(row) for row in rows]
        query = query_of(request)
        own = f"{settings.SITE_URL}{request.path}" + (f"?{query}" if query else "")
        updated = max((row["updated_at"] for row in documents), default="1970-01-01T00:00:00Z")
        body = feeding.feed(
            [self.entry(document, host) for document in documents],
            title=f"{settings.SITE_NAME}: {self.title}",
            url=f"{settings.SITE_URL}{self.page}",
            own=own,
            updated=updated,
        )
        etag = etag_of(body)
        if is_known(request, etag):
            return not_modified(etag)
        return answer(body, etag, content_type=ATOM)


class QuoteFeed(Feed):
    """The fifty quotes that were published last, as Atom; all filters of the list apply."""

    kind = "quote"
    title = "quotes"
    parameters = FILTERS

    def newest(self, said):
        """Documents of the newest quotes."""
        with public_only():
            chosen = question(said).selection()
        return [row[2] for row in chosen.page(ORDERS["-published_at"], "list_json", ENTRIES)]

    entry = staticmethod(feeding.quote_entry)


class CorrectionFeed(Feed):
    """The fifty latest corrections, as Atom."""

    kind = "correction"
    title = "corrections"
    page = "/corrections/"
    parameters = given.table(
        given.Choice("target_type", "What it is about.", many=True, allowed=TARGETS),
        given.Choice("tier", "How grave it is.", many=True, allowed=vocabulary.TIERS),
    )

    def newest(self, said):
        """Documents of the latest corrections."""
        columns = {"target_type": "target_kind", "tier": "tier"}
        chosen = naming.equal(naming.CORRECTIONS, said, columns)
        order = naming.BY_NUMBER["-number"]
        return [row[2] for row in chosen.page(order, "list_json", ENTRIES)]

    entry = staticmethod(feeding.correction_entry)
