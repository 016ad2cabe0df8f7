"""A published quote as readers see it, made of its published rows only."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from quotes.models import (
    Assessment,
    Attribution,
    ClaimQuote,
    Occurrence,
    Quote,
    QuoteTopic,
    Response,
    Wording,
)
from quotes.publishing import derive
from quotes.publishing.claim_document import current_assessment, is_public
from quotes.publishing.refs import Mentions, correction_ref, date_range, moment, quote_ref
from quotes.publishing.source_links import source_link

SEAM = 64  # a longer stretch between two parts of a quote is no seam: it is not shown


def public(queryset):
    """The rows that were published."""
    return queryset.filter(published_at__isnull=False)


def load(quote_ids):
    """Quotes with all that their documents need, in a fixed number of queries."""
    attributions = public(Attribution.objects).select_related(
        "speaker", "role__position__organisation", "evidence_article__outlet"
    )
    links = public(ClaimQuote.objects).select_related("claim")
    assessed = Assessment.objects.public().select_related("rating", "scale")
    responses = public(Response.objects).select_related("speaker", "article__outlet", "own_quote")
    topics = public(QuoteTopic.objects).select_related("topic__parent__parent__parent")
    return (
        Quote.objects.filter(pk__in=quote_ids)
        .select_related("occasion__told_to", "preferred_wording", "merged_into")
        .prefetch_related(
            Prefetch("wordings", wordings(), "shown_wordings"),
            Prefetch("attributions", attributions.order_by("id"), "shown_attributions"),
            "shown_attributions__speaker__names",
            Prefetch("claim_quotes", links.order_by("id"), "shown_links"),
            Prefetch("shown_links__claim__assessments", assessed, "shown_assessments"),
            Prefetch("responses", responses, "shown_responses"),
            Prefetch("quote_topics", topics, "shown_topics"),
            "corrections",
            "links__other",
            "links_back__quote",
        )
    )


def wordings():
    """Published wordings with their published occurrences, texts of snapshots left out."""
    occurrences = (
        public(Occurrence.objects)
        .select_related(
            "snapshot__article__outlet", "snapshot__article__syndicated_from__outlet", "wording"
        )
        .defer("snapshot__text", "snapshot__raw")
        .prefetch_related(
            "segments",
            "chain__outlet",
            "chain__upstream_article__outlet",
            "chain__upstream_article__syndicated_from",
        )
        .order_by("id")
    )
    shown = Prefetch("occurrences", occurrences, "shown_occurrences")
    return public(Wording.objects).prefetch_related(shown).order_by("id")


def stands(wording, quote) -> bool:
    """The words stand somewhere, translate words that do, or are shown first.

    A wording whose places were all handed over stays on record, and readers no longer see it.
    """
    first = wording.pk == quote.preferred_wording_id
    return bool(wording.shown_occurrences or wording.translation_of_id or first)


@dataclass
class QuoteDocument:
    """A quote's document: `item` and `detail` values, columns, wordings and mentions."""

    item: dict
    detail: dict
    columns: dict
    links: list
    wordings: list
    mentions: set = field(default_factory=set)


class Builder:
    """Makes the document of one loaded quote."""

    def __init__(self, quote):
        self.quote = quote
        self.names = Mentions()
        self.wordings = [row for row in quote.shown_wordings if stands(row, quote)]
        self.occurrences = sorted(
            (o for w in quote.shown_wordings for o in w.shown_occurrences), key=lambda o: o.pk
        )
        self.said = derive.attribution(quote.shown_attributions, quote.shown_responses)
        self.first = derive.earliest(self.occurrences)
        self.preferred = quote.preferred_wording
        self.reach = derive.reach(self.occurrences)

    def document(self) -> QuoteDocument:
        """The finished values."""
        item = self.item()
        detail = item | self.detail()
        return QuoteDocument(
            item, detail, self.columns(), self.link_rows(), self.wordings, self.names.found
        )

    def item(self):
        quote, said = self.quote, self.said
        preferred, wrong = said.preferred, said.wrong
        return {
            "id": quote.public_id,
            "url": f"/quotes/{quote.public_id}/",
            "text": self.preferred.text,
            "language": self.preferred.language,
            "form": self.first.form,
            "speaker": self.names.speaker(preferred.speaker, preferred.role) if preferred else None,
            "misattributed_to": self.names.speaker(wrong.speaker, wrong.role) if wrong else None,
            "attribution": said.status,
            "evidentiality": self.first.evidentiality,
            "said": quote.said.edtf,
            "occasion": quote.occasion.kind if quote.occasion else None,
            "article": self.names.article(self.first.snapshot.article),
            "claims": [self.claim(link) for link in self.public_links()],
            "reach": self.reach,
        }

    def public_links(self):
        """Links to claims that are public."""
        return [link for link in self.quote.shown_links if is_public(link.claim)]

    def claim(self, link):
        claim, current = link.claim, current_assessment(link.claim.shown_assessments)
        self.names.found.add(("claim", claim.public_id))
        return {
            "id": claim.public_id,
            "slug": claim.slug,
            "url": f"/claims/{claim.slug}/",
            "text": claim.text,
            "language": claim.language,
            "relation": link.relation,
            "rating": current.rating.slug if current else None,
            "label": current.rating.label if current else None,
            "scale": current.scale.slug if current else None,
            "standing": current.rating.standing if current else None,
            "as_of": current.as_of.isoformat() if current else None,
        }

    def detail(self):
        quote = self.quote
        return {
            "original": self.original(),
            "said_range": date_range(quote.said),
            "occasion": self.occasion(),
            "display": self.display(),
            "attributions": [self.attribution(row) for row in quote.shown_attributions],
            "wordings": [self.wording(row) for row in self.wordings],
            "occurrences": [self.occurrence(row) for row in self.occurrences],
            "topics": [
                self.names.topic(row.topic)
                for row in sorted(quote.shown_topics, key=lambda row: row.topic.name)
            ],
            "responses": [self.names.response(row) for row in quote.shown_responses],
            "corrections": [
                correction_ref(row)
                for row in sorted(quote.corrections.all(), key=lambda row: row.number)
            ],
            "said_again": [quote_ref(other) for other in self.said_again()],
            "links": {
                "embed": f"/embed/q/{quote.public_id}",
                "oembed": f"/oembed?url=%2Fquotes%2F{quote.public_id}%2F",
                "json_ld": f"/quotes/{quote.public_id}/",
                "card": f"/og/q/{quote.public_id}.png",
            },
        }

    def said_again(self):
        quote = self.quote
        others = [link.other for link in quote.links.all() if link.kind == "said_again"]
        others += [link.quote for link in quote.links_back.all() if link.kind == "said_again"]
        return sorted(
            (other for other in others if other.status == "published"), key=lambda row: row.pk
        )

    def original(self):
        if self.preferred.is_original:
            return {
                "status": "shown",
                "text": self.preferred.text,
                "language": self.preferred.language,
            }
        located = next((row for row in self.wordings if row.is_original), None)
        if located:
            return {"status": "located", "text": located.text, "language": located.language}
        language = self.quote.original_language or None
        return {"status": "not_located", "text": None, "language": language}

    def occasion(self):
        occasion = self.quote.occasion
        if occasion is None:
            return None
        return {
            "kind": occasion.kind,
            "title": occasion.title,
            "date": occasion.date.edtf,
            "place": occasion.place,
            "told_to": self.names.outlet(occasion.told_to),
        }

    def display(self):
        """The preferred wording in the parts in which its first occurrence prints it."""
        printed = [o for o in self.occurrences if o.wording_id == self.preferred.pk]
        first = derive.earliest(printed)
        segments = [s for s in first.segments.all() if s.role == "content"] if first else []
        if len(segments) < 2 or " ".join(s.exact for s in segments) != self.preferred.text:
            return [{"seam": None, "text": self.preferred.text}]
        parts = [{"seam": None, "text": segments[0].exact}]
        for before, segment in zip(segments, segments[1:], strict=False):
            gap = segment.start - before.end
            seam = segment.prefix[-gap:].strip(' \n\t,.;:–—-"“”„«»‹›') if gap <= SEAM else None
            parts.append({"seam": seam or None, "text": segment.exact})
        return parts

    def attribution(self, row):
        return {
            "id": row.public_id,
            "speaker": self.names.speaker(row.speaker, row.role),
            "rank": row.rank,
            "reason": row.reason,
            "note": row.note,
            "article": self.names.article(row.evidence_article),
            "verified_at": moment(row.verified_at),
        }

    def wording(self, row):
        source = next((w for w in self.wordings if w.pk == row.translation_of_id), None)
        outlets = {
            o.snapshot.article.outlet_id: o.snapshot.article.outlet
            for o in self.occurrences
            if o.wording_id == row.pk and o.snapshot.article.outlet_id
        }
        return {
            "id": row.public_id,
            "text": row.text,
            "language": row.language,
            "preferred": row.pk == self.preferred.pk,
            "is_original": row.is_original,
            "fidelity": row.fidelity,
            "translator": None if row.translator == "none" else row.translator,
            "translation_of": source.public_id if source else None,
            "outlets": [self.names.outlet(outlet) for outlet in outlets.values()],
        }

    def occurrence(self, row):
        article = row.snapshot.article
        return {
            "id": row.public_id,
            "wording": row.wording.public_id,
            "article": self.names.article(article),
            "snapshot": {
                "sha256": row.snapshot.sha256,
                "taken_at": moment(row.snapshot.taken_at),
                "archive_url": row.snapshot.archive_url or None,
            },
            "form": row.form,
            "cue": row.cue,
            "hedge": row.hedge,
            "evidentiality": row.evidentiality,
            "printed_speaker": row.printed_speaker,
            "printed_role": row.printed_role,
            "anchor": row.anchor,
            "segments": [segment(part) for part in row.segments.all()],
            "chain": [self.step(step) for step in row.chain.all()],
            "is_root": derive.is_root(row),
            "misattributed_here": derive.misattributed_here(row, self.quote.shown_attributions),
            "source_link": source_link(article.url, row.segments.all()),
        }

    def step(self, step):
        return {
            "position": step.position,
            "kind": step.kind,
            "outlet": self.names.outlet(step.outlet),
            "party": step.party,
            "article": self.names.article(step.upstream_article),
        }

    def columns(self):
        """The columns to filter and sort by."""
        quote, said = self.quote, self.said
        role = said.preferred.role if said.preferred else None
        position = role.position if role else None
        organisation = position.organisation if position else None
        if organisation:
            self.names.speaker(organisation)
        topics = {t.public_id for row in quote.shown_topics for t in with_those_above(row.topic)}
        self.names.found |= {("topic", topic) for topic in topics}
        articles = {o.snapshot.article for o in self.occurrences}
        return {
            "speaker": said.preferred.speaker.public_id if said.preferred else "",
            "speaker_kind": said.preferred.speaker.kind if said.preferred else "",
            "attributed_to": sorted(row.speaker.public_id for row in quote.shown_attributions),
            "position": position.public_id if position else "",
            "position_kind": position.kind if position else "",
            "organisation": organisation.public_id if organisation else "",
            "country": position.country if position else "",
            "outlets": sorted({a.outlet.public_id for a in articles if a.outlet}),
            "articles": sorted(a.public_id for a in articles),
            "topics": sorted(topics),
            "language": self.preferred.language,
            "form": self.first.form,
            "attribution": str(said.status),
            "evidentiality": self.first.evidentiality,
            "occasion": quote.occasion.kind if quote.occasion else "",
            "has_original": any(row.is_original for row in self.wordings),
            "said_earliest": quote.said_earliest,
            "said_latest": quote.said_latest,
            "reach_articles": self.reach["articles"],
            "reach_outlets": self.reach["outlets"],
            "reach_roots": self.reach["roots"],
            "wordings": len(self.wordings),
        }

    def link_rows(self):
        rows = []
        for link in self.public_links():
            current = current_assessment(link.claim.shown_assessments)
            rows.append(
                {
                    "quote": self.quote.public_id,
                    "claim": link.claim.public_id,
                    "relation": link.relation,
                    "scale": current.scale.slug if current else "",
                    "rating": current.rating.slug if current else "",
                    "standing": current.rating.standing if current else "",
                    "is_house": current.scale.is_house if current else False,
                }
            )
        return sorted(rows, key=lambda row: (row["claim"], row["relation"]))


def segment(row):
    """A segment as two W3C selectors."""
    return {
        "role": row.role,
        "selector": [
            {"type": "TextPositionSelector", "start": row.start, "end": row.end},
            {
                "type": "TextQuoteSelector",
                "exact": row.exact,
                "prefix": row.prefix,
                "suffix": row.suffix,
            },
        ],
    }


def with_those_above(topic):
    """A topic and all topics above it."""
    while topic:
        yield topic
        topic = topic.parent
