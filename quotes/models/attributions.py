"""Did they say it: who is named as the speaker, and what speakers say about it later."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as lazy

from quotes.models.guards import differs, needs_correction, published_rows_stay
from quotes.models.merges import merging
from quotes.models.people import Role, Speaker
from quotes.models.words import Quote
from sources import guards
from sources.dates import PartialDateField
from sources.history import tracked
from sources.records import PublicRow, both_or_neither, date_in_order, normal, only_choices


class Rank(models.TextChoices):
    """How an attribution stands; live = preferred or normal."""

    PREFERRED = "preferred", lazy("preferred")
    NORMAL = "normal", lazy("normal")
    DEPRECATED = "deprecated", lazy("deprecated")


class Reason(models.TextChoices):
    """Why an attribution has its rank."""

    SUPPORTED = "supported", lazy("supported")
    WRONG_PERSON = "wrong_person", lazy("wrong person")
    FABRICATED = "fabricated", lazy("the words were made up")
    CONFLATED = "conflated", lazy("mixed up with other words")
    PARAPHRASE_HARDENED = "paraphrase_hardened", lazy("a paraphrase that hardened into a quote")
    TRANSLATION_DRIFT = "translation_drift", lazy("changed by translation")
    SATIRE = "satire", lazy("satire")
    DENIED = "denied", lazy("denied")
    OTHER = "other", lazy("other")


class ResponseKind(models.TextChoices):
    """What a speaker later says about it."""

    DENIES_SAYING = "denies_saying", lazy("denies having said these words")
    OUT_OF_CONTEXT = "out_of_context", lazy("says that the words are out of context")
    CLARIFIES = "clarifies", lazy("clarifies")
    RETRACTS = "retracts", lazy("retracts")
    APOLOGISES = "apologises", lazy("apologises")
    RIGHT_OF_REPLY = "right_of_reply", lazy("replies")


@tracked
class Attribution(PublicRow):
    """One statement that a speaker said a quote, with rank and reason."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="attributions")
    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="attributions")
    role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attributions",
        help_text=lazy("The role held when it was said; later changes of dates do not touch it."),
    )
    rank = models.CharField(max_length=10, choices=Rank, default=Rank.NORMAL)
    reason = models.CharField(max_length=19, choices=Reason, default=Reason.SUPPORTED)
    note = models.TextField(blank=True, help_text=lazy("Public: why."))
    evidence_article = models.ForeignKey(
        "sources.Article", models.PROTECT, null=True, blank=True, related_name="evidence_for"
    )
    verified_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            only_choices("rank", Rank),
            only_choices("reason", Reason),
            *normal("note"),
            both_or_neither("verified_at", "verified_by"),
            both_or_neither("published_at", "published_by"),
            models.UniqueConstraint(fields=["quote", "speaker"], name="attribution_once"),
            models.UniqueConstraint(
                fields=["quote"],
                condition=Q(rank="preferred"),
                name="attribution_one_preferred",
                violation_error_message=lazy("A quote has one preferred speaker."),
            ),
        ]
        indexes = [
            models.Index(F("speaker"), F("quote").desc(), name="attribution_of_speaker"),
        ]
        triggers = [
            published_rows_stay("attribution"),
            needs_correction(
                differs("quote_id", "role_id", "rank", "reason")
                + " OR (OLD.published_at IS NOT NULL AND NOT "
                + merging("speaker", "OLD.speaker_id", "NEW.speaker_id")
                + ") OR (OLD.published_at IS NULL AND NEW.published_at IS NOT NULL"
                " AND NEW.rank = 'preferred')",
                "its speaker",
                operation=pgtrigger.Insert | pgtrigger.Update,
            ),
        ]

    def __str__(self):
        return f"{self.speaker} ({self.get_rank_display()})"


@tracked
class Response(PublicRow):
    """What a speaker later says about a quote or an assessment; shown beside it everywhere."""

    quote = models.ForeignKey(
        Quote, models.PROTECT, null=True, blank=True, related_name="responses"
    )
    assessment = models.ForeignKey(
        "quotes.Assessment", models.PROTECT, null=True, blank=True, related_name="responses"
    )
    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=14, choices=ResponseKind)
    text = models.TextField(blank=True, help_text=lazy("What they say, in one sentence of ours."))
    date = PartialDateField("of the response")
    article = models.ForeignKey(
        "sources.Article", models.PROTECT, null=True, blank=True, related_name="responses"
    )
    own_quote = models.ForeignKey(
        Quote,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responds_by",
        help_text=lazy("The words of the response, where they are a quote of their own."),
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["date_latest", "id"]
        constraints = [
            only_choices("kind", ResponseKind),
            *normal("text"),
            date_in_order("date"),
            both_or_neither("published_at", "published_by"),
            models.CheckConstraint(
                condition=Q(quote__isnull=False, assessment__isnull=True)
                | Q(quote__isnull=True, assessment__isnull=False),
                name="response_answers_one_thing",
            ),
        ]
        triggers = [
            guards.append_only(
                "A published response is never changed. Add another one.",
                "OLD.published_at IS NOT NULL AND (TG_OP = 'DELETE' OR (NEW.public_id, NEW.kind,"
                " NEW.text, NEW.date_earliest, NEW.date_latest, NEW.article_id, NEW.published_at,"
                " NEW.assessment_id) IS DISTINCT FROM (OLD.public_id, OLD.kind, OLD.text,"
                " OLD.date_earliest, OLD.date_latest, OLD.article_id, OLD.published_at,"
                " OLD.assessment_id) OR NOT ("
                + merging("speaker", "OLD.speaker_id", "NEW.speaker_id")
                + " AND "
                + merging("quote", "OLD.quote_id", "NEW.quote_id")
                + " AND "
                + merging("quote", "OLD.own_quote_id", "NEW.own_quote_id")
                + "))",
            )
        ]

    def __str__(self):
        return f"{self.speaker} {self.get_kind_display()}"
