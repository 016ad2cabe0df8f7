"""What search engines and archives read: schema.org, one script for each entity.

The quotation comes first, with an author and dates of its own; a review of a claim stands on the
claim's page only, and only where the claim is decided.
"""

from django.conf import settings

from quotetrack.readers import notices
from quotetrack.readers.dates import day_of

CONTEXT = "https://schema.org"
DECIDED = ("true", "mixed", "false")


def quote(told) -> list[dict]:
    """Quotation, and a comment for each correction."""
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
        "correction": [_correction(each) for each in detail["corrections"]] or None,
        "publisher": publisher(),
    }
    if detail["speaker"]:
        entity["author"] = _speaker(detail["speaker"])
        entity["spokenByCharacter"] = {"@id": detail["speaker"]["url"]}
    if notices.is_retracted(detail):
        entity["creativeWorkStatus"] = "Retracted"
    return [_without_nothing(entity)]


def claim(document: dict, current) -> list[dict]:
    """ClaimReview of a decided claim, by whoever judged it: us."""
    if document["standing"] not in DECIDED or current is None:
        return []
    return [
        _without_nothing(
            {
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
                "itemReviewed": {
                    "@type": "Claim",
                    "@id": document["url"] + "#claim",
                    "text": document["text"],
                },
                "reviewRating": {"@type": "Rating", "alternateName": document["label"]},
            }
        )
    ]


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
        "@type": "CorrectionComment",
        "@id": correction["url"],
        "text": f"{correction['what_was_wrong']} {correction['what_changed']}".strip(),
        "datePublished": day_of(correction["published_at"]).machine,
    }


def _iso(edtf):
    return edtf if edtf and "X" not in edtf.upper() else None


def _without_nothing(entity):
    return {key: value for key, value in entity.items() if value is not None}
