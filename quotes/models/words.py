"""What was said: quotes, the occasions they were said on, and their wordings."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as lazy

from quotes.models.guards import differs, needs_correction, published_rows_stay
from quotes.models.planned import Planned, by_planned_time, planned_only_while
from quotes.querysets import QuoteQuerySet
from sources import guards
from sources.dates import PartialDateField
from sources.history import tracked
from sources.records import (
    PublicRow,
    Record,
    both_or_neither,
    date_in_order,
    normal,
    not_blank,
    not_itself,
    only_choices,
)


class OccasionKind(models.TextChoices):
    """On what kind of occasion words are said."""

    PRESS_CONFERENCE = "press_conference", lazy("press conference")
    INTERVIEW = "interview", lazy("interview")
    SPEECH = "speech", lazy("speech")
    STATEMENT = "statement", lazy("statement")
    LETTER = "letter", lazy("letter")
    EMAIL = "email", lazy("email")
    PHONE_CALL = "phone_call", lazy("phone call")
    SOCIAL_POST = "social_post", lazy("social post")
    REPORT = "report", lazy("report")
    TESTIMONY = "testimony", lazy("testimony")
    COURT_FILING = "court_filing", lazy("court filing")
    MEETING = "meeting", lazy("meeting")
    UNKNOWN = "unknown", lazy("not known")


class QuoteStatus(models.TextChoices):
    """Where a quote stands on the desk."""

    DRAFT = "draft", lazy("draft")
    IN_REVIEW = "in_review", lazy("in review")
    PUBLISHED = "published", lazy("published")
    WITHDRAWN = "withdrawn", lazy("withdrawn")


class AttributionStatus(models.TextChoices):
    """Did they say it, in these words? Derived from the attributions."""

    VERIFIED = "verified", lazy("verified")
    ATTRIBUTED = "attributed", lazy("attributed")
    DISPUTED = "disputed", lazy("disputed")
    MISATTRIBUTED = "misattributed", lazy("misattributed")
    FABRICATED = "fabricated", lazy("fabricated")
    UNATTRIBUTED = "unattributed", lazy("unattributed")


class WithdrawalReason(models.TextChoices):
    """The public reason why a quote was taken back."""

    ERROR = "error", lazy("it was wrong")
    WRONG_PERSON = "wrong_person", lazy("it was attributed to the wrong person")
    FABRICATED = "fabricated", lazy("the words were made up")
    LEGAL = "legal", lazy("for legal reasons")
    PRIVACY = "privacy", lazy("to protect a private person")
    DUPLICATE = "duplicate", lazy("it stood here twice")
    PENDING_REVIEW = "pending_review", lazy("it is being reviewed")
    OTHER = "other", lazy("for another reason")


class Fidelity(models.TextChoices):
    """How close a wording is to what was uttered."""

    VERBATIM = "verbatim", lazy("verbatim")
    SHORTENED = "shortened", lazy("shortened")
    BRACKETED = "bracketed", lazy("with words in brackets")
    CLEANED = "cleaned", lazy("cleaned up")
    PARAPHRASE = "paraphrase", lazy("paraphrase")


class Translator(models.TextChoices):
    """Who translated a wording."""

    NONE = "none", lazy("not a translation")
    OFFICE = "office", lazy("the speaker's office")
    OUTLET = "outlet", lazy("the outlet")
    EDITOR = "editor", lazy("one of our editors")
    MACHINE = "machine", lazy("a machine")
    UNKNOWN = "unknown", lazy("not known")


QUOTE_MOVES = {
    QuoteStatus.DRAFT: {QuoteStatus.IN_REVIEW},
    QuoteStatus.IN_REVIEW: {QuoteStatus.PUBLISHED, QuoteStatus.DRAFT},
    QuoteStatus.PUBLISHED: {QuoteStatus.WITHDRAWN},
    QuoteStatus.WITHDRAWN: {QuoteStatus.PUBLISHED},
}

# SQL, looked at when the transaction ends: a quote prefers a wording that is not one of its own.
WORDING_OF_ANOTHER = (
    "EXISTS (SELECT 1 FROM quotes_quote JOIN quotes_wording"
    " ON quotes_wording.id = quotes_quote.preferred_wording_id"
    " WHERE {} AND quotes_wording.quote_id <> quotes_quote.id)"
)


@tracked
class Topic(Record):
    """What quotes and claims are about. Topics form a tree."""

    name = models.CharField(max_length=120)
    names = models.JSONField(
        default=dict, blank=True, help_text=lazy('The name in other languages: {"es": "…"}.')
    )
    slug = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        ordering = ["name"]
        constraints = [not_blank("name"), *normal("name"), not_itself("parent")]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return self.name


@tracked
class Occasion(Record):
    """When and where words were said: a press conference, a letter, a call."""

    kind = models.CharField(max_length=16, choices=OccasionKind, default=OccasionKind.UNKNOWN)
    title = models.CharField(max_length=300, blank=True)
    date = PartialDateField("of the occasion")
    place = models.CharField(max_length=200, blank=True)
    told_to = models.ForeignKey(
        "sources.Outlet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="occasions",
        help_text=lazy("The outlet that the words were said to, where it was one."),
    )

    class Meta:
        ordering = ["-date_latest", "-id"]
        constraints = [
            *normal("title", "place"),
            only_choices("kind", OccasionKind),
            date_in_order("date"),
        ]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return self.title or f"{self.get_kind_display()} {self.date}".strip()


@tracked
class Quote(Planned, Record):
    """Words attributed to someone on an occasion: the utterance, not a string and not a page.

    It has no text and no speaker of its own: those are its preferred wording's and its preferred
    attribution's. Change ``status`` only through ``quotes.workflow``.
    """

    original_language = models.CharField(
        max_length=12, blank=True, help_text=lazy("In which it was said, where known.")
    )
    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="quotes"
    )
    said = PartialDateField("on which it was said")
    status = models.CharField(
        max_length=9, choices=QuoteStatus, default=QuoteStatus.DRAFT, editable=False
    )
    attribution_status = models.CharField(
        max_length=13,
        choices=AttributionStatus,
        default=AttributionStatus.UNATTRIBUTED,
        editable=False,
    )
    preferred_wording = models.ForeignKey(
        "Wording", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    topics = models.ManyToManyField(Topic, through="QuoteTopic", related_name="quotes")
    note = models.TextField(blank=True, help_text=lazy("For the desk only."))
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_rows"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_xid = models.BigIntegerField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawal_reason = models.CharField(
        max_length=14, blank=True, choices=WithdrawalReason, editable=False
    )
    withdrawal_note = models.TextField(blank=True, editable=False, help_text=lazy("Private."))
    planned_words = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text=lazy("Names what was seen when the time was set: changed since, it waits."),
    )

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        permissions = [
            ("discuss", "May leave remarks on the desk"),
            ("contribute", "May add articles, decide candidates and draft"),
            ("edit", "May edit anything unpublished, and submit"),
            ("judge", "May approve others' assessments and propose changes of what is published"),
            ("publish", "May publish, correct, withdraw and merge"),
            ("administer", "May manage users and tokens"),
        ]
        constraints = [
            only_choices("status", QuoteStatus),
            only_choices("attribution_status", AttributionStatus),
            date_in_order("said"),
            not_itself("merged_into"),
            both_or_neither("published_at", "published_by"),
            both_or_neither("withdrawn_at", "withdrawn_by"),
            *planned_only_while("status", QuoteStatus.IN_REVIEW),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review"], published_at__isnull=True)
                | Q(status__in=["published", "withdrawn"], published_at__isnull=False),
                name="quote_published_rows_have_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                & ~Q(withdrawal_reason="")
                | ~Q(status="withdrawn") & Q(withdrawn_at__isnull=True, withdrawal_reason=""),
                name="quote_withdrawn_rows_have_a_reason",
            ),
        ]
        indexes = [
            models.Index(F("status"), F("id").desc(), name="quote_by_status"),
            models.Index(fields=["said_latest", "id"], name="quote_by_day"),
            models.Index(fields=["published_at", "id"], name="quote_by_publication"),
            by_planned_time("quote_by_planned_time"),
        ]
        triggers = [
            guards.counts_edits(),
            guards.no_merge_chains(),
            guards.moves_only("status", QUOTE_MOVES, QuoteStatus.DRAFT),
            published_rows_stay("quote"),
            pgtrigger.Trigger(
                name="published_xid",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL THEN
                    NEW.published_xid = pg_current_xact_id()::text::bigint;
                ELSE
                    NEW.published_xid = OLD.published_xid;
                END IF;
                RETURN NEW;
                """,
            ),
            guards.checks(
                "preferred_wording_is_its_own",
                WORDING_OF_ANOTHER.format("quotes_quote.id = NEW.id"),
                "The preferred wording must be one of this quote.",
                deferred=True,
            ),
            needs_correction(
                differs(
                    "said_earliest",
                    "said_latest",
                    "said_precision",
                    "original_language",
                    "occasion_id",
                )
                + " OR OLD.published_at IS NOT NULL AND NEW.preferred_wording_id IS DISTINCT FROM"
                " OLD.preferred_wording_id",
                "what readers see of it",
                quote="{row}.id",
            ),
        ]

    def __str__(self):
        if self.preferred_wording_id:
            return f"“{self.preferred_wording.text[:80]}”"
        return f"Quote {self.public_id}"


@tracked
class QuoteTopic(models.Model):
    """That a quote is about a topic; public once published."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="quote_topics")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="quote_topics")
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "topic"], name="quotetopic_once"),
            both_or_neither("published_at", "published_by"),
        ]
        triggers = [
            published_rows_stay("topic"),
            needs_correction(differs("quote_id", "topic_id"), "what it is about"),
        ]

    def __str__(self):
        return str(self.topic)


@tracked
class Wording(PublicRow):
    """One version of a quote's words: verbatim, shortened, or a translation. Not an appearance.

    Without outer marks; the parts of a split quote are joined by one space.
    """

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="wordings")
    text = models.TextField(help_text=lazy("Without outer quotation marks."))
    language = models.CharField(max_length=12, help_text=lazy("As in BCP 47; und where not known."))
    norm_hash = models.CharField(
        max_length=16,
        editable=False,
        help_text=lazy("Names the words without marks, case and dashes."),
    )
    is_original = models.BooleanField(
        default=False, help_text=lazy("In the language in which it was said.")
    )
    translation_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="translations"
    )
    translator = models.CharField(max_length=8, choices=Translator, default=Translator.NONE)
    fidelity = models.CharField(max_length=10, choices=Fidelity, default=Fidelity.VERBATIM)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            not_blank("text"),
            *normal("text"),
            only_choices("fidelity", Fidelity),
            only_choices("translator", Translator),
            not_itself("translation_of"),
            both_or_neither("published_at", "published_by"),
            models.UniqueConstraint(
                fields=["quote", "language", "norm_hash"], name="wording_once_per_quote"
            ),
        ]
        indexes = [
            models.Index(fields=["norm_hash"], name="wording_norm_hash"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="wording_words"),
        ]
        triggers = [
            published_rows_stay("wording"),
            guards.checks(
                "translation_in_another_language",
                "NEW.translation_of_id IS NOT NULL AND EXISTS (SELECT 1 FROM quotes_wording"
                " AS source WHERE source.id = NEW.translation_of_id AND"
                " (source.language = NEW.language OR source.quote_id <> NEW.quote_id))",
                "A translation is in another language than what it translates, of the same quote.",
            ),
            guards.checks(
                "preferred_wording_is_its_own",
                WORDING_OF_ANOTHER.format("quotes_wording.id = NEW.id"),
                "The preferred wording must be one of this quote.",
                operation=pgtrigger.Update,
                deferred=True,
            ),
            needs_correction(
                "OLD.published_at IS NOT NULL AND (NEW.norm_hash <> OLD.norm_hash"
                " OR quotes_letters(NEW.text) <> quotes_letters(OLD.text)"
                " OR NEW.quote_id <> OLD.quote_id OR NEW.language <> OLD.language)",
                "its words",
            ),
        ]

    def __str__(self):
        return self.text[:80]
