"""What search engines and archives read: schema.org, one script for each entity.

The quotation comes first, with an author and dates of its own; a review of a claim stands on the
claim's page only, and only where the claim is decided.
"""

from django.conf import settings

from quotetrack.pages import timelines
from quotetrack.readers import labels, notices
from quotetrack.readers.dates import day_of

CONTEXT = "https://schema.org"
DECIDED = ("true", "mixed", "false")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of the records, as of the releases


def quote(told) -> list[dict]:
    """Quotation, then a comment for each correction."""
    detail = told.detail
    entity = {
        "@context": CONTEXT,
        "@type": "Quotation",
        "@id": detail["url"],
        "url": detail["url"],
        "text": detail["text"],
        "inLanguage": detail["language"],
        "dateCreated": _iso(detail["said"]),
        "datePublished": detail["published_at"],
        "dateModified": detail["updated_at"],
        "isBasedOn": _article(detail["article"]),
        "about": [_claim(link) for link in detail["claims"]] or None,
        "identifier": detail["id"],
        "version": detail["version"],
        "recordedIn": _event(detail),
        "correction": [{"@id": each["url"]} for each in detail["corrections"]] or None,
        "publisher": publisher(),
        "license": LICENCE,
    }
    if detail["speaker"]:
        entity["author"] = _speaker(detail["speaker"])
        entity["creator"] = _role(detail["speaker"])
        entity["spokenByCharacter"] = {"@id": detail["speaker"]["url"]}
    if notices.is_retracted(detail):
        entity["creativeWorkStatus"] = "Retracted"
    return [_without_nothing(entity), *map(_correction, detail["corrections"])]


def claim(document: dict, current, asserting=(), numbers=None) -> list[dict]:
    """ClaimReview of a decided claim, by whoever judged it: us; and its corrections.

    `asserting` are the quotes that assert it: the first one's speaker is the claim's author.
    `numbers` are those of each scale that has some, by rating.
    """
    if document["standing"] not in DECIDED or current is None:
        return []
    review = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "@id": document["url"],
        "url": document["url"],
        "claimReviewed": document["text"],
        "inLanguage": document["language"],
        "datePublished": document["as_of"],
        "dateModified": document["updated_at"],
        "author": publisher(),
        "reviewBody": current.summary,
        "itemReviewed": _claimed(document, asserting),
        "reviewRating": _rating(document, (numbers or {}).get(document["scale"], {})),
        "license": LICENCE,
    }
    return [_without_nothing(review), *map(_correction, document["corrections"])]


def _rating(document, numbers):
    """The verdict in words, and as a number where its scale has numbers."""
    rating = {"@type": "Rating", "alternateName": document["label"]}
    if (number := numbers.get(document["rating"])) is not None:
        rating |= {
            "ratingValue": number,
            "bestRating": max(numbers.values()),
            "worstRating": min(numbers.values()),
        }
    return rating


def feed(documents, numbers=None) -> dict:
    """A data feed of the reviews of decided claims."""
    items = []
    for document in documents:
        current = timelines.current(document)
        for review in claim(document, current, numbers=numbers)[:1]:
            del review["@context"]
            items.append(
                {
                    "@type": "DataFeedItem",
                    "dateModified": document["updated_at"],
                    "item": review,
                }
            )
    return {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/claim-reviews.json",
        "dateModified": max((item["dateModified"] for item in items), default=None),
        "dataFeedElement": items,
    }


def publisher() -> dict:
    """Us."""
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL + "/"}


def _speaker(speaker):
    person = speaker["kind"] in ("person", "unnamed_source")
    entity = {
        "@type": "Person" if person else "Organization",
        "@id": speaker["url"],
        "name": speaker["name"],
        "url": speaker["url"],
    }
    if person and speaker["role"]:
        entity["jobTitle"] = speaker["role"]
    if speaker["wikidata_id"]:
        entity["sameAs"] = f"https://www.wikidata.org/entity/{speaker['wikidata_id']}"
    return entity


def _role(speaker):
    """The role held then; schema.org repeats the property inside a Role."""
    if not speaker["role"]:
        return None
    return {"@type": "Role", "roleName": speaker["role"], "creator": {"@id": speaker["url"]}}


def _event(detail):
    occasion = detail["occasion"]
    if not isinstance(occasion, dict) or not (occasion["title"] or occasion["place"]):
        return None
    place = {"@type": "Place", "name": occasion["place"]} if occasion["place"] else None
    return _without_nothing(
        {
            "@type": "Event",
            "name": occasion["title"] or labels.label(labels.OCCASION, occasion["kind"]),
            "startDate": _iso(occasion["date"] or detail["said"]),
            "location": place,
        }
    )


def _claimed(document, asserting):
    """The claim under review, with who made it and where it is printed."""
    entity = {"@type": "Claim", "@id": document["url"] + "#claim", "text": document["text"]}
    spoken = [told for told in asserting if told.speaker]
    if spoken:
        first = min(spoken, key=lambda told: told.detail["said"] or "9")
        entity["author"] = _speaker(first.speaker)
        entity["datePublished"] = _iso(first.detail["said"])
        entity["appearance"] = [{"@id": told.url, "@type": "Quotation"} for told in spoken]
    return _without_nothing(entity)


def _article(article):
    if not article:
        return None
    outlet = article["outlet"]
    return _without_nothing(
        {
            "@type": "NewsArticle",
            "@id": article["url"],
            "url": article["source_url"] or article["url"],
            "headline": article["title"],
            "datePublished": _iso(article["published"]),
            "publisher": outlet
            and {"@type": "Organization", "@id": outlet["url"], "name": outlet["name"]},
        }
    )


def _claim(link):
    return {"@type": "Claim", "@id": link["url"] + "#claim", "text": link["text"]}


def _correction(correction):
    return {
        "@context": CONTEXT,
        "@type": "CorrectionComment",
        "@id": correction["url"],
        "text": f"{correction['what_was_wrong']} {correction['what_changed']}".strip(),
        "datePublished": day_of(correction["published_at"]).machine,
    }


def _iso(edtf):
    return edtf if edtf and "X" not in edtf.upper() else None


def _without_nothing(entity):
    return {key: value for key, value in entity.items() if value is not None}
