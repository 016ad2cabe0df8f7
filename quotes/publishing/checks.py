"""Are desk and readers the same? Every document is made anew and compared with what is stored."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from django.db import connection

from quotes.models import Claim, Correction, Quote, Speaker, Topic
from quotes.published import exporting
from quotes.published.models import (
    Change,
    Kind,
    Mention,
    PublishedClaim,
    PublishedClaimLink,
    PublishedQuote,
    PublishedVersion,
    QuoteLine,
    Sketch,
    Tombstone,
)
from quotes.publishing import (
    claim_document,
    documents,
    other_documents,
    quote_document,
    refresh,
    store,
)
from quotes.publishing.store import MODELS
from sources.models import Article, Outlet

TOLD = ("created", "updated")  # what the change feed says of a version


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
        yield from self.leftovers()
        yield from self.feed()

    def compare(self, document) -> Iterator[str]:
        """Compare one document with its row, its mentions and its versions."""
        self.named |= document.mentions
        self.seen.add((document.kind, document.public_id))
        name = f"{document.kind} {document.public_id}"
        row = MODELS[document.kind][0].objects.filter(pk=document.public_id).first()
        if row is None:
            yield f"{name}: should be public, and is missing."
            return
        yield from self.last_version(document.kind, row)
        wanted = document.columns | {"digest": document.digest}
        wanted |= document.rendered(row.version, row.published_at, row.updated_at)
        for column, value in wanted.items():
            if getattr(row, column) != value:
                yield f"{name}: {column} differs."
        if store.mentioned_by(document.kind, document.public_id) != document.mentions:
            yield f"{name}: whom it names differs."

    def last_version(self, kind, row) -> Iterator[str]:
        """Compare a row with its last version."""
        name = f"{kind} {row.pk}"
        versions = PublishedVersion.objects.of(kind, row.pk)
        first, last = versions.first(), versions.last()
        if last is None or last.number != row.version:
            yield f"{name}: its version is not the last one on record."
            return
        if last.until is not None:
            yield f"{name}: its last version has ended."
        if (first.at, last.at) != (row.published_at, row.updated_at):
            yield f"{name}: its days are not those of its versions."
        for form in ("list_json", "detail_json"):
            if uncounted(getattr(row, form)) != uncounted(getattr(last, form)):
                yield f"{name}: {form} is not that of its last version."

    def feed(self):
        """Versions are numbered without gaps, and the change feed tells each of them once."""
        numbered = PublishedVersion.objects.order_by("kind", "public_id", "number")
        versions = list(numbered.values_list("kind", "public_id", "number"))
        told = Change.objects.filter(action__in=TOLD).values_list("kind", "public_id", "version")
        for key, times in (Counter(told) - Counter(versions)).items():
            yield f"{key}: {times} too many in the change feed."
        for key in Counter(versions) - Counter(told):
            yield f"{key}: is not in the change feed."
        for before, after in pairwise([("", "", 0), *versions]):
            if after[2] != (before[2] + 1 if before[:2] == after[:2] else 1):
                yield f"{after}: there is a gap before this version."

    def quotes(self):
        shown = Quote.objects.filter(status="published").values("pk")
        for quote in quote_document.load(shown):
            document, made = documents.quote_row(quote)
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
            yield from line_differs(quote.public_id)

    def claims(self):
        for claim in claim_document.load_claims(Claim.objects.values("pk")):
            if claim_document.is_public(claim):
                yield from self.compare(documents.claim_row(claim))
                words = [(claim.language, claim.text)]
                yield from search_differs(PublishedClaim, Kind.CLAIM, claim.public_id, words)

    def named_objects(self):
        """Articles and topics may name more, so they come in rounds."""
        rounds = (
            (Kind.ARTICLE, Article, other_documents.load_articles, documents.article_row),
            (Kind.TOPIC, Topic, other_documents.load_topics, documents.topic_row),
            (Kind.SPEAKER, Speaker, other_documents.load_speakers, documents.speaker_row),
            (Kind.OUTLET, Outlet, other_documents.load_outlets, documents.outlet_row),
        )
        for kind, model, load, row in rounds:
            while ids := {i for k, i in self.named if k == kind and (k, i) not in self.seen}:
                for one in load(model.objects.filter(public_id__in=ids).values("pk")):
                    yield from self.compare(row(one))

    def records(self):
        for correction in other_documents.load_corrections(Correction.objects.values("pk")):
            yield from self.compare(documents.correction_row(correction))
        for scale in claim_document.load_scales(refresh.used_scales().values("pk")):
            yield from self.compare(documents.scale_row(scale))

    def strangers(self):
        """Rows that should not be there."""
        for kind, (model, *_) in MODELS.items():
            for public_id in model.objects.values_list("pk", flat=True):
                if (kind, public_id) not in self.seen:
                    yield f"{kind} {public_id}: is public, and should not be."
        for kind, public_id in set(Mention.objects.values_list("kind", "public_id")) - self.seen:
            yield f"{kind} {public_id}: names others, and is not public."

    def withdrawn(self):
        """Withdrawn quotes leave a tombstone and no words."""
        gone = Quote.objects.filter(status="withdrawn")
        reasons = dict(gone.values_list("public_id", "withdrawal_reason"))
        stones = Tombstone.objects.filter(kind=Kind.QUOTE)
        if dict(stones.values_list("public_id", "reason")) != reasons:
            yield "Tombstones of quotes and what was withdrawn do not agree."
        for kind, public_id in set(Tombstone.objects.values_list("kind", "public_id")) & self.seen:
            yield f"{kind} {public_id}: is public, and has a tombstone."
        left = PublishedVersion.objects.filter(kind=Kind.QUOTE, public_id__in=list(reasons))
        for version in left.exclude(list_json="", detail_json=""):
            yield f"{version}: was withdrawn, and its words are still there."
        for kind, public_id in Tombstone.objects.values_list("kind", "public_id"):
            told = (
                Change.objects.filter(kind=kind, public_id=public_id).order_by("xid", "id").last()
            )
            if told is None or told.action in TOLD:
                yield f"{kind} {public_id}: the change feed does not say that it is gone."

    def leftovers(self):
        """Hashes and links of quotes that are not public, and hashes after a legal removal."""
        shown = {public_id for kind, public_id in self.seen if kind == Kind.QUOTE}
        gone = Quote.objects.filter(status="withdrawn").exclude(withdrawal_reason="legal")
        known = shown | set(gone.values_list("public_id", flat=True))
        for public_id in set(Sketch.objects.values_list("quote", flat=True).distinct()) - known:
            yield f"quote {public_id}: has a sketch, and should have none."
        for public_id in set(PublishedClaimLink.objects.values_list("quote", flat=True)) - shown:
            yield f"quote {public_id}: has links to claims, and is not public."
        for public_id in set(QuoteLine.objects.values_list("pk", flat=True)) - shown:
            yield f"quote {public_id}: has a line of the table, and is not public."


def uncounted(text: str) -> dict:
    """A document without its count of quotes, which is kept current without a new version."""
    return {name: value for name, value in store.parsed(text).items() if name != "quotes"}


def line_differs(public_id) -> Iterator[str]:
    """Compare a quote's line of the table with its document; where there is none, it is made."""
    lines = exporting.quote_lines()
    row = QuoteLine.objects.filter(pk=public_id, columns=lines.name).first()
    shown = PublishedQuote.objects.filter(pk=public_id).first()
    if row and shown and row.line != lines.kept(shown.list_json):
        yield f"quote {public_id}: its line of the table differs."


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
