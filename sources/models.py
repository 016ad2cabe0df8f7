"""Where words come from: outlets, what they put out, and the text as it was captured."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as lazy

from sources import guards
from sources.dates import PartialDateField
from sources.history import tracked
from sources.querysets import ArticleQuerySet, OutletQuerySet, SnapshotQuerySet
from sources.records import (
    PublicRow,
    Record,
    date_in_order,
    normal,
    not_blank,
    not_itself,
    only_choices,
    wikidata_item,
)


class OutletKind(models.TextChoices):
    """What kind of house prints."""

    NEWSPAPER = "newspaper", lazy("newspaper")
    BROADCASTER = "broadcaster", lazy("broadcaster")
    WIRE = "wire", lazy("wire service")
    MAGAZINE = "magazine", lazy("magazine")
    ONLINE = "online", lazy("online")
    GOVERNMENT = "government", lazy("government")
    ORGANISATION = "organisation", lazy("organisation")
    PLATFORM = "platform", lazy("platform")
    OTHER = "other", lazy("other")


class ArticleKind(models.TextChoices):
    """What kind of thing an outlet put out."""

    ARTICLE = "article", lazy("article")
    PRESS_RELEASE = "press_release", lazy("press release")
    TRANSCRIPT = "transcript", lazy("transcript")
    LETTER = "letter", lazy("letter")
    EMAIL = "email", lazy("email")
    SOCIAL_POST = "social_post", lazy("social post")
    REPORT = "report", lazy("report")
    VIDEO = "video", lazy("video")
    AUDIO = "audio", lazy("audio")
    OTHER = "other", lazy("other")


class LiveStatus(models.TextChoices):
    """How the live page stands, as we last saw it."""

    UNCHECKED = "unchecked", lazy("not checked")
    LIVE = "live", lazy("as captured")
    CHANGED = "changed", lazy("changed")
    RETRACTED = "retracted", lazy("retracted")
    GONE = "gone", lazy("gone")
    BLOCKED = "blocked", lazy("blocked")


class Method(models.TextChoices):
    """How a text came to us."""

    FETCHED = "fetched", lazy("fetched")
    PASTED = "pasted", lazy("pasted")
    IMPORTED = "imported", lazy("imported")


@tracked
class Outlet(Record):
    """Who prints: a newspaper, broadcaster, wire service, ministry or platform. Not the speaker."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=False)
    kind = models.CharField(max_length=12, choices=OutletKind, default=OutletKind.OTHER)
    homepage = models.URLField(max_length=500, blank=True, help_text=lazy("http or https."))
    country = models.CharField(
        max_length=2, blank=True, help_text=lazy("Two letters, as in ISO 3166.")
    )
    language = models.CharField(
        max_length=12, blank=True, help_text=lazy("As in BCP 47: en, es, pt-BR.")
    )
    wikidata_id = models.CharField(
        max_length=16, null=True, blank=True, unique=True, help_text=lazy("Such as Q9684.")
    )

    objects = OutletQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            not_blank("name"),
            *normal("name"),
            only_choices("kind", OutletKind),
            wikidata_item(),
        ]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return self.name


@tracked
class OutletDomain(models.Model):
    """A domain whose pages are an outlet's."""

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="domains")
    domain = models.CharField(
        max_length=253,
        unique=True,
        help_text=lazy("Without www: courier.example. Covers what is below."),
    )

    def __str__(self):
        return self.domain


@tracked
class Article(Record):
    """One thing that an outlet put out. Not a URL: one article has many."""

    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        help_text=lazy("Empty where it is not known who printed it."),
    )
    url = models.CharField(
        max_length=2000,
        null=True,
        blank=True,
        unique=True,
        help_text=lazy("The canonical address; empty for pasted text."),
    )
    title = models.CharField(max_length=500, help_text=lazy("The first words where none is given."))
    byline = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=14, choices=ArticleKind, default=ArticleKind.ARTICLE)
    language = models.CharField(
        max_length=12, blank=True, help_text=lazy("As in BCP 47: en, es, ar.")
    )
    published = PartialDateField("on which it was published")
    published_time = models.TimeField(null=True, blank=True, help_text=lazy("In UTC, where known."))
    syndicated_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="syndicated",
        help_text=lazy("The article that this one reprints."),
    )
    live_status = models.CharField(
        max_length=9, choices=LiveStatus, default=LiveStatus.UNCHECKED, editable=False
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            not_blank("title"),
            *normal("title", "byline"),
            only_choices("kind", ArticleKind),
            only_choices("live_status", LiveStatus),
            date_in_order("published"),
            not_itself("syndicated_from"),
            models.CheckConstraint(
                condition=Q(url__isnull=True) | Q(url__regex=r"^https?://"),
                name="article_url_is_http",
                violation_error_message=lazy("An address starts with http:// or https://."),
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="article_title_words")
        ]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return self.title


@tracked
class ArticleUrl(models.Model):
    """Another address at which an article stands."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="urls")
    url = models.CharField(max_length=2000, unique=True)

    def __str__(self):
        return self.url


class Snapshot(PublicRow):
    """An article's text as it was captured once. Not the live page, and never changed.

    Quotes are anchored to it by offsets in Unicode code points, end exclusive.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="snapshots")
    text = models.TextField(help_text=lazy("NFC, line ends as \\n."))
    sha256 = models.CharField(max_length=64, help_text=lazy("Of the text in UTF-8, hexadecimal."))
    raw = models.BinaryField(null=True, help_text=lazy("The bytes as they were fetched."))
    raw_sha256 = models.CharField(max_length=64, null=True)
    raw_type = models.CharField(max_length=120, blank=True, help_text=lazy("Content-Type as sent."))
    taken_at = models.DateTimeField()
    method = models.CharField(max_length=8, choices=Method)
    archive_url = models.URLField(max_length=2000, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at"]
        constraints = [
            models.UniqueConstraint(fields=["article", "sha256"], name="snapshot_once_per_text"),
            models.CheckConstraint(
                condition=Q(raw__isnull=True, raw_sha256__isnull=True)
                | Q(raw__isnull=False, raw_sha256__isnull=False)
                | Q(erased_at__isnull=False),
                name="snapshot_raw_and_its_hash",
            ),
            *normal("text"),
            only_choices("method", Method),
        ]
        indexes = [models.Index(fields=["sha256"], name="snapshot_sha256")]
        triggers = [
            guards.checks(
                "snapshot_hash",
                "NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')"
                " OR NEW.raw_sha256 <> encode(sha256(NEW.raw), 'hex')",
                "The hash is not that of the text.",
                operation=pgtrigger.Insert,
            ),
            pgtrigger.Trigger(
                name="never_changed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                IF TG_OP = 'UPDATE' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
                    AND NEW.text = '' AND NEW.raw IS NULL
                    AND (NEW.id, NEW.public_id, NEW.article_id, NEW.sha256, NEW.taken_at)
                      = (OLD.id, OLD.public_id, OLD.article_id, OLD.sha256, OLD.taken_at)
                    AND EXISTS (SELECT 1 FROM sources_erasure WHERE snapshot_id = OLD.id)
                THEN RETURN NEW; END IF;
                {
                    guards.refuse(
                        "never_changed", "A snapshot is evidence: it is never changed or deleted."
                    )
                }
                """,
            ),
        ]

    def __str__(self):
        return f"{self.article} as of {self.taken_at:%d %B %Y}"


class Erasure(models.Model):
    """The record that a snapshot's text was erased by law: who asked, who agreed, and why."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="erasure")
    legal_basis = models.TextField(help_text=lazy("The law or order, without the erased words."))
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            not_blank("legal_basis"),
            models.CheckConstraint(
                condition=~Q(requested_by=models.F("approved_by")),
                name="erasure_needs_two_people",
            ),
        ]
        triggers = [guards.append_only("An erasure is on record for ever.")]

    def __str__(self):
        return f"Erasure of {self.snapshot_id}"


class LiveCheck(models.Model):
    """That we looked at an article's live page: how it stood, and where quoted words had moved.

    The text that was found is not kept: taking the article in again makes a snapshot of it.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="live_checks")
    status = models.CharField(max_length=9, choices=LiveStatus)
    answer = models.PositiveSmallIntegerField(
        null=True, help_text=lazy("The site's HTTP status, where it answered.")
    )
    note = models.CharField(max_length=500, blank=True, help_text=lazy("What stood in the way."))
    likeness = models.FloatField(
        null=True, help_text=lazy("Share of the captured lines that still stand there, 0 to 1.")
    )
    places = models.JSONField(
        default=list, help_text=lazy("By occurrence: its anchor, and the words as they read now.")
    )
    checked_at = models.DateTimeField(db_default=models.functions.Now())
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=lazy("Empty where the machine looked."),
    )

    class Meta:
        ordering = ["-id"]
        constraints = [only_choices("status", LiveStatus)]
        indexes = [models.Index(fields=["article", "-id"], name="livecheck_latest")]
        triggers = [guards.append_only("That we looked at a page is on record for ever.")]

    def __str__(self):
        return f"{self.article}: {self.get_status_display()}"
