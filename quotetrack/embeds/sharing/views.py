"""Share images by address: of a version, or of the record as it is."""

from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.embeds import cards
from quotetrack.embeds.outage.serving import stands_in_an_outage
from quotetrack.embeds.sharing import contents, images, store
from quotetrack.readers import finding, languages, quotes, scales, standing
from quotetrack.readers.answering import answer, tag, unchanged

KINDS = {"q": "quote", "c": "claim", "s": "speaker"}
LIVE, PINNED = "public, max-age=300", "public, max-age=86400, stale-while-revalidate=604800"
FRAME = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@require_safe
def image(request, kind, name, version=None):
    """The share image of a record; 410 once it is withdrawn."""
    scales.forget()
    kind = KINDS[kind]
    with translation.override(languages.interface(request.GET.get("lang"))):
        try:
            return _image(request, kind, name, version)
        except finding.Withdrawn:
            return answer(request, b"", content_type="text/plain", status=410, headers=FRAME)
        except finding.NotPublic:
            return answer(request, b"", content_type="text/plain", status=404, headers=FRAME)


@stands_in_an_outage
def _image(request, kind, name, version):
    row = finding.followed(kind, name)
    cache = LIVE if version is None else PINNED
    language = request.GET.get("lang") or ""
    today = timezone.now().date() if version is None else ""
    etag = tag(kind, row.pk, row.digest, version, language[:12], today, store.revision())
    if (same := unchanged(request, etag, cache=cache)) is not None:
        return same
    detail, day = loaded(row.detail_json), timezone.now().date()
    if version is not None:
        day = row.updated_at.date()
    if version is not None and int(version) != row.version:
        frozen = _version(kind, row, version)
        detail, day = loaded(frozen.detail_json), frozen.at.date()
    held = _contents(kind, detail, language or None) | {"day": contents.as_of(day)}
    keys = cards.keys_of_quote(detail) if kind == "quote" else [f"{kind[0]}-{row.pk}"]
    headers = FRAME | {"Surrogate-Key": " ".join(keys)}
    body = store.kept(held, images.drawn)
    return answer(request, body, content_type="image/png", etag=etag, cache=cache, headers=headers)


def _contents(kind, detail, language):
    if kind == "quote":
        return contents.of_quote(quotes.told(detail, language=language))
    if kind == "claim":
        return contents.of_claim(detail, standing.rating_of(detail))
    return contents.of_speaker(detail)


def _version(kind, row, number):
    versions = models.PublishedVersion.objects.readers().of(kind, row.pk)
    version = versions.filter(number=number).exclude(detail_json="").first()
    if version is None:
        raise finding.NotPublic
    return version
