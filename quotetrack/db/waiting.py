"""How long a request may wait for the database, by who asks.

A site has a handful of threads. If each of them waited for a database that hangs, nothing could be
answered, not even what needs no database. So each request has a limit for each of its questions,
and while the database does not answer, readers are told so at once.
"""

import json
from http.client import responses

from django.http import HttpResponse

from quotetrack.db import patience, pulse

CARDS = ("/embed/", "/og/", "/oembed")  # they have copies of their own for this
OWN_WAY = (*CARDS, "/admin/", "/static/", "/healthz", "/readyz")
CARD, READER, DESK = 1, 4, 30  # seconds; readers' statements end after two by themselves
LATER = "We cannot look this up just now. Try again in a minute.\n"


class Waiting:
    """The WSGI application, with a limit to what a request may wait for."""

    def __init__(self, application):
        self.application = application

    def __call__(self, sent, start_response):
        """The answer; 503 at once where a reader would wait in vain."""
        path = sent["PATH_INFO"]
        reads = sent["REQUEST_METHOD"] in ("GET", "HEAD")
        if reads and pulse.is_down() and not path.startswith(OWN_WAY):
            response = unavailable(path)
            status = response.status_code
            start_response(f"{status} {responses[status]}", [*response.items()])
            return [response.content]
        with patience.at_most(seconds(path, reads)):
            return self.application(sent, start_response)


class NoDatabase:
    """Middleware: a page that met no database says so, and whoever comes next is told at once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """What the others answer."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """503 where there was no database; the desk and other errors go their usual way."""
        if not pulse.is_away(exception) or request.path_info.startswith("/admin/"):
            return None
        pulse.missed()
        return unavailable(request.path_info)


def seconds(path: str, reads: bool) -> float | None:
    """How long this request may wait for one answer of the database."""
    if path.startswith(CARDS) or path == "/readyz":
        return CARD
    if path.endswith("/export/"):
        return None  # may take minutes
    return READER if reads and not path.startswith("/admin/") else DESK


def unavailable(path: str) -> HttpResponse:
    """503, in the form that is expected there."""
    headers = {"Retry-After": "60", "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    if not path.startswith("/api/"):
        kind = "text/plain; charset=utf-8"
        return HttpResponse(LATER, content_type=kind, status=503, headers=headers)
    problem = {
        "type": "about:blank", "title": "Try again later", "status": 503, "code": "unavailable",
        "detail": "The database does not answer.",
    }  # fmt: skip
    body = json.dumps(problem)
    return HttpResponse(body, content_type="application/problem+json", status=503, headers=headers)
