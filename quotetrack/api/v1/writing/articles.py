"""Articles come in: their text is kept, and what was found in it waits for an editor."""

from django.db.models import Q

from quotes import intake, roles
from quotes.models import Candidate
from quotetrack.api.models import Scope
from quotetrack.api.v1 import bodies, pagination
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading import articles as reading
from quotetrack.api.v1.reading.answers import answer, as_json, query_of
from quotetrack.api.v1.writing import idempotency, shapes, showing
from quotetrack.api.v1.writing.access import Writing, client_of, required
from sources.models import Article

NO_STORE = "no-store"


class TakeIn(Writing):
    """Take in an article: as text, as HTML, or by its address alone.

    Answers 201 with the article, its snapshot and the suggestions found in it; 200 where the same
    text was taken in before. Send an Idempotency-Key to make trying again safe.
    """

    scope = Scope.INGEST
    statuses = {"200": "The same text was taken in before.", "201": "Taken in."}
    most_bytes = 12 * bodies.MEGABYTE
    body_shape = shapes.ArticleBody
    shape = shapes.TakenIn

    def post(self, request):
        """What became of the article."""
        values = bodies.read(shapes.ArticleBody, request.data)
        body = as_json(request.data).encode()

        def work():
            made = intake.take_in(by=request.user, **values)
            return self.respond(made)

        return idempotency.once(request, client_of(request), body, work)

    def respond(self, made):
        """The article with its snapshot and suggestions."""
        for row in made.candidates:
            row.snapshot = made.snapshot
        body = as_json(
            {
                "created": made.created,
                "article": showing.article(made.article),
                "snapshot": showing.snapshot(made.snapshot),
                "candidates": [showing.candidate(row) for row in made.candidates],
                "notices": made.notices,
            }
        )
        place = f"/api/v1/articles/{made.article.public_id}/candidates/"
        response = answer(body, cache=NO_STORE, headers={"Location": place})
        response.status_code = 201 if made.created else 200
        return response


class Articles(reading.Articles):
    """Articles that a public quote stands in, newest first; and the door for new ones."""

    http_method_names = [*reading.Articles.http_method_names, "post"]
    writing = TakeIn

    def count(self, request):
        """A POST is counted where it is answered."""
        return {} if request.method == "POST" else super().count(request)

    def post(self, request):
        """Take in an article."""
        return TakeIn.as_view()(request)


class Candidates(Writing):
    """The suggestions found in an article, in the order in which they stand there."""

    scope = Scope.CURATE
    is_list = True
    kind = "candidate"
    shape = shapes.CandidateShape
    parameters = given.table(
        given.Words("cursor", "Where the page begins: from `next` or `previous`, as it is."),
        given.Number("page_size", "Rows in a page.", most=pagination.MOST),
        given.Choice("decision", "What was decided.", many=True, allowed=shapes.DECISIONS),
    )

    def get(self, request, name):
        """One page."""
        roles.check(request.user, roles.CONTRIBUTE, "see suggestions")
        article = required(Article.objects, public_id=name)
        rows = Candidate.objects.filter(snapshot__article=article)
        if "decision" in self.said:
            rows = rows.filter(decision__in=self.said["decision"])
        return self.page(request, rows.select_related("snapshot", "suggested_speaker"))

    def page(self, request, rows):
        """One page of these rows by place."""
        size = self.said.get("page_size", pagination.PAGE_SIZE)
        cursor = None
        if "cursor" in self.said:
            cursor = pagination.read_cursor(self.said["cursor"], "start", "bigint")
        found = pagination.take_page(rows, ByPlace(), None, size, cursor)
        query = query_of(request)
        links = [
            pagination.address(request.path, query, place.text() if place else None)
            for place in (found.following, found.preceding)
        ]
        body = as_json(
            {
                "next": links[0],
                "previous": links[1],
                "results": [showing.candidate(row[2]) for row in found.rows],
            }
        )
        link = pagination.link_header(*links)
        return answer(body, cache=NO_STORE, headers={"Link": link} if link else None)


class ByPlace:
    """The order of suggestions: where they begin, then id."""

    name = "start"

    def page(self, rows, columns, size, after=None, backward=False, extra=None):
        """At most `size` rows after a place, or before it: sort value, id, row."""
        if after is not None:
            start, key = after
            way = "lt" if backward else "gt"
            later = {f"start__{way}": start}
            beside = {"start": start, f"public_id__{way}": key}
            rows = rows.filter(Q(**later) | Q(**beside))
        names = ("-start", "-public_id") if backward else ("start", "public_id")
        return [(row.start, row.public_id, row) for row in rows.order_by(*names)[:size]]
