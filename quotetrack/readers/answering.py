"""Answers that caches may keep: strong ETag, 304, no cookie, nothing that depends on who asks."""

import hashlib

from django.http import HttpResponse
from django.utils.cache import get_conditional_response

FRESH = "public, max-age=30, stale-while-revalidate=30"


def tag(*parts) -> str:
    """A strong entity tag of everything that the answer depends on."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else str(part).encode())
        digest.update(b"\x00")
    return f'"{digest.hexdigest()[:32]}"'


def unchanged(request, etag: str, *, cache: str = FRESH):
    """A 304 where the asker holds exactly this, else None."""
    response = get_conditional_response(request, etag=etag)
    if response is None or response.status_code != 304:
        return None
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = cache
    return response


def answer(request, body, *, content_type, etag="", status=200, cache=FRESH, headers=None):
    """The body with its caching headers, or a 304 where the asker holds it already."""
    body = body.encode() if isinstance(body, str) else body
    etag = etag or tag(body)
    response = unchanged(request, etag, cache=cache) if status == 200 else None
    if response is None:
        response = HttpResponse(body, content_type=content_type, status=status)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = cache
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response
