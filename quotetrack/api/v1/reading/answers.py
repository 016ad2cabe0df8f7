"""How every reading address answers: parse, ask, hand on stored JSON.

Reading needs nothing of Django REST framework but its place in the schema: no authentication, no
content negotiation, no serializer runs. So `dispatch` is short, and an answer costs little more
than the query behind it.
"""

import hashlib

import orjson
from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from rest_framework.views import APIView

from quotetrack.api import callers, throttling
from quotetrack.api.errors import Problem, as_problem
from quotetrack.api.v1 import parameters as given

CACHE = "public, max-age=30, stale-while-revalidate=30"
JSON = "application/json"


def names_of(shape) -> tuple[str, ...]:
    """The top-level names of a shape."""
    return tuple(shape._declared_fields)


def choice_of_fields(shape) -> dict:
    """`fields` and `omit` for this shape."""
    names = names_of(shape)
    return given.table(
        given.Names("fields", "Only these members, comma-separated.", allowed=names),
        given.Names("omit", "All members but these, comma-separated.", allowed=names),
    )


class Reading(APIView):
    """An address that anyone may read."""

    authentication_classes = []
    permission_classes = []
    rate = "read"
    parameters = {}
    kind = ""
    is_list = False
    read_by = ("GET", "HEAD")  # methods that change nothing and need no session
    streams = False  # the answer comes in blocks
    is_page = False  # HTML for people, with all that comes with it
    shape = None
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request, *args, **kwargs):
        """Answer, or answer with a problem; headers of limits stand on both."""
        headers = {}
        self.request = request
        try:
            headers = self.count(request)
            response = self.handler(request)(request, *args, **kwargs)
        except Exception as error:
            response = as_problem(error).response()
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if request.method == "HEAD" and not response.streaming:
            response["Content-Length"] = str(len(getattr(response, "content", b"")))
            response.content = b""
        return response

    def count(self, request) -> dict:
        """Count the request; 429 where it is one too many."""
        standing = callers.hit(request, self.rate)
        throttling.check(standing)
        return standing.headers()

    def handler(self, request):
        """The method that answers."""
        method = "get" if request.method == "HEAD" else request.method.lower()
        if method not in self.http_method_names or not hasattr(self, method):
            allowed = ", ".join(self.allowed_methods)
            raise Problem(
                405,
                "method_not_allowed",
                f"{request.method[:20]} is not possible here. Possible are: {allowed}.",
                headers={"Allow": allowed},
            )
        return getattr(self, method)

    @property
    def allowed_methods(self):
        """Upper case, for `Allow`."""
        return [m.upper() for m in self.http_method_names if m == "head" or hasattr(self, m)]

    def options(self, request, *args, **kwargs):
        """Which methods there are."""
        return HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def read(self, request) -> dict:
        """What the query string says."""
        return given.read(query_of(request), self.parameters)


def query_of(request) -> str:
    """The query string as it was sent, in UTF-8."""
    query = request.META.get("QUERY_STRING", "")
    return query if query.isascii() else query.encode("latin-1", "replace").decode(errors="replace")


def etag_of(*parts: str | bytes) -> str:
    """A strong ETag of what will be served, taken from what is stored."""
    digest = hashlib.sha256(settings.SITE_URL.encode())
    for part in parts:
        digest.update(b"\0")
        digest.update(part if isinstance(part, bytes) else part.encode())
    return f'"{digest.hexdigest()[:20]}"'


def is_known(request, etag: str) -> bool:
    """The client holds this already (`If-None-Match`, compared weakly as RFC 9110 says)."""
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    if known.strip() == "*":
        return True
    return any(tag.strip().removeprefix("W/") == etag for tag in known.split(","))


def not_modified(etag: str, cache: str = CACHE) -> HttpResponse:
    """304, with what a cache needs to go on."""
    response = HttpResponseNotModified()
    response["ETag"] = etag
    response["Cache-Control"] = cache
    return response


def answer(body, etag=None, *, cache=CACHE, content_type=JSON, headers=None) -> HttpResponse:
    """200 with this body."""
    response = HttpResponse(body, content_type=content_type)
    response["Cache-Control"] = cache
    if etag:
        response["ETag"] = etag
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def only(document: dict, said: dict) -> dict:
    """The document with the members that `fields` and `omit` leave."""
    if "fields" in said:
        document = {name: document[name] for name in said["fields"] if name in document}
    for name in said.get("omit", ()):
        document.pop(name, None)
    return document


def trims(said: dict) -> bool:
    """Members are to be left out."""
    return "fields" in said or "omit" in said


def as_json(value) -> str:
    """The value as compact JSON."""
    return orjson.dumps(value).decode()
