"""Published rows made by hand, in the full shapes of v1, for the tests of pages and cards."""

import hashlib
from datetime import UTC, date, datetime

import orjson

from quotes.published import models

START = datetime(2025, 5, 5, 9, 30, tzinfo=UTC)
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def public_id(seed) -> str:
    """Twelve characters that follow from the seed."""
    number = int.from_bytes(hashlib.sha256(str(seed).encode()).digest()[:8], "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(12))


def speaker_ref(name="Ada Moor", role="harbour commissioner", **parts):
    slug = parts.get("slug") or name.lower().replace(" ", "-")[:60]
    key = public_id(f"speaker {slug}")
    return {
        "id": key, "slug": slug, "name": name, "kind": "person", "url": f"/speakers/{slug}/",
        "wikidata_id": None, "role": role, "position_kind": "official",
    } | parts  # fmt: skip


def outlet_ref(name="The Courier", slug="courier"):
    key = public_id(f"outlet {slug}")
    return {"id": key, "slug": slug, "name": name, "url": f"/outlets/{slug}/"}


def article_ref(title="The flood", source_url="https://courier.example/flood", **parts):
    key = public_id(f"article {title}")
    return {
        "id": key, "title": title, "url": f"/articles/{key}/", "source_url": source_url,
        "outlet": outlet_ref(), "published": "2025-05-04",
    } | parts  # fmt: skip


def claim_link(text="The library will open every evening", relation="asserts", **parts):
    slug = parts.get("slug") or "claim-" + public_id(text)[:5]
    return {
        "id": public_id(f"claim {slug}"), "slug": slug, "url": f"/claims/{slug}/", "text": text,
        "language": "en", "relation": relation, "rating": "confirmed", "label": "Confirmed",
        "scale": "quotetrack-status", "standing": "true", "as_of": "2025-05-10",
    } | parts  # fmt: skip


def wording(text, language="en", preferred=True, **parts):
    return {
        "id": public_id(f"wording {text}"), "text": text, "language": language,
        "preferred": preferred, "is_original": preferred, "fidelity": "verbatim",
        "translator": None, "translation_of": None, "outlets": [outlet_ref()],
    } | parts  # fmt: skip


def occurrence(text, article=None, **parts):
    article = article or article_ref()
    link = article["source_url"] and f"{article['source_url']}#:~:text=words"
    return {
        "id": public_id(f"occurrence {text} {article['id']}"),
        "wording": public_id(f"wording {text}"), "article": article,
        "snapshot": {"sha256": "ab12cd34" * 8, "taken_at": "2025-05-04T10:00:00Z",
                     "archive_url": None},
        "form": "direct", "cue": "said", "hedge": "none", "evidentiality": "first_hand",
        "printed_speaker": "Moor", "printed_role": "", "anchor": "anchored",
        "segments": [{"role": "content", "selector": [
            {"type": "TextPositionSelector", "start": 120, "end": 120 + len(text)},
            {"type": "TextQuoteSelector", "exact": text, "prefix": "On Friday Moor said: “",
             "suffix": "” Nobody answered."}]}],
        "chain": [], "is_root": True, "misattributed_here": False, "source_link": link,
    } | parts  # fmt: skip


def response(kind="denies_saying", **parts):
    return {
        "id": public_id(f"response {kind}"), "speaker": speaker_ref(), "kind": kind,
        "text": "She denies it.", "date": "2025-06-01", "article": None, "quote": None,
    } | parts  # fmt: skip


def correction_ref(number=17, **parts):
    return {
        "id": public_id(f"correction {number}"), "number": number, "tier": "correction",
        "what_was_wrong": "The second half of these words was missing.",
        "what_changed": "It was added.", "published_at": "2025-05-12T08:00:00Z",
        "url": f"/corrections/#correction-{number}", "before_version": 1, "after_version": 2,
    } | parts  # fmt: skip


def quote_document(text="We will repair the bridges.", seed="", **parts) -> dict:
    """The detail of a quote; `parts` replace whole fields."""
    key = public_id(f"quote {text} {seed}")
    who = parts.get("speaker", speaker_ref())
    reach = {"articles": 1, "outlets": 1, "roots": 1}
    return {
        "id": key, "url": f"/quotes/{key}/", "version": 1, "text": text, "language": "en",
        "form": "direct", "speaker": who, "misattributed_to": None, "attribution": "attributed",
        "evidentiality": "first_hand", "said": "2025-05-03", "article": article_ref(),
        "claims": [], "reach": reach, "published_at": "2025-05-05T09:30:00Z",
        "updated_at": "2025-05-05T09:30:00Z",
        "original": {"status": "shown", "text": text, "language": "en"},
        "said_range": {"earliest": "2025-05-03", "latest": "2025-05-03", "precision": "day",
                       "edtf": "2025-05-03"},
        "occasion": {"kind": "press_conference", "title": "", "date": None, "place": "",
                     "told_to": None},
        "display": [{"seam": None, "text": text}],
        "attributions": [
            {"id": public_id("attribution"), "speaker": who, "rank": "preferred",
             "reason": "supported", "note": "", "article": None, "verified_at": None}
        ] if who else [],
        "wordings": [wording(text)], "occurrences": [occurrence(text)], "topics": [],
        "responses": [], "corrections": [], "said_again": [],
        "links": {"embed": f"/embed/q/{key}", "oembed": f"/oembed?url=%2Fquotes%2F{key}%2F",
                  "json_ld": f"/quotes/{key}/", "card": f"/og/q/{key}.png"},
    } | parts  # fmt: skip


def columns(document, **parts):
    """The columns that every document has."""
    stored = orjson.dumps(document).decode()
    return {
        "version": document["version"], "digest": hashlib.sha256(stored.encode()).hexdigest(),
        "published_at": START, "updated_at": START, "list_json": stored, "detail_json": stored,
    } | parts  # fmt: skip


def quote(text="We will repair the bridges.", seed="", sort_day=date(2025, 5, 3), **parts):
    """A public quote with its first version."""
    document = quote_document(text, seed, **parts)
    who = document["speaker"] or {}
    row = models.PublishedQuote.objects.create(
        public_id=document["id"], language=document["language"], form=document["form"],
        attribution=document["attribution"], evidentiality=document["evidentiality"],
        occasion="press_conference", sort_day=sort_day, said_latest=sort_day, search="",
        speaker=who.get("id", ""), articles=[document["article"]["id"]],
        outlets=[document["article"]["outlet"]["id"]], **columns(document),
    )  # fmt: skip
    version(row, document, change="first")
    return row


def version(row, document, number=None, change="substantive", correction=None, at=START):
    """A published version of a quote."""
    stored = orjson.dumps(document).decode()
    return models.PublishedVersion.objects.create(
        kind="quote", public_id=row.pk, number=number or document["version"], change=change,
        at=at, correction=correction, list_json=stored, detail_json=stored,
    )  # fmt: skip


def speaker(name="Ada Moor", role="harbour commissioner", **parts):
    """A public speaker."""
    ref = speaker_ref(name, role)
    document = ref | {
        "version": 1, "sort_name": name, "description": "", "quotes": 1,
        "updated_at": "2025-05-05T09:30:00Z", "names": [], "private_person": False,
        "roles": [{"title": "Harbour commissioner", "position_kind": "official",
                   "organisation": None, "country": "", "start": "2023-05", "end": None}],
        "corrections": [],
    } | parts  # fmt: skip
    return models.PublishedSpeaker.objects.create(
        public_id=ref["id"], slug=ref["slug"], sort_key=name.lower(), kind="person",
        names=name.lower(), quotes=1, **columns(document),
    )  # fmt: skip


def assessment(rating="confirmed", label="Confirmed", standing="true", **parts):
    return {
        "id": public_id(f"assessment {rating}"), "scale": "quotetrack-status", "scale_version": 1,
        "rating": rating, "label": label, "standing": standing, "summary": "It was opened.",
        "reasoning": "It was **opened** on [time](https://courier.example/).\n\n- One\n- Two",
        "language": "en", "as_of": "2025-05-10", "state": "published", "supersedes": None,
        "published_at": "2025-05-10T12:00:00Z", "responses": [],
        "evidence": [{"article": article_ref(), "url": None, "quoted_text": "It opened.",
                      "stance": "supports", "primary": True}],
    } | parts  # fmt: skip


def claim(text="The library will open every evening", assessments=None, **parts):
    """A public claim with one assessment."""
    ref = claim_link(text)
    held = [assessment()] if assessments is None else assessments
    document = {key: ref[key] for key in ("id", "slug", "url", "text", "language", "rating",
                                          "label", "scale", "standing", "as_of")} | {
        "version": 1, "kind": "factual", "status": "assessed", "topics": [], "quotes": 1,
        "updated_at": "2025-05-10T12:00:00Z", "corrections": [], "assessments": held,
        "about": {"earliest": None, "latest": None, "precision": "unknown", "edtf": None},
    } | parts  # fmt: skip
    return models.PublishedClaim.objects.create(
        public_id=ref["id"], slug=ref["slug"], sort_key=text.lower(), status="assessed",
        standing=document["standing"] or "", search="", quotes=1, **columns(document),
    )  # fmt: skip
