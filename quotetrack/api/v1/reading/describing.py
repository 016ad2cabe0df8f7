"""The API describes itself: its schema for programs, its pages for people."""

from django.shortcuts import render

from quotetrack.api.v1 import schema
from quotetrack.api.v1.reading.answers import Reading, answer, etag_of, is_known, not_modified
from quotetrack.api.v1.reading.manual import manual

SCHEMA = "application/vnd.oai.openapi+json;version=3.1"


class Schema(Reading):
    """The OpenAPI 3.1 document of this API."""

    schema = None
    content_type = SCHEMA

    def get(self, request):
        """The document."""
        self.read(request)
        body = schema.text()
        etag = etag_of(body)
        if is_known(request, etag):
            return not_modified(etag)
        return answer(body, etag, content_type="application/json")


class Docs(Reading):
    """The same for people: one page, no script, nothing from elsewhere."""

    schema = None
    is_page = True
    content_type = "text/html"

    def get(self, request):
        """The page."""
        self.read(request)
        response = render(request, "api/docs.html", {"manual": manual()})
        etag = etag_of(response.content.decode())
        if is_known(request, etag):
            return not_modified(etag)
        return answer(response.content, etag, content_type="text/html; charset=utf-8")
