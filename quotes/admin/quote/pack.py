"""The evidence pack: all that the desk knows of a quote, as one PDF that stands on its own.

Everything is handed to the typesetter as JSON and set as text, never read as markup. The hashes of
the snapshots are computed anew when the pack is made, and the pack says whether they hold.
"""

import hashlib
import json
import re
import unicodedata
from functools import lru_cache
from threading import Lock

import typst
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import get_template
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from quotes.admin.history import changes_of, named
from quotes.admin.quote.versions_page import BELOW
from quotes.models import Occurrence, Quote
from quotes.published.models import PublishedVersion
from quotes.publishing import derive

one_at_a_time = Lock()
TAG = re.compile(r"[A-Za-z]{2,3}")


@require_GET
def evidence_pack(request, public_id):
    """The PDF of a quote, for whoever reads the desk."""
    rows = Quote.objects.select_related("preferred_wording", "occasion__told_to", "published_by")
    quote = get_object_or_404(rows, public_id=public_id)
    made = typeset(contents(quote, by=request.user, at=timezone.now()))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="quote-{public_id}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def typeset(data: dict) -> bytes:
    """The PDF of these contents."""
    handed = json.dumps(data, ensure_ascii=False)
    with one_at_a_time:
        return compiler().compile(layout(), format="pdf", sys_inputs={"data": handed})


@lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """The typesetter with the fonts of this machine; it opens no other file and no connection."""
    return typst.Compiler()


@lru_cache(maxsize=1)
def layout() -> bytes:
    """How a pack is laid out, in the typesetter's own language."""
    return get_template("desk/quote/pack.typ").template.source.encode()


def contents(quote, *, by, at) -> dict:
    """Everything that the pack says, as plain values."""
    attributions = list(
        quote.attributions.select_related(
            "speaker", "role__position", "evidence_article", "verified_by"
        )
    )
    responses = list(quote.responses.select_related("speaker", "article"))
    said = derive.attribution(attributions, responses)
    who = said.preferred or said.wrong
    return {
        "id": quote.public_id,
        "address": f"{settings.SITE_URL}/quotes/{quote.public_id}/"
        if quote.published_at
        else "none: it is not public",
        "made": moment(at),
        "made_by": named(by),
        "site": settings.SITE_NAME,
        "words": spoken(quote.preferred_wording.text, quote.preferred_wording.language)
        if quote.preferred_wording
        else None,
        "speaker": spoken(str(who.speaker)) if who else None,
        "facts": facts(quote, said),
        "wordings": [wording(row, quote) for row in quote.wordings.order_by("pk")],
        "occurrences": [occurrence(row) for row in printed(quote)],
        "attributions": [attribution(row) for row in attributions],
        "responses": [response(row) for row in responses],
        "claims": [claim(link) for link in quote.claim_quotes.select_related("claim")],
        "corrections": [correction(row) for row in quote.corrections.order_by("number")],
        "versions": versions(quote),
        "history": [decision(one) for one in reversed(changes_of(quote, BELOW["quote"]))],
    }


def spoken(text, language="") -> dict:
    """A text with its language and the side from which it is read."""
    tag = TAG.match(language or "")
    return {"text": text, "lang": tag[0].lower() if tag else "und", "dir": direction(text)}


def direction(text) -> str:
    """The side from which a text is read: that of its first letter that has one."""
    for letter in text:
        side = unicodedata.bidirectional(letter)
        if side in ("L", "R", "AL"):
            return "ltr" if side == "L" else "rtl"
    return "ltr"


def moment(at) -> str:
    """A moment with its zone."""
    return f"{localtime(at):%Y-%m-%d %H:%M:%S %Z}" if at else ""


def facts(quote, said) -> list:
    """What is known of it, by name."""
    occasion = quote.occasion
    told = [str(part) for part in (occasion.get_kind_display(), occasion.title, occasion.date,
            occasion.place, occasion.told_to) if part] if occasion else []  # fmt: skip
    found = [
        ("Status", quote.get_status_display()),
        ("Published", f"{moment(quote.published_at)}, by {named(quote.published_by)}"
         if quote.published_at else "never"),
        ("Withdrawn", f"{moment(quote.withdrawn_at)}: {quote.get_withdrawal_reason_display()}"
         if quote.withdrawn_at else ""),
        ("Attribution", str(said.status)),
        ("Said on", str(quote.said) or "not known"),
        ("Occasion", ", ".join(told) or "not recorded"),
        ("Language", quote.original_language or "not recorded"),
        ("Topics", ", ".join(str(row) for row in quote.quote_topics.select_related("topic"))),
    ]  # fmt: skip
    return [{"name": name, "value": spoken(value)} for name, value in found if value]


def wording(row, quote) -> dict:
    """One wording."""
    marks = [row.language, row.get_fidelity_display()]
    marks += ["shown first"] * (row.pk == quote.preferred_wording_id)
    marks += ["original"] * row.is_original
    if row.translator != "none":
        marks.append(f"translated by {row.get_translator_display()}")
    if quote.published_at and not row.published_at:
        marks.append("not public")
    return {"id": row.public_id, "words": spoken(row.text, row.language), "marks": marks}


def printed(quote):
    """Its occurrences with the snapshots' texts, whose hashes are looked at."""
    rows = Occurrence.objects.filter(wording__quote=quote).select_related(
        "wording", "snapshot__article__outlet"
    )
    return rows.prefetch_related("segments", "chain__outlet", "chain__upstream_article")


def occurrence(row) -> dict:
    """One place in print: its source, its snapshot's hashes, the words in context, the chain."""
    snapshot, article = row.snapshot, row.snapshot.article
    traits = [row.get_form_display(), row.get_evidentiality_display(), row.get_anchor_display()]
    traits += [f"cue “{row.cue}”"] * bool(row.cue)
    traits += [f"hedge: {row.get_hedge_display()}"] * (row.hedge != "none")
    traits += [f"printed as “{row.printed_speaker}”"] * bool(row.printed_speaker)
    segments = [part for part in row.segments.all() if part.role == "content"]
    return {
        "title": spoken(article.title, article.language),
        "source": [str(article.outlet or "outlet not recorded"), str(article.published)],
        "url": article.url or "",
        "archive": snapshot.archive_url,
        "traits": traits,
        "snapshot": [
            {"name": "Snapshot", "value": snapshot.public_id},
            {"name": "Taken", "value": f"{moment(snapshot.taken_at)}, {snapshot.method}"},
            {"name": "SHA-256 of the text", "value": snapshot.sha256},
            {"name": "SHA-256 of the bytes", "value": snapshot.raw_sha256 or "no bytes kept"},
            {"name": "Checked", "value": checked(snapshot, segments)},
        ],
        "parts": [
            {
                "before": spoken(part.prefix, row.wording.language),
                "words": spoken(part.exact, row.wording.language),
                "after": spoken(part.suffix, row.wording.language),
                "at": f"characters {part.start} to {part.end}",
            }
            for part in segments
        ],
        "chain": [spoken(str(step)) for step in row.chain.all()],
    }


def checked(snapshot, segments) -> str:
    """Whether the hashes hold and the words stand where they are said to stand, looked at now."""
    if snapshot.erased_at:
        return f"erased by law on {moment(snapshot.erased_at)}; the hash is kept"
    text = hashlib.sha256(snapshot.text.encode()).hexdigest() == snapshot.sha256
    raw = not snapshot.raw or hashlib.sha256(snapshot.raw).hexdigest() == snapshot.raw_sha256
    stand = all(snapshot.text[part.start : part.end] == part.exact for part in segments)
    if text and raw and stand:
        return "both hashes hold, and the words stand there" if snapshot.raw else (
            "the hash holds, and the words stand there"
        )  # fmt: skip
    return "DOES NOT HOLD: the text, the bytes or the words differ from the record"


def attribution(row) -> dict:
    """One named speaker."""
    told = [row.get_rank_display(), row.get_reason_display()]
    told += [str(row.role)] * bool(row.role_id)
    if row.verified_at:
        told.append(f"verified {moment(row.verified_at)} by {named(row.verified_by)}")
    told += [f"named by “{row.evidence_article}”"] * bool(row.evidence_article_id)
    told += [row.note] * bool(row.note)
    return {"speaker": spoken(str(row.speaker)), "told": told}


def response(row) -> dict:
    """One reply."""
    told = [str(row.date), row.get_kind_display(), row.text, str(row.article or "")]
    return {"speaker": spoken(str(row.speaker)), "told": [spoken(part) for part in told if part]}


def claim(link) -> dict:
    """One tie to a claim, with the claim's current rating."""
    current = link.claim.assessments.current().house_first().select_related("rating", "scale")
    row = current.first()
    rating = f"{row.rating} ({row.scale}), as of {row.as_of}" if row else "not assessed"
    return {"relation": link.get_relation_display(), "rating": rating,
            "text": spoken(link.claim.text, link.claim.language)}  # fmt: skip


def correction(row) -> dict:
    """One public notice."""
    head = f"Correction {row.number}, {row.get_tier_display()}, {moment(row.published_at)}"
    return {"head": head, "wrong": spoken(row.what_was_wrong, row.language),
            "changed": spoken(row.what_changed, row.language)}  # fmt: skip


def versions(quote) -> list:
    """What was published when."""
    rows = PublishedVersion.objects.of("quote", quote.public_id)
    return [
        f"Version {row.number}: {row.change}, {moment(row.at)}"
        + (f", correction {row.correction}" if row.correction else "")
        for row in rows
    ]


def decision(one) -> dict:
    """One entry of the history: who, when, as what act, why, before and after."""
    return {
        "at": moment(one.at),
        "who": one.who,
        "what": f"{one.label} {one.thing}" + (f" ({one.act})" if one.act else ""),
        "why": one.reason,
        "changes": [
            {"name": each["name"], "old": spoken(each["old"]), "new": spoken(each["new"])}
            for each in one.differences
        ],
    }
