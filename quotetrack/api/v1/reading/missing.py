"""Addresses that are not there."""

from django.http import HttpResponsePermanentRedirect
from django.urls import resolve

from quotetrack.api.errors import not_found
from quotetrack.api.v1.reading.answers import Reading


class Missing(Reading):
    """404 as a problem; an address that only lacks its closing slash gets it."""

    schema = None
    http_method_names = ["get", "head", "options", "post", "put", "patch", "delete"]

    def get(self, request):
        """The address with its slash, or 404."""
        if not request.path.endswith("/"):
            match = resolve(f"{request.path}/")
            if getattr(match.func, "view_class", None) is not Missing:
                query = request.META.get("QUERY_STRING", "")
                target = f"{request.path}/" + (f"?{query}" if query else "")
                return HttpResponsePermanentRedirect(target)
        raise not_found()

    def post(self, request):
        """404."""
        raise not_found()

    put = patch = delete = post
