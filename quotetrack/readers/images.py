"""Addresses of share images: one for each published version, and one without that shows today's."""

from django.conf import settings

from quotetrack.readers import languages

WIDTH, HEIGHT = 1200, 630
PATHS = {"quote": "q", "claim": "c", "speaker": "s"}


def address(kind: str, public_id: str, version: int | None = None) -> str:
    """Where the image of a record is; without a version it follows the record.

    Whoever keeps images for ever is given the version, so that a new one has a new address.
    """
    number = f".{version}" if version else ""
    language = languages.active()
    asked = "" if language == settings.LANGUAGE_CODE else f"?lang={language}"
    return f"{settings.SITE_URL}/og/{PATHS[kind]}/{public_id}{number}.png{asked}"
