"""Readers of the API go straight to their view.

Sessions, CSRF, messages, languages and history are for people at the desk and on pages; a reader
of the API has none of them, and passing through them all would cost as much as the answer.

There are two doors. `ReadersDoor` is a middleware right behind the security middleware, which
redirects to HTTPS and sets its headers. `FrontDoor` stands before Django's handler, in
`quotetrack.wsgi`: it answers the same requests in the same way and spares what the handler does
around every request. Whatever is not plain, it leaves to the handler.
"""

from http.client import responses

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.urls import get_resolver
from django.urls.resolvers import RoutePattern
from django.utils.log import log_response
from django.utils.module_loading import import_string

from quotes.published.querysets import READER
from quotetrack.api.v1.reading.answers import Reading

PREFIX = "/api/v1/"
METHODS = ("GET", "HEAD", "POST")
REST = ("", "*", "")  # whatever has no address of its own
ADDRESSES = "quotetrack.api.v1.urls"
# What browsers may do with an answer that is opened as a page: nothing.
ALONE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Frame-Options": "DENY",
}


def addresses() -> dict:
    """The plain reading views by the parts of their address, in which None stands for a name."""
    found = {}
    for pattern in get_resolver(ADDRESSES).url_patterns:
        view = getattr(pattern.callback, "view_class", None)
        plain = view is not None and issubclass(view, Reading) and not view.is_page
        key = REST
        if isinstance(pattern.pattern, RoutePattern):
            parts = str(pattern.pattern).split("/")
            key = tuple(None if part.startswith("<") else part for part in parts)
        found.setdefault(key, view if plain else None)
    return found


class Finder:
    """Finds the reading view of an address, as Django's resolver would."""

    def __init__(self):
        self.known = None

    def find(self, path: str) -> tuple | None:
        """The view and the name in the address; None where another must look at it."""
        if self.known is None:
            self.known = addresses()
        parts = tuple(path[len(PREFIX) :].split("/"))
        if parts in self.known:
            view, names = self.known[parts], {}
        else:
            key = (parts[0], None, *parts[2:]) if len(parts) > 2 and parts[1] else REST
            view, names = self.known.get(key), {"name": parts[1]} if key != REST else {}
            if key not in self.known:
                view, names = self.known.get(REST), {}
        return (view, names) if view is not None else None


finder = Finder()


def found_for(request) -> tuple | None:
    """The view for a reader's request to a host that is ours, and the name in its address."""
    if request.method not in METHODS or not request.path_info.startswith(PREFIX):
        return None
    found = finder.find(request.path_info)
    if found is None or request.method not in found[0].read_by:
        return None
    try:
        request.get_host()
    except DisallowedHost:
        return None
    return found


class ReadersDoor:
    """Middleware: reading below /api/v1/ is answered here, everything else passes on."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = headers_of_all()

    def __call__(self, request):
        """The view's answer with its CORS headers, or what the others make of the request."""
        found = found_for(request)
        if found is None:
            return self.get_response(request)
        view, names = found
        response = answered(view, request, names)
        for name, value in self.headers.items():
            response.headers[name] = value
        if not response.streaming and response.status_code != 304:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


def headers_of_all() -> dict:
    """What every answer to a reader has."""
    return {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": ", ".join(settings.CORS_EXPOSE_HEADERS),
    } | ALONE


def answered(view, request, names) -> HttpResponse:
    """The view's answer."""
    reading = view()
    reading.setup(request, **names)
    return reading.dispatch(request, **names)


class FrontDoor:
    """The WSGI application: readers of the API are answered here, the site answers the rest."""

    def __init__(self, site):
        self.site = site
        self.security = SecurityMiddleware(lambda request: None)
        self.headers = {secure: self.headers_of(secure) for secure in (False, True)}
        # In debugging, every question is noted by the handler's own way.
        self.is_open = not settings.DEBUG and DOOR in settings.MIDDLEWARE
        self.ask = self.answer
        for name in reversed(between(settings.MIDDLEWARE)) if self.is_open else ():
            self.ask = import_string(name)(self.ask)

    def headers_of(self, secure: bool) -> list[tuple]:
        """What every answer has, the headers of the security middleware included."""
        response, asked = HttpResponse(), Asked(secure)
        self.security.process_response(asked, response)
        del response["Content-Type"]
        return [*response.items(), *headers_of_all().items()]

    def __call__(self, sent, start_response):
        """The answer as WSGI has it."""
        if (
            not self.is_open
            or not sent["PATH_INFO"].startswith(PREFIX)
            or sent["REQUEST_METHOD"] not in METHODS
            or sent.get("SCRIPT_NAME")
        ):
            return self.site(sent, start_response)
        request = WSGIRequest(sent)
        found = found_for(request)
        secure = request.is_secure()
        if found is None or found[0].streams or (self.security.redirect and not secure):
            return self.site(sent, start_response)
        request.found = found
        response = self.ask(request)
        body = response.content
        headers = [*response.items(), *self.headers[secure]]
        if response.status_code != 304 and "Content-Length" not in response.headers:
            headers.append(("Content-Length", str(len(body))))
        status = response.status_code
        start_response(f"{status} {responses.get(status, 'Unknown')}", headers)
        return [body]

    def answer(self, request) -> HttpResponse:
        """The view's answer; connections are left as the next request needs them."""
        view, names = request.found
        had_default = connections[DEFAULT_DB_ALIAS].connection is not None
        try:
            response = answered(view, request, names)
        finally:
            leave_connections(had_default)
        if response.status_code >= 400:
            log_response("%s: %s", response.reason_phrase, request.path, response=response,
                         request=request)  # fmt: skip
        return response


DOOR = f"{ReadersDoor.__module__}.{ReadersDoor.__qualname__}"
SECURITY = f"{SecurityMiddleware.__module__}.{SecurityMiddleware.__qualname__}"


def between(middleware: list[str]) -> list[str]:
    """What stands between the security middleware and the readers' door."""
    return [name for name in middleware[: middleware.index(DOOR)] if name != SECURITY]


class Asked:
    """As much of a request as the security middleware looks at in an answer."""

    def __init__(self, secure):
        self.is_secure = lambda: secure


def leave_connections(had_default: bool):
    """The readers' connection stays with this thread, unless it failed; others go to their pool."""
    default, reader = connections[DEFAULT_DB_ALIAS], connections[READER]
    if default.connection is not None and not had_default:
        default.close()
    if reader.errors_occurred and not reader.in_atomic_block:
        reader.close()
