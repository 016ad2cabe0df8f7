"""Published rows made by hand: what `quotes.publishing` would have stored."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import orjson
from django.db import connection

from quotes.extraction.text import folded, sketch, spaced
from quotes.published.languages import search_config
from quotes.published.models import (
    PublishedArticle,
    PublishedClaim,
    PublishedClaimLink,
    PublishedCorrection,
    PublishedOutlet,
    PublishedQuote,
    PublishedScale,
    PublishedSpeaker,
    PublishedTopic,
    PublishedVersion,
    Sketch,
)

START = datetime(2025, 6, 1, tzinfo=UTC)
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def public_id(seed) -> str:
    """Twelve characters that follow from the seed."""
    number = int.from_bytes(hashlib.sha256(str(seed).encode()).digest()[:8], "big")
    return "".join(CROCKFORD[(number >> (5 * place)) & 31] for place in range(12))


def moment(at) -> str:
    """As in the documents."""
    return at.isoformat().replace("+00:00", "Z")


def document(item, detail=None, version=1, at=START) -> dict:
    """The columns that every document has."""
    facts = {"version": version, "published_at": moment(at), "updated_at": moment(at)}
    list_json = orjson.dumps(item | facts).decode()
    return {
        "version": version,
        "digest": hashlib.sha256(list_json.encode()).hexdigest(),
        "published_at": at,
        "updated_at": at,
        "list_json": list_json,
        "detail_json": orjson.dumps(item | (detail or {}) | facts).decode(),
    }


def speaker(slug="ada-lovelace", name="Ada Lovelace", **columns):
    """A public speaker."""
    key = public_id(f"speaker {slug}")
    item = {"id": key, "url": f"/speakers/{slug}/", "slug": slug, "name": name, "kind": "person"}
    values = {"slug": slug, "sort_key": folded(name), "kind": "person", "names": folded(name)}
    return PublishedSpeaker.objects.create(
        public_id=key, **document(item, {"names": [], "roles": []}), **(values | columns)
    )


def outlet(slug="courier", name="The Courier", **columns):
    """A public outlet."""
    key = public_id(f"outlet {slug}")
    item = {"id": key, "url": f"/outlets/{slug}/", "slug": slug, "name": name}
    values = {"slug": slug, "sort_key": folded(name), "kind": "newspaper"}
    return PublishedOutlet.objects.create(public_id=key, **document(item), **(values | columns))


def topic(slug="floods", name="Floods", **columns):
    """A public topic."""
    key = public_id(f"topic {slug}")
    item = {"id": key, "url": f"/topics/{slug}/", "slug": slug, "name": name}
    values = {"slug": slug, "sort_key": folded(name)}
    return PublishedTopic.objects.create(public_id=key, **document(item), **(values | columns))


def article(title="The flood", **columns):
    """A public article."""
    key = public_id(f"article {title}")
    item = {"id": key, "url": f"/articles/{key}/", "title": title, "source_url": None}
    return PublishedArticle.objects.create(public_id=key, **document(item), **columns)


def claim(slug="the-river-rose", text="The river rose.", **columns):
    """A public claim."""
    key = public_id(f"claim {slug}")
    item = {"id": key, "url": f"/claims/{slug}/", "slug": slug, "text": text}
    values = {"slug": slug, "sort_key": folded(text), "status": "assessed", "standing": "true"}
    row = PublishedClaim.objects.create(
        public_id=key, **document(item, {"assessments": []}), **(values | columns)
    )
    index("published_publishedclaim", key, [("en", text)])
    return row


def scale(slug="quotetrack-status", is_house=True, ratings=("confirmed", "false")):
    """A public rating scale."""
    key = public_id(f"scale {slug}")
    item = {
        "id": key,
        "url": f"/methodology/#{slug}",
        "slug": slug,
        "is_house": is_house,
        "ratings": [{"slug": name, "label": name.title()} for name in ratings],
    }
    return PublishedScale.objects.create(
        public_id=key, slug=slug, number=1, is_house=is_house, **document(item)
    )


def correction(number=1, target="0123456789ab"):
    """A public notice."""
    key = public_id(f"correction {number}")
    item = {"id": key, "url": f"/corrections/#{number}", "number": number, "tier": "typo",
            "target": {"type": "quote", "id": target, "url": f"/quotes/{target}/"},
            "what_was_wrong": "A letter.", "what_changed": "The letter."}  # fmt: skip
    return PublishedCorrection.objects.create(
        public_id=key, number=number, target_kind="quote", target=target, tier="typo",
        **document(item),
    )  # fmt: skip


def quote(text="The river has no memory.", seed=None, wordings=None, said=None, **columns):
    """A public quote; `columns` are those of the row, `wordings` (language, text) pairs."""
    key = public_id(f"quote {text} {seed}")
    language = columns.setdefault("language", "en")
    wordings = wordings or [(language, text)]
    at = columns.pop("at", START)
    item = {
        "id": key,
        "url": f"/quotes/{key}/",
        "text": text,
        "language": language,
        "said": said.isoformat() if said else None,
        "claims": [],
    }
    detail = {
        "wordings": [
            {
                "id": public_id(f"wording {key} {number}"),
                "text": words,
                "language": tag,
                "preferred": words == text,
                "is_original": number == 0,
                "translator": None if number == 0 else "outlet",
                "translation_of": None,
                "outlets": [],
            }
            for number, (tag, words) in enumerate(wordings)
        ],
        "links": {"embed": f"/embed/q/{key}"},
    }
    values = {
        "form": "direct",
        "attribution": "attributed",
        "evidentiality": "first_hand",
        "occasion": "speech",
        "said_earliest": said,
        "said_latest": said,
        "sort_day": said or date(1, 1, 1),
    }
    row = PublishedQuote.objects.create(
        public_id=key, **document(item, detail, at=at), **(values | columns)
    )
    index("published_publishedquote", key, wordings)
    hashes = {number for tag, words in wordings for number in sketch(words, tag)}
    Sketch.objects.bulk_create(Sketch(hash=number, quote=key) for number in hashes)
    PublishedVersion.objects.create(
        kind="quote",
        public_id=key,
        number=1,
        change="first",
        at=at,
        list_json=row.list_json,
        detail_json=row.detail_json,
    )
    return row


def index(table, key, wordings):
    """Fill the search vector as publishing does."""
    parts, values = [], []
    for tag, words in wordings:
        parts.append("published_words(%s, %s)")
        values += [search_config(tag), spaced(words)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET search = {' || '.join(parts)} WHERE public_id = %s",
            [*values, key],
        )


def many(number, **columns):
    """So many quotes, one a day, the last one first said last."""
    return [
        quote(
            f"Words of day {day}.",
            said=date(2025, 1, 1) + timedelta(days=day),
            at=START + timedelta(minutes=day),
            **columns,
        )
        for day in range(number)
    ]


def link(quote_row, claim_row, relation="asserts", rating="confirmed", standing="true"):
    """What a quote does to a claim."""
    return PublishedClaimLink.objects.create(
        quote=quote_row.public_id,
        claim=claim_row.public_id,
        relation=relation,
        scale="quotetrack-status",
        rating=rating,
        standing=standing,
        is_house=True,
    )
