"""Cards, oEmbed and share images go straight to their view.

Sessions, CSRF, messages, languages of the desk and history are for people at the desk and on
pages; a frame on another site has none of them, and passing through them all costs more than a
card. Stands right behind the security middleware, as the door of the API does.
"""

from django.core.exceptions import DisallowedHost
from django.urls import Resolver404, resolve

PREFIXES = ("/embed/", "/og/", "/oembed")
ADDRESSES = "quotetrack.embeds.urls"
# What browsers may do with an answer that is no card and is opened as a page: nothing.
ALONE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Frame-Options": "DENY",
}
EXPOSED = "ETag, Link, Retry-After"


class CardsDoor:
    """Middleware: GET and HEAD of what other sites show are answered here; the rest passes on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The view's answer, or what the others make of the request."""
        path = request.path_info
        if request.method not in ("GET", "HEAD") or not path.startswith(PREFIXES):
            return self.get_response(request)
        try:
            request.get_host()
            match = resolve(path, ADDRESSES)
        except (DisallowedHost, Resolver404):
            return self.get_response(request)
        response = match.func(request, *match.args, **match.kwargs)
        headers = response.headers
        headers.setdefault("Access-Control-Expose-Headers", EXPOSED)
        if not getattr(response, "xframe_options_exempt", False):
            for name, value in ALONE.items():
                headers.setdefault(name, value)
        if response.status_code != 304:
            headers.setdefault("Content-Length", str(len(response.content)))
        return response
