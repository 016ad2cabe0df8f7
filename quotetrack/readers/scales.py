"""Names of ratings in the language of the interface.

A published document names a rating in the site's own language. In another one the names come from
the published scales, asked for once in each answer.
"""

from contextvars import ContextVar

from django.conf import settings

from quotes.published.models import PublishedScale
from quotes.published.serving import loaded
from quotetrack.readers import languages

names: ContextVar[dict | None] = ContextVar("names", default=None)


def forget():
    """Begin a new answer: what was looked up for the last one may have changed."""
    names.set(None)


def label(rated: dict) -> str:
    """The rating of a claim or an assessment in words; empty where there is none."""
    language = languages.active()
    if not rated["label"] or language == settings.LANGUAGE_CODE:
        return rated["label"] or ""
    held = names.get()
    if held is None:
        held = _looked_up(language)
        names.set(held)
    return held.get((rated["scale"], rated["rating"]), rated["label"])


def _looked_up(language):
    found = {}
    for row in PublishedScale.objects.readers().order_by("number"):
        scale = loaded(row.detail_json)
        for rating in scale["ratings"]:
            name = (rating.get("labels") or {}).get(language)
            if name:
                found[scale["slug"], rating["slug"]] = name
    return found
