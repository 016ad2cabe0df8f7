"""From stored documents to what is served: our own addresses get their origin.

In store an address of ours is relative (`"url":"/quotes/…/"`), so that another host or port needs
no rebuild. Inside a JSON string a quotation mark is always escaped, so the sequence `"url":"/` can
only be a key and the start of its value: a plain replacement is exact, and fast.
"""

from urllib.parse import quote

import orjson
from django.conf import settings


def with_origin(stored: str, origin: str | None = None) -> str:
    """The stored JSON with absolute addresses; `origin` is SITE_URL unless given."""
    origin = settings.SITE_URL if origin is None else origin
    stored = stored.replace('"url":"/', f'"url":"{origin}/')
    if '"links":{' in stored:
        for key in ("embed", "json_ld", "card"):
            stored = stored.replace(f'"{key}":"/', f'"{key}":"{origin}/')
        encoded = quote(origin, safe="")
        stored = stored.replace(
            '"oembed":"/oembed?url=', f'"oembed":"{origin}/oembed?url={encoded}'
        )
    return stored


def with_urls(listed: bytes) -> bytes:
    """Stored list forms, which have no other addresses of ours, with absolute ones."""
    return listed.replace(b'"url":"/', f'"url":"{settings.SITE_URL}/'.encode())


def loaded(stored: str, origin: str | None = None) -> dict:
    """The stored JSON as a dict, with absolute addresses."""
    return orjson.loads(with_origin(stored, origin))
