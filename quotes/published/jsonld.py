"""Public objects as schema.org has them, from their detail documents."""

CONTEXT = "https://schema.org"
DECIDED = ("true", "mixed", "false")
KINDS = {
    "person": "Person",
    "organisation": "Organization",
    "office": "GovernmentOrganization",
    "group": "Organization",
    "unnamed_source": "Thing",
}
WIKIDATA = "http://www.wikidata.org/entity/"


def linked_data(kind: str, document: dict) -> dict:
    """The object as one JSON-LD node; what is not known is left out."""
    node = {"@context": CONTEXT, "@id": document["url"], "url": document["url"]}
    node |= WRITERS[kind](document)
    node["identifier"] = document["id"]
    node["version"] = document["version"]
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def reference(person: dict | None) -> dict | None:
    """A speaker named by another object."""
    if person is None:
        return None
    same = person.get("wikidata_id")
    node = {
        "@type": KINDS.get(person.get("kind"), "Thing"),
        "@id": person["url"],
        "name": person["name"],
        "sameAs": f"{WIKIDATA}{same}" if same else None,
    }
    return {name: value for name, value in node.items() if value}


def article_reference(article: dict | None) -> dict | None:
    """An article named by another object."""
    if article is None:
        return None
    outlet = article.get("outlet")
    node = {
        "@type": "NewsArticle",
        "@id": article["url"],
        "url": article.get("source_url"),
        "headline": article["title"],
        "datePublished": plain(article.get("published")),
        "publisher": {"@type": "Organization", "@id": outlet["url"], "name": outlet["name"]}
        if outlet
        else None,
    }
    return {name: value for name, value in node.items() if value}


def plain(day: str | None) -> str | None:
    """A date that schema.org knows; a decade is none."""
    return day if day and "X" not in day else None


def quote(document):
    """A Quotation."""
    retracted = any(row["kind"] == "retracts" for row in document.get("responses", ()))
    return {
        "@type": "Quotation",
        "text": document["text"],
        "inLanguage": document["language"],
        "spokenByCharacter": reference(document["speaker"]),
        "author": reference(document["speaker"]),
        "dateCreated": plain(document["said"]),
        "datePublished": document["published_at"],
        "dateModified": document["updated_at"],
        "isBasedOn": article_reference(document["article"]),
        "about": [
            {"@type": "Claim", "@id": link["url"], "text": link["text"]}
            for link in document["claims"]
        ],
        "creativeWorkStatus": "Retracted" if retracted else None,
    }


def claim(document):
    """A Claim, with a ClaimReview for each current assessment that decides it."""
    reviews = [
        {
            "@type": "ClaimReview",
            "@id": f"{document['url']}#assessment-{row['id']}",
            "url": document["url"],
            "claimReviewed": document["text"],
            "datePublished": row["published_at"],
            "reviewBody": row["summary"],
            "reviewRating": {"@type": "Rating", "alternateName": row["label"]},
        }
        for row in document["assessments"]
        if row["state"] == "published" and row["standing"] in DECIDED
    ]
    return {
        "@type": "Claim",
        "text": document["text"],
        "inLanguage": document["language"],
        "dateModified": document["updated_at"],
        "subjectOf": reviews,
    }


def speaker(document):
    """A Person or an Organization."""
    same = document.get("wikidata_id")
    return {
        "@type": KINDS.get(document["kind"], "Thing"),
        "name": document["name"],
        "alternateName": sorted({row["text"] for row in document["names"]} - {document["name"]}),
        "description": document.get("description"),
        "jobTitle": document.get("role") if document["kind"] == "person" else None,
        "sameAs": f"{WIKIDATA}{same}" if same else None,
    }


def outlet(document):
    """A NewsMediaOrganization."""
    same = document.get("wikidata_id")
    return {
        "@type": "NewsMediaOrganization",
        "name": document["name"],
        "sameAs": [f"{WIKIDATA}{same}"] if same else None,
        "mainEntityOfPage": document.get("homepage"),
    }


def article(document):
    """A NewsArticle, without its text."""
    return article_reference(document) | {
        "inLanguage": document["language"],
        "dateModified": document["updated_at"],
    }


def topic(document):
    """A DefinedTerm."""
    parent = document.get("parent")
    return {
        "@type": "DefinedTerm",
        "name": document["name"],
        "inDefinedTermSet": parent["url"] if parent else None,
    }


def correction(document):
    """A CorrectionComment."""
    return {
        "@type": "CorrectionComment",
        "text": f"{document['what_was_wrong']} {document['what_changed']}",
        "datePublished": document["published_at"],
        "about": {"@id": document["target"]["url"]},
    }


def scale(document):
    """A DefinedTermSet."""
    return {
        "@type": "DefinedTermSet",
        "name": document["name"],
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "name": row["label"], "description": row["definition"]}
            for row in document["ratings"]
        ],
    }


WRITERS = {
    "quote": quote,
    "claim": claim,
    "speaker": speaker,
    "outlet": outlet,
    "article": article,
    "topic": topic,
    "correction": correction,
    "rating_scale": scale,
}
