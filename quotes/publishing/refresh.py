"""Brings the published read model in line with the desk, in the transaction of an act.

The order matters: claims first (quotes show their ratings), then quotes, then whatever they name
(speakers, outlets, topics, articles), whose counts and very publicness depend on them.
"""

from collections import defaultdict

from django.db import connection
from django.db.models import Q
from django.utils.translation import override

from quotes.extraction.text import sketch, spaced
from quotes.models import Claim, ClaimQuote, Correction, Quote, RatingScale, Speaker, Topic
from quotes.published import exporting
from quotes.published.languages import search_config
from quotes.published.models import (
    Kind,
    Mention,
    PublishedClaim,
    PublishedClaimLink,
    PublishedQuote,
    QuoteLine,
    Sketch,
)
from quotes.publishing import claim_document, documents, other_documents, quote_document, store
from quotes.publishing.store import Act, Document
from sources.models import Article, Outlet

LINK = ("quote", "claim", "relation", "scale", "rating", "standing", "is_house")
PUBLISHING = 7_243_001  # the advisory lock: one public act at a time


def lock():
    """Wait for other public acts; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])


def refresh(act: Act, **changed):
    """Rewrite what readers see of the desk's rows given by kind.

    `changed` maps `quotes`, `claims`, `speakers`, `outlets`, `articles`, `topics`, `corrections`
    and `scales` to primary keys.
    """
    lock()
    with override("en"):  # documents are the same whatever language the editor's desk speaks
        Refresh(act, {kind: set(keys) for kind, keys in changed.items()}).run()


class Refresh:
    """One run: what was changed, and what is touched by it."""

    def __init__(self, act, changed):
        self.act = act
        self.changed = changed
        self.touched = set()  # (kind, public id) of what documents name or named
        self.claims = set()  # claims that are written: they are made of the desk's rows alone
        self.named = {}  # by kind: what some document names, until that changes

    def run(self):
        self.touch_changed()
        claims = self.changed.get("claims", set()) | self.claims_answered()
        self.changed["claims"] = claims
        self.write_claims(claims)
        quotes = self.changed.get("quotes", set()) | self.quotes_naming() | quotes_of(claims)
        quotes |= self.quotes_beside()
        linked = claims_of(quotes) | self.published_claims_of(quotes)
        self.write_quotes(quotes)
        self.write_claims(linked - claims)
        self.write_articles()
        self.write_topics()
        self.write_speakers()
        self.write_outlets()
        self.write_scales(self.changed.get("scales", set()))
        self.write_corrections(self.changed.get("corrections", set()))

    def touch_changed(self):
        """What was changed directly is looked at even if no document is made anew."""
        for kind, model in (
            ("speakers", Speaker), ("outlets", Outlet), ("articles", Article), ("topics", Topic),
        ):  # fmt: skip
            ids = model.objects.filter(pk__in=self.changed.get(kind, ())).values_list(
                "public_id", flat=True
            )
            self.touched |= {(kind.removesuffix("s"), public_id) for public_id in ids}

    def naming(self, kind):
        """Public ids of documents of one kind that name what was touched."""
        by_kind = defaultdict(list)
        for target_kind, target in self.touched:
            by_kind[target_kind].append(target)
        found = set()
        for target_kind, targets in by_kind.items():
            named = Mention.objects.filter(kind=kind, target_kind=target_kind, target__in=targets)
            found |= set(named.values_list("public_id", flat=True))
        return found

    def quotes_naming(self):
        """Quotes and, on the way, claims whose documents name what was changed directly."""
        named = Claim.objects.filter(public_id__in=self.naming("claim"))
        self.changed["claims"] = self.changed["claims"] | set(named.values_list("pk", flat=True))
        self.write_claims(self.changed["claims"])
        ids = self.naming("quote")
        return set(Quote.objects.filter(public_id__in=ids).values_list("pk", flat=True))

    def quotes_beside(self):
        """Quotes that show a changed one: as said again, or as the words of a response."""
        changed = self.changed.get("quotes", ())
        beside = Quote.objects.filter(status="published").filter(
            Q(links__kind="said_again", links__other__in=changed)
            | Q(links_back__kind="said_again", links_back__quote__in=changed)
            | Q(responses__own_quote__in=changed)
        )
        return set(beside.values_list("pk", flat=True)) if changed else set()

    def claims_answered(self):
        """Claims whose assessments are answered by the words of a changed quote."""
        changed = self.changed.get("quotes", ())
        answered = Claim.objects.filter(assessments__responses__own_quote__in=changed)
        return set(answered.values_list("pk", flat=True)) if changed else set()

    def published_claims_of(self, quotes):
        """Claims that the published quotes are linked to, as stored."""
        ids = Quote.objects.filter(pk__in=quotes).values_list("public_id", flat=True)
        claims = PublishedClaimLink.objects.filter(quote__in=list(ids)).values_list("claim")
        return set(Claim.objects.filter(public_id__in=claims).values_list("pk", flat=True))

    def put(self, document: Document, was: store.Stored) -> bool:
        """Store a document and remember whose counts or publicness may follow; is it new?"""
        touched, anew = store.write(document, self.act, was)
        if touched:
            self.named.clear()
        self.touched |= touched
        return anew

    def take(self, kind, public_id, action="withdrawn"):
        """Take a document away and remember whom it named."""
        self.touched |= store.mentioned_by(kind, public_id)
        self.named.clear()
        store.remove(kind, public_id, self.act, action)

    def named_among(self, kind, rows) -> set:
        """Those of these rows' public ids that some public document names."""
        if kind not in self.named:
            ids = [row.public_id for row in rows]
            named = Mention.objects.filter(target_kind=kind, target__in=ids)
            self.named[kind] = set(named.values_list("target", flat=True))
        return self.named[kind]

    def write_claims(self, ids):
        claims = list(claim_document.load_claims(set(ids) - self.claims))
        self.claims |= {claim.pk for claim in claims}
        was = store.stored(Kind.CLAIM, [claim.public_id for claim in claims])
        for claim in claims:
            if not claim_document.is_public(claim):
                action = "merged" if claim.merged_into_id else "withdrawn"
                self.take(Kind.CLAIM, claim.public_id, action)
                continue
            if self.put(documents.claim_row(claim), was):
                set_search(PublishedClaim, claim.public_id, [(claim.language, claim.text)])

    def write_quotes(self, ids):
        quotes = list(quote_document.load(ids))
        was = store.stored(Kind.QUOTE, [quote.public_id for quote in quotes])
        links = stored_links(quotes)
        for quote in quotes:
            if quote.status != "published":
                action = "merged" if quote.merged_into_id else "withdrawn"
                self.take(Kind.QUOTE, quote.public_id, action)
                PublishedClaimLink.objects.filter(quote=quote.public_id).delete()
                QuoteLine.objects.filter(pk=quote.public_id).delete()
                if quote.withdrawal_reason == "legal":
                    Sketch.objects.filter(quote=quote.public_id).delete()
                continue
            document, made = documents.quote_row(quote)
            if self.put(document, was):
                words = [(wording.language, wording.text) for wording in made.wordings]
                set_search(PublishedQuote, quote.public_id, words)
                set_sketches(quote.public_id, made.wordings)
                set_line(quote.public_id)
            if links[quote.public_id] != made.links:
                set_links(quote.public_id, made.links)

    def touched_ids(self, kind):
        return {public_id for touched, public_id in self.touched if touched == kind}

    def write_articles(self):
        ids = self.touched_ids("article") | self.naming("article")
        articles = Article.objects.filter(public_id__in=ids)
        rows = list(other_documents.load_articles(articles.values("pk")))
        was = store.stored(Kind.ARTICLE, [row.public_id for row in rows])
        for article in rows:
            if article.public_id not in self.named_among("article", rows):
                self.take(Kind.ARTICLE, article.public_id)
                continue
            self.put(documents.article_row(article), was)

    def write_topics(self):
        ids = self.touched_ids("topic") | self.naming("topic")
        topics = Topic.objects.filter(Q(public_id__in=ids) | Q(children__public_id__in=ids))
        rows = list(other_documents.load_topics(topics.values("pk")).order_by("-pk"))
        was = store.stored(Kind.TOPIC, [row.public_id for row in rows])
        for topic in rows:
            if topic.public_id not in self.named_among("topic", rows):
                self.take(Kind.TOPIC, topic.public_id)
                continue
            self.put(documents.topic_row(topic), was)

    def write_speakers(self):
        holders = Q(roles__position__organisation__in=self.changed.get("speakers", ()))
        speakers = Speaker.objects.filter(Q(public_id__in=self.touched_ids("speaker")) | holders)
        rows = list(other_documents.load_speakers(speakers.values("pk")))
        was = store.stored(Kind.SPEAKER, [row.public_id for row in rows])
        for speaker in rows:
            if speaker.public_id not in self.named_among("speaker", rows):
                action = "merged" if speaker.merged_into_id else "withdrawn"
                self.take(Kind.SPEAKER, speaker.public_id, action)
                continue
            self.put(documents.speaker_row(speaker), was)

    def write_outlets(self):
        outlets = Outlet.objects.filter(public_id__in=self.touched_ids("outlet"))
        rows = list(other_documents.load_outlets(outlets.values("pk")))
        was = store.stored(Kind.OUTLET, [row.public_id for row in rows])
        for outlet in rows:
            if outlet.public_id not in self.named_among("outlet", rows):
                self.take(Kind.OUTLET, outlet.public_id)
                continue
            self.put(documents.outlet_row(outlet), was)

    def write_scales(self, ids):
        used = used_scales().filter(pk__in=ids) if ids else RatingScale.objects.none()
        scales = list(claim_document.load_scales(used.values("pk")))
        was = store.stored(Kind.SCALE, [scale.public_id for scale in scales])
        for scale in scales:
            self.put(documents.scale_row(scale), was)

    def write_corrections(self, ids):
        corrections = list(other_documents.load_corrections(ids))
        was = store.stored(Kind.CORRECTION, [correction.public_id for correction in corrections])
        for correction in corrections:
            self.put(documents.correction_row(correction), was)


def quotes_of(claims):
    """Published quotes that are linked to claims."""
    rows = ClaimQuote.objects.filter(claim__in=claims, quote__status="published")
    return set(rows.values_list("quote_id", flat=True))


def claims_of(quotes):
    """Claims that quotes are linked to."""
    rows = ClaimQuote.objects.filter(quote__in=quotes)
    return set(rows.values_list("claim_id", flat=True))


def used_scales():
    """Scales on which something was assessed in public."""
    return RatingScale.objects.filter(assessments__published_at__isnull=False).distinct()


def search_sql(wordings):
    """SQL and parameters of the search vector of some (language, text) pairs."""
    parts, params = [], []
    for language, text in wordings:
        parts.append("published_words(%s, %s)")
        params += [search_config(language), spaced(text)]
    return " || ".join(parts) or "''::tsvector", params


def set_search(model, public_id, wordings):
    """Store the search vector of a document."""
    sql, params = search_sql(wordings)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET search = {sql} WHERE public_id = %s", [*params, public_id]
        )


def stored_links(quotes):
    """The stored links of some quotes to claims, by public id."""
    found = defaultdict(list)
    rows = PublishedClaimLink.objects.filter(quote__in=[quote.public_id for quote in quotes])
    for row in rows.order_by("claim", "relation").values(*LINK):
        found[row["quote"]].append(row)
    return found


def link_values(row):
    """A stored link as a dict."""
    return {name: getattr(row, name) for name in LINK}


def set_links(public_id, links):
    """Store a quote's links to claims."""
    PublishedClaimLink.objects.filter(quote=public_id).delete()
    PublishedClaimLink.objects.bulk_create(PublishedClaimLink(**link) for link in links)


def hashes_of(wordings):
    """The sketch hashes of a quote's wordings."""
    return {number for w in wordings for number in sketch(w.text, w.language)}


def set_sketches(public_id, wordings):
    """Store a quote's sketch."""
    wanted = hashes_of(wordings)
    stored = Sketch.objects.filter(quote=public_id)
    have = set(stored.values_list("hash", flat=True))
    if have - wanted:
        stored.filter(hash__in=have - wanted).delete()
    Sketch.objects.bulk_create(Sketch(hash=h, quote=public_id) for h in sorted(wanted - have))


def set_line(public_id):
    """Keep a quote's line of the table."""
    document = PublishedQuote.objects.values_list("list_json", flat=True).get(pk=public_id)
    lines = exporting.quote_lines()
    line = lines.kept(document)
    if line is None:
        QuoteLine.objects.filter(pk=public_id).delete()
        return
    kept = QuoteLine(pk=public_id, columns=lines.name, line=line)
    QuoteLine.objects.bulk_create(
        [kept], update_conflicts=True, unique_fields=["pk"], update_fields=["columns", "line"]
    )


def all_keys():
    """Every key that a rebuild looks at, by kind."""
    return {
        "claims": set(Claim.objects.values_list("pk", flat=True)),
        "quotes": set(Quote.objects.exclude(published_at=None).values_list("pk", flat=True)),
        "speakers": set(Speaker.objects.values_list("pk", flat=True)),
        "outlets": set(Outlet.objects.values_list("pk", flat=True)),
        "articles": set(Article.objects.values_list("pk", flat=True)),
        "topics": set(Topic.objects.values_list("pk", flat=True)),
        "corrections": set(Correction.objects.values_list("pk", flat=True)),
        "scales": set(RatingScale.objects.values_list("pk", flat=True)),
    }
