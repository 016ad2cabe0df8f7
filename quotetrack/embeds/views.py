"""What other sites ask for: cards, and oEmbed. No session, no cookie, nothing of the asker."""

import json
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.embeds import cards, oembed
from quotetrack.embeds.outage.serving import stands_in_an_outage
from quotetrack.readers import finding, languages, scales
from quotetrack.readers.answering import answer, tag, unchanged

CACHE = "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"
HERE = ""  # links of a card are relative: they lead to the site that it comes from
FRAME = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def card_view(view):
    """A view whose answer may stand in a frame on any site, in the language it was asked in."""

    @require_safe
    @wraps(view)
    def shown(request, *args, **kwargs):
        scales.forget()
        with translation.override(languages.interface(request.GET.get("lang"))):
            try:
                response = view(request, *args, **kwargs)
            except finding.Withdrawn as withdrawn:
                context = cards.tombstone_card(withdrawn.tombstone)
                context["title"] = _("Withdrawn")
                response = _answer(request, "embeds/tombstone.html", context, status=410)
            except finding.NotPublic:
                context = {"title": _("Not found"), "permalink": "/"}
                response = _answer(request, "embeds/missing.html", context, status=404)
        response.xframe_options_exempt = True
        return response

    return shown


@card_view
@stands_in_an_outage
def quote(request, name, version=None):
    """The card of a quote: live, or (`@{version}`) as it was then."""
    row = finding.followed("quote", name)
    language = request.GET.get("lang")
    etag = _etag(request, row, version or "")
    if (same := unchanged(request, etag, cache=CACHE)) is not None:
        return _framed(same)
    detail, frozen_at = loaded(row.detail_json, HERE), None
    if version is not None:
        frozen = _version(row, version)
        detail = loaded(frozen.detail_json, HERE) | {"corrections": detail["corrections"]}
        frozen_at = frozen.at
    context = cards.quote_card(detail, language=language, frozen_at=frozen_at)
    context["tag"] = cards.state_tag(row, version)
    response = _answer(request, "embeds/quote.html", context, etag=etag)
    response.headers["Surrogate-Key"] = " ".join(cards.keys_of_quote(detail))
    return response


@card_view
@stands_in_an_outage
def claim(request, name):
    """The card of a claim: how it stands today."""
    row = finding.followed("claim", name)
    etag = _etag(request, row)
    if (same := unchanged(request, etag, cache=CACHE)) is not None:
        return _framed(same)
    context = cards.claim_card(loaded(row.detail_json, HERE))
    context["tag"] = cards.state_tag(row)
    response = _answer(request, "embeds/claim.html", context, etag=etag)
    response.headers["Surrogate-Key"] = f"c-{row.pk}"
    return response


@card_view
@stands_in_an_outage
def speaker(request, name):
    """The card of a speaker: the latest quotes, each with its standing."""
    row = finding.followed("speaker", name)
    told = cards.latest_of(row.pk, HERE)
    context = cards.speaker_card(loaded(row.detail_json, HERE), told)
    response = _answer(request, "embeds/speaker.html", context)
    keys = [f"s-{row.pk}", *(key for each in told for key in cards.keys_of_quote(each.detail))]
    response.headers["Surrogate-Key"] = " ".join(dict.fromkeys(keys))
    return response


@require_safe
def state(request, kind, name, version=None):
    """Whether an open card is still current, in less than a kilobyte."""
    try:
        return _state(request, {"q": "quote", "c": "claim"}[kind], name, version)
    except finding.Withdrawn as withdrawn:
        return _as_state({"state": "withdrawn", "reason": withdrawn.tombstone.reason}, request, 410)
    except finding.NotPublic:
        return _as_state({"state": "unknown"}, request, 404)


@stands_in_an_outage
def _state(request, kind, name, version):
    row = finding.followed(kind, name)
    response = _as_state(cards.state(kind, row, version), request, 200)
    response.headers["Surrogate-Key"] = f"{kind[0]}-{row.pk}"
    return response


def _as_state(held, request, status):
    headers = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    body = json.dumps(held)
    kind = "application/json"
    return answer(request, body, content_type=kind, status=status, headers=headers)


@require_safe
def loader(request, digest=None):
    """The loader: by a name for ever, or by its own hash for sites that pin what they load."""
    script = cards.loader()
    if digest is not None and digest != cards.loader_digest():
        return _problem(404, "no_loader", _("This version of the loader is not served any more."))
    cache = "public, max-age=3600, stale-while-revalidate=86400"
    if digest is not None:
        cache = "public, max-age=31536000, immutable"
    headers = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    kind = "text/javascript; charset=utf-8"
    return answer(request, script, content_type=kind, cache=cache, headers=headers)


@require_safe
def oembed_endpoint(request):
    """oEmbed for the address of a page, as JSON or XML."""
    language = request.GET.get("lang")
    scales.forget()
    with translation.override(languages.interface(language)):
        try:
            return _oembed(request, language)
        except oembed.BadRequest as error:
            return _problem(400, "bad_url", str(error))
        except (oembed.NoCard, finding.Withdrawn):
            return _problem(404, "no_card", _("There is no card for this address."))


@stands_in_an_outage
def _oembed(request, language):
    form = request.GET.get("format") or "json"
    kind, row = oembed.record_of(request.GET.get("url"))
    if form not in oembed.FORMATS:
        return _problem(501, "format_not_supported", _("“format” is json or xml."))
    ceilings = oembed.Ceilings.asked(request.GET)
    embed = cards.embed_of(kind, row, language=language)
    held = oembed.answer_for(kind, row, embed, ceilings, language=language)
    body = oembed.as_json(held) if form == "json" else oembed.as_xml(held)
    content_type = "application/json" if form == "json" else "text/xml; charset=utf-8"
    keys = " ".join(cards.keys_of(kind, row.pk, embed))
    headers = {"Access-Control-Allow-Origin": "*", "Surrogate-Key": keys}
    return answer(request, body, content_type=content_type, cache=CACHE, headers=headers)


def _version(row, number):
    versions = models.PublishedVersion.objects.readers().of("quote", row.pk)
    version = versions.filter(number=number).exclude(detail_json="").first()
    if version is None:
        raise finding.NotPublic
    return version


def _etag(request, row, version=""):
    theme, language = request.GET.get("theme", ""), request.GET.get("lang", "")
    size = request.GET.get("size") == "compact"
    theme = theme if theme in cards.THEMES else ""
    made_of = (row.pk, row.digest, row.version, cards.revision(), timezone.now().date())
    return tag(*made_of, version, theme, language[:12], size)


def _answer(request, template, context, *, etag="", status=200):
    body, policy = cards.document(template, context, request.GET)
    canonical = f'<{settings.SITE_URL}{context["permalink"]}>; rel="canonical"'
    response = answer(
        request, body, content_type="text/html; charset=utf-8", etag=etag, status=status,
        cache=CACHE if status == 200 else "public, max-age=30",
        headers={"Content-Security-Policy": policy, "Link": canonical},
    )  # fmt: skip
    return _framed(response)


def _framed(response):
    for name, value in FRAME.items():
        response.headers[name] = value
    return response


def _problem(status, code, detail):
    titles = {400: "Bad request", 404: "Not found", 501: "Not implemented"}
    body = {"type": "about:blank", "title": titles[status], "status": status, "code": code,
            "detail": detail}  # fmt: skip
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), content_type="application/problem+json", status=status
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=30"
    return response
