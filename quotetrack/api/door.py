"""Readers of the API go straight to their view.

Sessions, CSRF, messages, languages and history are for people at the desk and on pages; a reader
of the API has none of them, and passing through them all would cost as much as the answer. Stands
right behind the security middleware, which redirects to HTTPS and sets its headers.
"""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.urls import Resolver404, resolve

from quotetrack.api.v1.reading.answers import Reading

PREFIX = "/api/v1/"
# What browsers may do with an answer that is opened as a page: nothing.
ALONE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Frame-Options": "DENY",
}


class ReadersDoor:
    """Middleware: GET and HEAD below /api/v1/ are answered here, everything else passes on."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.exposed = ", ".join(settings.CORS_EXPOSE_HEADERS)

    def __call__(self, request):
        """The view's answer with its CORS headers, or what the others make of the request."""
        if request.method not in ("GET", "HEAD") or not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        match = self.match(request)
        if match is None:
            return self.get_response(request)
        response = match.func(request, *match.args, **match.kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = self.exposed
        for name, value in ALONE.items():
            response.headers[name] = value
        if not response.streaming and response.status_code != 304:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response

    def match(self, request):
        """The reading view of this address; None where the usual way must look at it."""
        try:
            request.get_host()
            match = resolve(request.path_info)
        except (DisallowedHost, Resolver404):
            return None
        view = getattr(match.func, "view_class", None)
        plain = view is not None and issubclass(view, Reading) and not view.is_page
        return match if plain else None
