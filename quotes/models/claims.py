"""Is it true: the sentences that quotes assert, deny or confirm."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as lazy

from quotes.models.guards import differs, needs_correction, published_rows_stay
from quotes.models.merges import in_a_merge_of, merging
from quotes.models.words import Quote, Topic
from quotes.querysets import ClaimQuerySet
from sources import guards
from sources.dates import PartialDateField
from sources.history import tracked
from sources.records import (
    Record,
    both_or_neither,
    date_in_order,
    normal,
    not_blank,
    not_itself,
    only_choices,
)


class ClaimKind(models.TextChoices):
    """What kind of sentence a claim is."""

    FACTUAL = "factual", lazy("factual")
    PROMISE = "promise", lazy("promise")
    POSITION = "position", lazy("position")
    PREDICTION = "prediction", lazy("prediction")
    ATTRIBUTION = "attribution", lazy("attribution")


class ClaimStatus(models.TextChoices):
    """Where a claim stands; moved by the acts on its assessments."""

    OPEN = "open", lazy("open")
    UNDER_ASSESSMENT = "under_assessment", lazy("under assessment")
    ASSESSED = "assessed", lazy("assessed")
    NEEDS_REASSESSMENT = "needs_reassessment", lazy("needs reassessment")
    VOID = "void", lazy("void")


class Relation(models.TextChoices):
    """What a quote does to a claim."""

    ASSERTS = "asserts", lazy("asserts")
    DENIES = "denies", lazy("denies")
    IMPLIES = "implies", lazy("implies")
    ASKS = "asks", lazy("asks about")
    CONFIRMS = "confirms", lazy("confirms")
    CONCEDES = "concedes", lazy("concedes")
    RETRACTS = "retracts", lazy("retracts")


def not_on_merged_claims():
    """Nothing new hangs on a claim that was merged away; looked at when the act is done."""
    return guards.checks(
        "claim_stands",
        "EXISTS (SELECT 1 FROM quotes_claim WHERE id = NEW.claim_id"
        " AND merged_into_id IS NOT NULL) AND NOT " + in_a_merge_of("claim", "NEW.claim_id"),
        "This claim was merged into another one. Use the one that stands.",
        operation=pgtrigger.Insert,
        deferred=True,
    )


S = ClaimStatus
CLAIM_MOVES = {
    S.OPEN: {S.UNDER_ASSESSMENT, S.VOID},
    S.UNDER_ASSESSMENT: {S.OPEN, S.ASSESSED, S.VOID},
    S.ASSESSED: {S.NEEDS_REASSESSMENT, S.OPEN, S.VOID},
    S.NEEDS_REASSESSMENT: {S.ASSESSED, S.OPEN, S.VOID},
}


@tracked
class Claim(Record):
    """One neutral, checkable sentence. Not a quote: quotes assert, deny or confirm claims."""

    text = models.TextField(help_text=lazy("One neutral sentence that can be checked."))
    language = models.CharField(max_length=12, default="en", help_text=lazy("As in BCP 47."))
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=11, choices=ClaimKind, default=ClaimKind.FACTUAL)
    about = PartialDateField("that the claim is about")
    topics = models.ManyToManyField(Topic, blank=True, related_name="claims")
    status = models.CharField(
        max_length=18, choices=ClaimStatus, default=ClaimStatus.OPEN, editable=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_rows"
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            not_blank("text"),
            *normal("text"),
            only_choices("kind", ClaimKind),
            only_choices("status", ClaimStatus),
            date_in_order("about"),
            not_itself("merged_into"),
        ]
        indexes = [GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="claim_words")]
        triggers = [
            guards.counts_edits(),
            guards.no_merge_chains(),
            guards.moves_only(
                "status", CLAIM_MOVES, ClaimStatus.OPEN, unless=in_a_merge_of("claim", "NEW.id")
            ),
            pgtrigger.Trigger(
                name="text_needs_correction",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Update,
                func=f"""
                IF NEW.text <> OLD.text
                    AND EXISTS (SELECT 1 FROM published_publishedclaim
                                WHERE public_id = NEW.public_id)
                    AND NOT EXISTS (SELECT 1 FROM quotes_correction WHERE claim_id = NEW.id
                                    AND xid = pg_current_xact_id()::text::bigint)
                THEN {
                    guards.refuse(
                        "text_needs_correction",
                        "This claim is public: to change its text, add a correction.",
                    )
                } END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return self.text[:100]


@tracked
class ClaimTopic(Claim.topics.through):
    """That a claim is about a topic. Kept by `Claim.topics`; named here for its history."""

    class Meta:
        proxy = True

    def __str__(self):
        return str(self.topic)


@tracked
class ClaimQuote(models.Model):
    """That a quote asserts, denies, confirms … a claim. The rating is the claim's, never the
    quote's."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="claim_quotes")
    quote = models.ForeignKey(Quote, models.CASCADE, related_name="claim_quotes")
    relation = models.CharField(max_length=8, choices=Relation)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            only_choices("relation", Relation),
            both_or_neither("published_at", "published_by"),
            models.UniqueConstraint(fields=["claim", "quote", "relation"], name="claimquote_once"),
        ]
        triggers = [
            published_rows_stay("claim link"),
            needs_correction(
                differs("quote_id", "relation")
                + " OR (OLD.published_at IS NOT NULL AND NOT "
                + merging("claim", "OLD.claim_id", "NEW.claim_id")
                + ")",
                "what it claims",
            ),
            not_on_merged_claims(),
        ]

    def __str__(self):
        return f"{self.get_relation_display()} {self.claim}"
