"""The document of each kind of public object, with the columns that it is filtered by."""

from quotes.extraction.text import folded
from quotes.published.models import UNDATED, Kind, Mention, PublishedQuote
from quotes.publishing import claim_document, other_documents, quote_document
from quotes.publishing.store import Document, parsed


def quote_row(quote):
    """The document of a loaded quote, and the values it was made of."""
    made = quote_document.Builder(quote).document()
    columns = made.columns | {"sort_day": quote.said_latest or UNDATED}
    document = Document(Kind.QUOTE, quote.public_id, made.item, made.detail, columns, made.mentions)
    return document, made


def claim_row(claim):
    """The document of a loaded claim."""
    item, detail, mentions = claim_document.claim_document(claim)
    columns = {
        "slug": claim.slug,
        "sort_key": folded(claim.text)[:300],
        "quotes": claim.shown_quotes,
        "status": claim.status,
        "standing": item["standing"] or "",
    }
    return Document(Kind.CLAIM, claim.public_id, item, detail, columns, mentions)


def article_row(article):
    """The document of a loaded article, from the published quotes that stand in it."""
    quotes = PublishedQuote.objects.printed_in(article.public_id)
    printed = list(quotes.values_list("detail_json", flat=True))
    occurrences = occurrences_in(article, printed)
    item, detail, mentions = other_documents.article_document(article, len(printed), occurrences)
    columns = {
        "outlet": article.outlet.public_id if article.outlet else "",
        "language": article.language,
        "sort_day": article.published_latest or UNDATED,
        "quotes": item["quotes"],
        "source_url": article.url or "",
    }
    return Document(Kind.ARTICLE, article.public_id, item, detail, columns, mentions)


def occurrences_in(article, printed):
    """Where published quotes stand in an article, in order; their words are left to them."""
    found = []
    for row in printed:
        quote = parsed(row)
        for occurrence in quote.get("occurrences", ()):
            if occurrence["article"]["id"] != article.public_id:
                continue
            places = [
                part["selector"][0] for part in occurrence["segments"] if part["role"] == "content"
            ]
            found.append(
                {
                    "quote": {"id": quote["id"], "url": quote["url"]},
                    "form": occurrence["form"],
                    "printed_speaker": occurrence["printed_speaker"],
                    "misattributed_here": occurrence["misattributed_here"],
                    "start": min(place["start"] for place in places),
                    "end": max(place["end"] for place in places),
                }
            )
    return sorted(found, key=lambda row: (row["start"], row["end"], row["quote"]["id"]))


def topic_row(topic):
    """The document of a loaded topic."""
    public = set(
        Mention.objects.filter(
            target_kind="topic", target__in=[child.public_id for child in topic.children.all()]
        ).values_list("target", flat=True)
    )
    quotes = PublishedQuote.objects.about(topic.public_id).count()
    item, detail, mentions = other_documents.topic_document(topic, quotes, public)
    columns = {
        "slug": topic.slug,
        "sort_key": folded(topic.name),
        "quotes": quotes,
        "parent": topic.parent.public_id if topic.parent else "",
    }
    return Document(Kind.TOPIC, topic.public_id, item, detail, columns, mentions)


def speaker_row(speaker):
    """The document of a loaded speaker."""
    quotes = PublishedQuote.objects.by_speaker(speaker.public_id).count()
    item, detail = other_documents.speaker_document(speaker, quotes)
    names = [speaker.name, *(name.text for name in speaker.names.all())]
    columns = {
        "slug": speaker.slug,
        "sort_key": folded(speaker.sort_name or speaker.name),
        "quotes": quotes,
        "kind": speaker.kind,
        "names": "\n".join(dict.fromkeys(folded(name) for name in names)),
        "is_private": speaker.private_person,
    }
    return Document(Kind.SPEAKER, speaker.public_id, item, detail, columns)


def outlet_row(outlet):
    """The document of a loaded outlet."""
    quotes = PublishedQuote.objects.printed_by(outlet.public_id).count()
    item, detail = other_documents.outlet_document(outlet, quotes)
    columns = {
        "slug": outlet.slug,
        "sort_key": folded(outlet.name),
        "quotes": quotes,
        "kind": outlet.kind,
    }
    return Document(Kind.OUTLET, outlet.public_id, item, detail, columns)


def scale_row(scale):
    """The document of a loaded scale."""
    item, detail, mentions = claim_document.scale_document(scale)
    columns = {"slug": scale.slug, "number": scale.version, "is_house": scale.is_house}
    return Document(Kind.SCALE, scale.public_id, item, detail, columns, mentions)


def correction_row(correction):
    """The document of a loaded correction."""
    item, kind, target = other_documents.correction_document(correction)
    columns = {
        "number": correction.number,
        "target_kind": kind,
        "target": target.public_id,
        "tier": correction.tier,
    }
    return Document(Kind.CORRECTION, correction.public_id, item, item, columns)
