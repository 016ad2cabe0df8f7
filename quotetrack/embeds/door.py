"""Cards, oEmbed and share images go straight to their view.

Sessions, CSRF, messages, languages of the desk and history are for people at the desk and on
pages; a frame on another site has none of them, and passing through them all costs more than a
card.

There are two doors, as for readers of the API. `CardsDoor` is a middleware right behind the
security middleware. `FrontDoor` stands before Django's handler, in `quotetrack.wsgi`: it answers
the same requests in the same way and spares what the handler does around every request. Whatever
is not plain, it leaves to the handler.
"""

from http.client import responses

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import DEFAULT_DB_ALIAS, connections
from django.middleware.security import SecurityMiddleware
from django.urls import Resolver404, resolve
from django.utils.log import log_response

from quotetrack.db import keeping

PREFIXES = ("/embed/", "/og/", "/oembed")
ADDRESSES = "quotetrack.embeds.urls"
# What browsers may do with an answer that is no card and is opened as a page: nothing.
ALONE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Frame-Options": "DENY",
}
EXPOSED = "ETag, Link, Retry-After"


def view_of(request):
    """The view of this address and what it is given; None where another must look at it."""
    if request.method == "OPTIONS" or not request.path_info.startswith(PREFIXES):
        return None
    try:
        request.get_host()
        return resolve(request.path_info, ADDRESSES)
    except (DisallowedHost, Resolver404):
        return None


def answered(match, request):
    """The view's answer, with the headers that all of these have."""
    response = match.func(request, *match.args, **match.kwargs)
    headers = response.headers
    headers.setdefault("Access-Control-Expose-Headers", EXPOSED)
    if not getattr(response, "xframe_options_exempt", False):
        for name, value in ALONE.items():
            headers.setdefault(name, value)
    if response.status_code != 304:
        headers.setdefault("Content-Length", str(len(response.content)))
    return response


class CardsDoor:
    """Middleware: what other sites show is answered here; everything else passes on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The view's answer, or what the others make of the request."""
        match = view_of(request)
        return self.get_response(request) if match is None else answered(match, request)


DOOR = f"{CardsDoor.__module__}.{CardsDoor.__qualname__}"


class FrontDoor:
    """The WSGI application: cards are answered here, the site answers the rest."""

    def __init__(self, site):
        self.site = site
        self.security = SecurityMiddleware(lambda request: None)
        # In debugging, every question is noted by the handler's own way.
        self.is_open = not settings.DEBUG and DOOR in settings.MIDDLEWARE

    def __call__(self, sent, start_response):
        """The answer as WSGI has it."""
        response = None
        if self.is_open and sent["PATH_INFO"].startswith(PREFIXES) and not sent.get("SCRIPT_NAME"):
            response = self.answer(WSGIRequest(sent))
        if response is None:
            return self.site(sent, start_response)
        status = response.status_code
        start_response(f"{status} {responses.get(status, 'Unknown')}", [*response.items()])
        return [b"" if sent["REQUEST_METHOD"] == "HEAD" else response.content]

    def answer(self, request):
        """The view's answer, or None where the site must look at the request."""
        match = view_of(request)
        if match is None or self.security.process_request(request) is not None:
            return None
        had_default = connections[DEFAULT_DB_ALIAS].connection is not None
        try:
            response = answered(match, request)
        except Exception:  # the site meets it again, tells of it, and answers 500
            return None
        finally:
            keeping.leave(had_default)
        if response.status_code >= 400:
            log_response("%s: %s", response.reason_phrase, request.path, response=response,
                         request=request)  # fmt: skip
        return self.security.process_response(request, response)
