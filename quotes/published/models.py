"""What readers see, as flat rows with finished documents.

Written by ``quotes.publishing`` in the transaction of the act that changes them, and by nothing
else; every reader surface reads these and nothing else. They hold public ids, no foreign keys to
the desk. Addresses of our own are kept relative; the origin is put in front when they are served.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from quotes.published.querysets import (
    ChangeQuerySet,
    DocumentQuerySet,
    QuoteQuerySet,
    SpeakerQuerySet,
    VersionQuerySet,
)
from quotes.published.turns import turn
from sources import guards
from sources.records import only_choices

UNDATED = date(1, 1, 1)  # the sort day of quotes without a date: before all others


def id_column(**options):
    """A column for a public id, compared byte by byte."""
    return models.CharField(max_length=12, db_collation="C", **options)


class Kind(models.TextChoices):
    """The kinds of public objects."""

    QUOTE = "quote", "quote"
    SPEAKER = "speaker", "speaker"
    OUTLET = "outlet", "outlet"
    ARTICLE = "article", "article"
    CLAIM = "claim", "claim"
    TOPIC = "topic", "topic"
    CORRECTION = "correction", "correction"
    SCALE = "rating_scale", "rating scale"


class Document(models.Model):
    """A public object: its version and its finished JSON, list and detail form."""

    public_id = id_column(primary_key=True)
    version = models.PositiveIntegerField(help_text="Counts published versions, from 1.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what it says.")
    published_at = models.DateTimeField(help_text="First publication.")
    updated_at = models.DateTimeField(help_text="When this version was published.")
    list_json = models.TextField(help_text="Finished JSON of the list form.")
    detail_json = models.TextField(help_text="Finished JSON of the detail form.")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.public_id


class Named(Document):
    """A public object with a slug, a name to sort by, and a count of its quotes."""

    slug = models.CharField(max_length=80, unique=True, db_collation="C")
    sort_key = models.CharField(max_length=300, db_collation="C", help_text="Folded name.")
    quotes = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class PublishedQuote(Document):
    """One public quote: columns to filter and sort by, and its finished documents."""

    speaker = id_column(blank=True, help_text="Preferred speaker; empty where there is none.")
    speaker_kind = models.CharField(max_length=14, blank=True)
    attributed_to = ArrayField(id_column(), default=list, help_text="Speakers of any rank.")
    position = id_column(blank=True)
    position_kind = models.CharField(max_length=13, blank=True)
    organisation = id_column(blank=True, help_text="Of the position held when it was said.")
    country = models.CharField(max_length=2, blank=True)
    outlets = ArrayField(id_column(), default=list)
    articles = ArrayField(id_column(), default=list)
    topics = ArrayField(id_column(), default=list, help_text="With all topics above them.")
    language = models.CharField(max_length=12, db_collation="C")
    form = models.CharField(max_length=8)
    attribution = models.CharField(max_length=13)
    evidentiality = models.CharField(max_length=11)
    occasion = models.CharField(max_length=16)
    has_original = models.BooleanField(default=False)
    said_earliest = models.DateField(null=True)
    said_latest = models.DateField(null=True)
    sort_day = models.DateField(help_text="Latest possible day; undated quotes before all others.")
    reach_articles = models.PositiveIntegerField(default=0)
    reach_outlets = models.PositiveIntegerField(default=0)
    reach_roots = models.PositiveIntegerField(default=0)
    wordings = models.PositiveSmallIntegerField(
        db_default=0, help_text="How many; 0 where nobody counted."
    )
    search = SearchVectorField(
        help_text="All wordings, each in its language, with accents folded before and after."
    )

    objects = QuoteQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(F("sort_day").desc(), F("public_id").desc(), name="pq_by_day"),
            models.Index(fields=["published_at", "public_id"], name="pq_by_publication"),
            models.Index(fields=["updated_at", "public_id"], name="pq_by_update"),
            models.Index(
                F("speaker"), F("sort_day").desc(), F("public_id").desc(), name="pq_by_speaker"
            ),
            models.Index(
                F("language"), F("sort_day").desc(), F("public_id").desc(), name="pq_by_language"
            ),
            models.Index(
                F("attribution"),
                F("sort_day").desc(),
                F("public_id").desc(),
                name="pq_by_attribution",
            ),
            GinIndex(fields=["outlets"], name="pq_outlets"),
            GinIndex(fields=["articles"], name="pq_articles"),
            GinIndex(fields=["topics"], name="pq_topics"),
            GinIndex(fields=["attributed_to"], name="pq_attributed_to"),
            GinIndex(fields=["search"], name="pq_search"),
        ]


class QuoteLine(models.Model):
    """A public quote's line of the table that readers export, made when it was published."""

    quote = id_column(primary_key=True)
    columns = models.CharField(max_length=8, help_text="Names the columns that it was made for.")
    line = models.TextField(help_text="CSV, our origin left open.")

    def __str__(self):
        return f"line of {self.quote}"


class PublishedClaimLink(models.Model):
    """What a public quote does to a public claim, and how that claim stands today."""

    quote = id_column(db_index=True)
    claim = id_column()
    relation = models.CharField(max_length=8)
    scale = models.CharField(max_length=60, blank=True, help_text="Slug; empty: not assessed.")
    rating = models.CharField(max_length=60, blank=True)
    standing = models.CharField(max_length=12, blank=True)
    is_house = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "claim", "relation"], name="pclaimlink_once")
        ]
        indexes = [models.Index(fields=["claim", "relation"], name="pclaimlink_claim")]

    def __str__(self):
        return f"{self.quote} {self.relation} {self.claim}"


class PublishedSpeaker(Named):
    """A speaker whom a public quote, response or correction names."""

    kind = models.CharField(max_length=14)
    names = models.TextField(help_text="Every name, one a line, folded: for search.")
    is_private = models.BooleanField(default=False)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "public_id"], name="ps_by_name"),
            GinIndex(OpClass(F("names"), name="gin_trgm_ops"), name="ps_names"),
        ]


class PublishedOutlet(Named):
    """An outlet that printed a public quote."""

    kind = models.CharField(max_length=12)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "public_id"], name="po_by_name")]


class PublishedTopic(Named):
    """A topic of a public quote or claim, or one above it."""

    parent = id_column(blank=True)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "public_id"], name="pt_by_name")]


class PublishedClaim(Named):
    """A claim that was assessed in public, and is not void."""

    status = models.CharField(max_length=18)
    standing = models.CharField(max_length=12)
    search = SearchVectorField()

    class Meta:
        indexes = [
            models.Index(fields=["updated_at", "public_id"], name="pc_by_update"),
            GinIndex(fields=["search"], name="pc_search"),
        ]


class PublishedArticle(Document):
    """An article that a public quote stands in: what it is, and never its full text."""

    outlet = id_column(blank=True)
    language = models.CharField(max_length=12, blank=True)
    sort_day = models.DateField(default=UNDATED)
    quotes = models.PositiveIntegerField(default=0)
    source_url = models.CharField(max_length=2000, blank=True)

    class Meta:
        indexes = [
            models.Index(F("sort_day").desc(), F("public_id").desc(), name="pa_by_day"),
            models.Index(fields=["language"], name="pa_by_language"),
        ]


class PublishedCorrection(Document):
    """A correction as it was published."""

    number = models.PositiveIntegerField(unique=True)
    target_kind = models.CharField(max_length=12)
    target = id_column(db_index=True)
    tier = models.CharField(max_length=18)


class PublishedScale(Document):
    """A rating scale and its ratings."""

    slug = models.CharField(max_length=60, db_collation="C")
    number = models.PositiveSmallIntegerField(help_text="The scale's own version.")
    is_house = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], name="pscale_version_once")
        ]


class PublishedVersion(models.Model):
    """A published version as it was; a withdrawal blanks its words and keeps the row."""

    kind = models.CharField(max_length=12, choices=Kind)
    public_id = id_column()
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=12, help_text="first, additive, typo, substantive, …")
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, help_text="When the next one replaced it.")
    xid = models.BigIntegerField(db_default=turn(), help_text="Its act's turn.")
    until_xid = models.BigIntegerField(null=True)
    correction = models.PositiveIntegerField(null=True, help_text="Number of the notice.")
    list_json = models.TextField(blank=True)
    detail_json = models.TextField(blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "public_id", "number"], name="publishedversion_once"
            ),
            only_choices("kind", Kind),
        ]
        triggers = [
            guards.append_only(
                "A published version is on record for ever; only a withdrawal blanks its words.",
                """TG_OP = 'DELETE' OR
                (NEW.kind, NEW.public_id, NEW.number, NEW.change, NEW.at, NEW.xid, NEW.correction)
                IS DISTINCT FROM
                (OLD.kind, OLD.public_id, OLD.number, OLD.change, OLD.at, OLD.xid, OLD.correction)
                OR (NEW.list_json <> OLD.list_json AND NEW.list_json <> '')
                OR (NEW.detail_json <> OLD.detail_json AND NEW.detail_json <> '')""",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.public_id}, version {self.number}"


class Tombstone(models.Model):
    """What is left of a withdrawn object: its id, the reason class, and when. No words."""

    kind = models.CharField(max_length=12, choices=Kind)
    public_id = id_column()
    slug = models.CharField(max_length=80, blank=True, db_collation="C")
    reason = models.CharField(max_length=14)
    withdrawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "public_id"], name="tombstone_once"),
        ]

    def __str__(self):
        return f"{self.kind} {self.public_id}, withdrawn"


class Redirect(models.Model):
    """An old public id or slug, and where it leads now."""

    kind = models.CharField(max_length=12, choices=Kind)
    old = models.CharField(max_length=80, db_collation="C")
    target = id_column()
    reason = models.CharField(
        max_length=9,
        choices=[(word, word) for word in ("merged", "duplicate", "split", "renamed")],
    )
    at = models.DateTimeField(db_default=Now())
    xid = models.BigIntegerField(db_default=turn(), help_text="Its act's turn.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "old"], name="redirect_once"),
            models.CheckConstraint(condition=~Q(old=F("target")), name="redirect_not_to_itself"),
        ]

    def __str__(self):
        return f"{self.old} → {self.target}"


class Change(models.Model):
    """One public change, for feeds; its place is (xid, id), the act's turn and its own number."""

    xid = models.BigIntegerField(db_default=turn(), help_text="Its act's turn.")
    kind = models.CharField(max_length=12, choices=Kind)
    public_id = id_column()
    version = models.PositiveIntegerField()
    action = models.CharField(
        max_length=9,
        choices=[(word, word) for word in ("created", "updated", "withdrawn", "merged")],
    )
    at = models.DateTimeField()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["xid", "id"], name="change_in_order")]
        triggers = [guards.append_only("A change is on record for ever.")]

    def __str__(self):
        return f"{self.kind} {self.public_id} {self.action}"


class Sketch(models.Model):
    """A hash that a public or withdrawn wording shares with its look-alikes."""

    hash = models.BigIntegerField()
    quote = id_column(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["hash"], include=["quote"], name="sketch_hash")]

    def __str__(self):
        return f"{self.hash} of {self.quote}"


class Mention(models.Model):
    """That a public document names another object, which is public as long as one does."""

    kind = models.CharField(max_length=12, choices=Kind)
    public_id = id_column()
    target_kind = models.CharField(max_length=12, choices=Kind)
    target = id_column()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "public_id", "target_kind", "target"], name="mention_once"
            )
        ]
        indexes = [models.Index(fields=["target_kind", "target"], name="mention_target")]

    def __str__(self):
        return f"{self.kind} {self.public_id} names {self.target_kind} {self.target}"
