"""Are desk and readers the same? Every document is made anew and compared with what is stored."""

from collections.abc import Iterator

from django.db import connection

from quotes.models import Claim, Correction, Quote, RatingScale, Speaker, Topic
from quotes.published.models import (
    Kind,
    Mention,
    PublishedClaim,
    PublishedClaimLink,
    PublishedQuote,
    PublishedVersion,
    Sketch,
    Tombstone,
)
from quotes.publishing import claim_document, other_documents, quote_document, refresh, store
from quotes.publishing.store import MODELS
from sources.models import Article, Outlet


def differences() -> list[str]:
    """One sentence for each place where the read model is not what the desk says. [] is right."""
    return list(Check().run())


class Check:
    """One comparison of everything."""

    def __init__(self):
        self.named = set()
        self.seen = set()

    def run(self) -> Iterator[str]:
        yield from self.quotes()
        yield from self.claims()
        yield from self.named_objects()
        yield from self.records()
        yield from self.strangers()
        yield from self.withdrawn()

    def compare(self, document) -> Iterator[str]:
        """Compare one document with its row, its mentions and its versions."""
        self.named |= document.mentions
        self.seen.add((document.kind, document.public_id))
        name = f"{document.kind} {document.public_id}"
        row = MODELS[document.kind][0].objects.filter(pk=document.public_id).first()
        if row is None:
            yield f"{name}: should be public, and is missing."
            return
        versions = PublishedVersion.objects.of(document.kind, document.public_id)
        if not versions or versions.last().number != row.version:
            yield f"{name}: its version is not the last one on record."
        wanted = document.columns | {"digest": document.digest}
        wanted |= document.rendered(row.version, row.published_at, row.updated_at)
        for column, value in wanted.items():
            if getattr(row, column) != value:
                yield f"{name}: {column} differs."
        if store.mentioned_by(document.kind, document.public_id) != document.mentions:
            yield f"{name}: whom it names differs."

    def quotes(self):
        shown = Quote.objects.filter(status="published").values("pk")
        for quote in quote_document.load(shown):
            document, made = refresh.quote_row(quote)
            yield from self.compare(document)
            words = [(w.language, w.text) for w in made.wordings]
            yield from search_differs(PublishedQuote, Kind.QUOTE, quote.public_id, words)
            stored = PublishedClaimLink.objects.filter(quote=quote.public_id)
            links = stored.order_by("claim", "relation")
            if [refresh.link_values(row) for row in links] != made.links:
                yield f"quote {quote.public_id}: its links to claims differ."
            hashes = Sketch.objects.filter(quote=quote.public_id).values_list("hash", flat=True)
            if sorted(hashes) != sorted(refresh.hashes_of(made.wordings)):
                yield f"quote {quote.public_id}: its sketch differs."

    def claims(self):
        for claim in claim_document.load_claims(Claim.objects.values("pk")):
            if claim_document.is_public(claim):
                yield from self.compare(refresh.claim_row(claim))
                words = [(claim.language, claim.text)]
                yield from search_differs(PublishedClaim, Kind.CLAIM, claim.public_id, words)

    def named_objects(self):
        """Articles and topics may name more, so they come in rounds."""
        rounds = (
            (Kind.ARTICLE, Article, other_documents.load_articles, refresh.article_row),
            (Kind.TOPIC, Topic, other_documents.load_topics, refresh.topic_row),
            (Kind.SPEAKER, Speaker, other_documents.load_speakers, refresh.speaker_row),
            (Kind.OUTLET, Outlet, other_documents.load_outlets, refresh.outlet_row),
        )
        for kind, model, load, row in rounds:
            while ids := {i for k, i in self.named if k == kind and (k, i) not in self.seen}:
                for one in load(model.objects.filter(public_id__in=ids).values("pk")):
                    yield from self.compare(row(one))

    def records(self):
        for correction in other_documents.load_corrections(Correction.objects.values("pk")):
            yield from self.compare(refresh.correction_row(correction))
        used = RatingScale.objects.filter(assessments__published_at__isnull=False)
        for scale in claim_document.load_scales(used.values("pk")):
            yield from self.compare(refresh.scale_row(scale))

    def strangers(self):
        """Rows that should not be there."""
        for kind, (model, *_) in MODELS.items():
            if kind == Kind.SCALE:
                continue
            for public_id in model.objects.values_list("pk", flat=True):
                if (kind, public_id) not in self.seen:
                    yield f"{kind} {public_id}: is public, and should not be."
        for kind, public_id in set(Mention.objects.values_list("kind", "public_id")) - self.seen:
            yield f"{kind} {public_id}: names others, and is not public."

    def withdrawn(self):
        """Withdrawn quotes leave a tombstone and no words."""
        gone = Quote.objects.filter(status="withdrawn").values_list("public_id", flat=True)
        stones = set(Tombstone.objects.filter(kind=Kind.QUOTE).values_list("public_id", flat=True))
        for public_id in set(gone) ^ stones:
            yield f"quote {public_id}: tombstone and status do not agree."
        left = PublishedVersion.objects.filter(kind=Kind.QUOTE, public_id__in=list(gone))
        for version in left.exclude(list_json="", detail_json=""):
            yield f"{version}: was withdrawn, and its words are still there."


def search_differs(model, kind, public_id, words) -> Iterator[str]:
    """Compare a stored search vector with that of the words."""
    sql, params = refresh.search_sql(words)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT search = ({sql}) FROM {model._meta.db_table} WHERE public_id = %s",
            [*params, public_id],
        )
        row = cursor.fetchone()
    if row and not row[0]:
        yield f"{kind} {public_id}: its search vector differs."
