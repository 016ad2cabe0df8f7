"""What other sites ask for: cards, and oEmbed. No session, no cookie, nothing of the asker."""

import json
from dataclasses import replace
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.embeds import cards, framing, oembed, remembered
from quotetrack.embeds.asked import Asked
from quotetrack.embeds.asked import language as language_of
from quotetrack.embeds.outage.serving import stands_in_an_outage
from quotetrack.readers import finding, languages, scales, snippets
from quotetrack.readers.answering import answer, tag, unchanged

CACHE = "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"
HERE = ""  # links of a card are relative: they lead to the site that it comes from
OPEN = {"Access-Control-Allow-Origin": "*"}
FRAME = OPEN | {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin",
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
                response = _without_record(request, "embeds/tombstone.html", context, 410)
            except finding.NotPublic:
                context = {"title": _("Not found"), "permalink": "/"}
                response = _without_record(request, "embeds/missing.html", context, 404)
        response.xframe_options_exempt = True
        return response

    return shown


@card_view
@stands_in_an_outage
def quote(request, name, version=""):
    """The card of a quote: live, or (`@{version}`) as it was then."""
    asked = Asked.of(request.GET)

    def draw(row):
        detail, frozen_at = loaded(row.detail_json, HERE), None
        if version:
            frozen = _version(row, version)
            detail = loaded(frozen.detail_json, HERE) | {"corrections": detail["corrections"]}
            frozen_at = frozen.at
        context = cards.quote_card(detail, language=asked.language, frozen_at=frozen_at)
        context["tag"] = cards.state_tag(row, version)
        return _drawn("embeds/quote.html", context, asked, cards.keys_of_quote(detail))

    return _given(request, "quote", name, draw, (version, *asked.key), FRAME)


@card_view
@stands_in_an_outage
def claim(request, name):
    """The card of a claim: how it stands today."""
    asked = Asked.of(request.GET)

    def draw(row):
        context = cards.claim_card(loaded(row.detail_json, HERE))
        context["tag"] = cards.state_tag(row)
        return _drawn("embeds/claim.html", context, asked, [f"c-{row.public_id}"])

    return _given(request, "claim", name, draw, asked.key, FRAME)


@card_view
@stands_in_an_outage
def speaker(request, name):
    """The card of a speaker: the latest quotes, each with its standing."""
    asked = Asked.of(request.GET)

    def draw(row):
        detail, told = loaded(row.detail_json, HERE), cards.latest_of(row, HERE)
        keys = [f"s-{row.public_id}"]
        keys += [key for each in told for key in cards.keys_of_quote(each.detail)]
        # Where three quotes with all their chips would make the card heavy, it shows fewer.
        for count in range(len(told), -1, -1):
            context = cards.speaker_card(detail, told[:count])
            body, headers = _drawn("embeds/speaker.html", context, asked, dict.fromkeys(keys))
            if count <= 1 or cards.is_light(body):
                return body, headers

    return _given(request, "speaker", name, draw, asked.key, FRAME)


@card_view
def missing(request):
    """Whatever else is asked for in a frame: a card that says that there is nothing."""
    raise finding.NotPublic


def _given(request, kind, name, draw, question: tuple, always: dict):
    """An answer about a record, made of what it says now; 304 where the asker has exactly this.

    `draw` makes body and headers of the record, and is not called where this process knows the
    answer. `question` is what else it depends on, `always` the headers that a 304 has too.
    """
    made = (cards.revision(), timezone.now().date(), settings.SITE_URL, languages.active())
    made += (framing.ancestors(),)
    key = (kind, name, *question, *made)
    held = remembered.known(key)
    row = _current(kind, name, held.stamp if held else "")
    if held is None or held.stamp != row.stamp:
        etag = tag(kind, row.public_id, row.stamp, *question, *made)
        if (same := unchanged(request, etag, cache=CACHE)) is None:
            body, headers = draw(row)
            headers |= always | {"ETag": etag, "Cache-Control": CACHE}
            held = remembered.Answer(row.stamp, body.encode(), headers)
            remembered.keep(key, held)
            return held.response()
    elif (same := unchanged(request, held.headers["ETag"], cache=CACHE)) is None:
        return held.response()
    for header, value in always.items():
        same.headers[header] = value
    return same


def _current(kind, name, known):
    return finding.standing_now(
        kind,
        name,
        known,
        latest=snippets.LATEST if kind == "speaker" else 0,
        # In the site's own language the records themselves name the ratings.
        names_ratings=languages.active() != settings.LANGUAGE_CODE,
    )


def _drawn(template, context, asked, keys):
    """Body and headers of a card."""
    body, policy = cards.document(template, context, asked, framing.ancestors())
    return body, {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Link": _canonical(context),
        "Surrogate-Key": " ".join(keys),
    }


@require_safe
def state(request, kind, name, version=""):
    """Whether an open card is still current, in less than a kilobyte."""
    try:
        return _state(request, {"q": "quote", "c": "claim"}[kind], name, version or "")
    except finding.Withdrawn as withdrawn:
        return _as_state({"state": "withdrawn", "reason": withdrawn.tombstone.reason}, request, 410)
    except finding.NotPublic:
        return _as_state({"state": "unknown"}, request, 404)


@stands_in_an_outage
def _state(request, kind, name, version):
    row = finding.standing_now(kind, name)
    response = _as_state(cards.state(kind, row, version), request, 200)
    response.headers["Surrogate-Key"] = f"{kind[0]}-{row.public_id}"
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
    scales.forget()
    with translation.override(languages.interface(request.GET.get("lang"))):
        try:
            return _oembed(request)
        except oembed.BadRequest as error:
            return _problem(400, "bad_url", str(error))
        except (oembed.NoCard, finding.Withdrawn, finding.NotPublic):
            return _problem(404, "no_card", _("There is no card for this address."))


@stands_in_an_outage
def _oembed(request):
    form = request.GET.get("format") or "json"
    kind, name, version = oembed.named_by(request.GET.get("url"))
    if form not in oembed.FORMATS:
        return _problem(501, "format_not_supported", _("“format” is json or xml."))
    language = language_of(request.GET.get("lang", ""))
    ceilings = oembed.Ceilings.asked(request.GET)

    def draw(row):
        if version:
            frozen = _version(row, version)
            row = replace(row, detail_json=frozen.detail_json, version=frozen.number)
        embed = cards.embed_of(kind, row, language=language)
        if version:
            embed = replace(embed, name=f"{embed.name}@{version}")
        held = oembed.answer_for(kind, row, embed, ceilings, language=language)
        body = oembed.as_json(held) if form == "json" else oembed.as_xml(held)
        content_type = "application/json" if form == "json" else "text/xml; charset=utf-8"
        keys = " ".join(cards.keys_of(kind, row.public_id, embed))
        return body, {"Content-Type": content_type, "Surrogate-Key": keys}

    question = ("oembed", version, form, language, ceilings.width, ceilings.height)
    return _given(request, kind, name, draw, question, OPEN)


def _version(row, number):
    versions = models.PublishedVersion.objects.readers().of("quote", row.public_id)
    version = versions.filter(number=number).exclude(detail_json="").first()
    if version is None:
        raise finding.NotPublic
    return version


def _without_record(request, template, context, status):
    """A card that says why there is none."""
    ancestors = framing.ancestors_as_known()
    body, policy = cards.document(template, context, Asked.of(request.GET), ancestors)
    headers = FRAME | {"Content-Security-Policy": policy, "Link": _canonical(context)}
    kind, cache = "text/html; charset=utf-8", "public, max-age=30"
    return answer(request, body, content_type=kind, status=status, cache=cache, headers=headers)


def _canonical(context):
    return f'<{settings.SITE_URL}{context["permalink"]}>; rel="canonical"'


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
