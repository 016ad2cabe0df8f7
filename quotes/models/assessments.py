"""How true: scales, and dated assessments of claims with their evidence."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as lazy

from quotes.models.claims import Claim, not_on_merged_claims
from quotes.models.merges import merging, superseded_by_an_undone_merge
from quotes.models.planned import Planned, by_planned_time, planned_only_while
from quotes.querysets import AssessmentQuerySet
from sources import guards
from sources.history import tracked
from sources.records import Record, both_or_neither, normal, not_blank, not_itself, only_choices


class Standing(models.TextChoices):
    """What a rating means on every scale."""

    TRUE = "true", lazy("true")
    MIXED = "mixed", lazy("mixed")
    FALSE = "false", lazy("false")
    UNPROVEN = "unproven", lazy("unproven")
    NOT_RATEABLE = "not_rateable", lazy("not rateable")


class AssessmentState(models.TextChoices):
    """Where an assessment stands."""

    DRAFT = "draft", lazy("draft")
    SUBMITTED = "submitted", lazy("submitted")
    APPROVED = "approved", lazy("approved")
    PUBLISHED = "published", lazy("published")
    SUPERSEDED = "superseded", lazy("superseded")
    VOID = "void", lazy("void")


class Stance(models.TextChoices):
    """What a piece of evidence does to a claim."""

    SUPPORTS = "supports", lazy("supports")
    REFUTES = "refutes", lazy("refutes")
    CONTEXT = "context", lazy("gives context")


A = AssessmentState
ASSESSMENT_MOVES = {
    A.DRAFT: {A.SUBMITTED},
    A.SUBMITTED: {A.APPROVED, A.DRAFT},
    A.APPROVED: {A.PUBLISHED},
    A.PUBLISHED: {A.SUPERSEDED, A.VOID},
}
SETTLED = "('approved', 'published', 'superseded', 'void')"
FROZEN = "A scale that was used is frozen. Make a new version of it."


@tracked
class RatingScale(Record):
    """A versioned scale on which claims are rated; frozen once used."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    description = models.TextField(blank=True)
    is_house = models.BooleanField(
        default=False, help_text=lazy("The scale whose rating is a claim's current status.")
    )
    is_proposed = models.BooleanField(
        default=False,
        help_text=lazy("An editor proposes it: nothing is rated on it until a publisher agrees."),
    )

    class Meta:
        ordering = ["slug", "version"]
        constraints = [
            not_blank("name"),
            models.UniqueConstraint(fields=["slug", "version"], name="ratingscale_version_once"),
            models.UniqueConstraint(
                fields=["is_house"], condition=Q(is_house=True), name="ratingscale_one_house"
            ),
            models.CheckConstraint(
                condition=~Q(is_proposed=True, is_house=True),
                name="ratingscale_house_is_agreed",
                violation_error_message=lazy("A proposed scale cannot be the house's."),
            ),
        ]
        triggers = [
            guards.counts_edits(),
            pgtrigger.Trigger(
                name="frozen_once_used",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                IF EXISTS (SELECT 1 FROM quotes_assessment
                           WHERE scale_id = OLD.id AND state IN {SETTLED})
                    AND (TG_OP = 'DELETE' OR (NEW.name, NEW.slug, NEW.version, NEW.description)
                         <> (OLD.name, OLD.slug, OLD.version, OLD.description))
                THEN {guards.refuse("frozen_once_used", FROZEN)} END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.name}, version {self.version}"


@tracked
class Rating(models.Model):
    """One step of a scale."""

    scale = models.ForeignKey(RatingScale, models.PROTECT, related_name="ratings")
    slug = models.SlugField(max_length=60)
    label = models.CharField(max_length=60)
    labels = models.JSONField(
        default=dict, blank=True, help_text=lazy('The label in other languages: {"es": "…"}.')
    )
    definition = models.TextField()
    ordinal = models.SmallIntegerField(
        null=True, blank=True, help_text=lazy("Order on the scale, lowest is worst; empty: none.")
    )
    standing = models.CharField(max_length=12, choices=Standing)
    review_number = models.SmallIntegerField(
        null=True, blank=True, help_text=lazy("reviewRating in ClaimReview.")
    )
    colour = models.CharField(
        max_length=7, blank=True, help_text=lazy("true, mixed, false or open.")
    )
    icon = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["scale", F("ordinal").desc(nulls_last=True), "id"]
        constraints = [
            not_blank("label"),
            only_choices("standing", Standing),
            models.UniqueConstraint(fields=["scale", "slug"], name="rating_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_once_used",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                IF EXISTS (SELECT 1 FROM quotes_assessment
                           WHERE scale_id IN (OLD.scale_id, NEW.scale_id) AND state IN {SETTLED})
                THEN {guards.refuse("frozen_once_used", FROZEN)} END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.label


@tracked
class Assessment(Planned, Record):
    """One dated judgement of a claim on a scale, with evidence.

    Never edited once published, only superseded. Whoever approves it did not write it.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="assessments")
    scale = models.ForeignKey(
        RatingScale, models.PROTECT, related_name="assessments", editable=False
    )
    rating = models.ForeignKey(Rating, models.PROTECT, related_name="assessments")
    summary = models.CharField(max_length=500, help_text=lazy("One or two sentences for readers."))
    reasoning = models.TextField(
        blank=True,
        help_text=lazy(
            "How we came to it. Paragraphs, lists with “- ”, **bold**, *emphasis* and"
            " [links](https://…)."
        ),
    )
    language = models.CharField(max_length=12, default="en", help_text=lazy("As in BCP 47."))
    as_of = models.DateField(help_text=lazy("The day whose knowledge it reflects."))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="superseded_by"
    )
    state = models.CharField(
        max_length=10, choices=AssessmentState, default=AssessmentState.DRAFT, editable=False
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            not_blank("summary"),
            *normal("summary", "reasoning"),
            only_choices("state", AssessmentState),
            not_itself("supersedes"),
            both_or_neither("approved_at", "approved_by"),
            both_or_neither("published_at", "published_by"),
            *planned_only_while("state", AssessmentState.APPROVED),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("author")),
                name="assessment_approver_is_not_author",
                violation_error_message=lazy("Somebody else than the author must approve it."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"]) | Q(approved_by__isnull=False),
                name="assessment_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "approved"], published_at__isnull=True)
                | Q(state__in=["published", "superseded", "void"], published_at__isnull=False),
                name="assessment_published_rows_have_a_date",
            ),
            models.UniqueConstraint(
                fields=["claim", "scale"],
                condition=Q(state="published"),
                name="assessment_one_current_per_scale",
            ),
        ]
        indexes = [by_planned_time("assessment_by_planned_time")]
        triggers = [
            guards.counts_edits(),
            guards.moves_only(
                "state",
                ASSESSMENT_MOVES,
                AssessmentState.DRAFT,
                unless="(OLD.state, NEW.state) = ('superseded', 'published') AND "
                + superseded_by_an_undone_merge("NEW.id"),
            ),
            not_on_merged_claims(),
            guards.checks(
                "scale_is_the_ratings",
                "NOT EXISTS (SELECT 1 FROM quotes_rating WHERE id = NEW.rating_id"
                " AND scale_id = NEW.scale_id)",
                "The rating belongs to another scale.",
            ),
            guards.append_only(
                "A published assessment is never edited. Write a new one that supersedes it.",
                f"""OLD.state IN {SETTLED} AND (TG_OP = 'DELETE' OR
                (NEW.scale_id, NEW.rating_id, NEW.summary, NEW.reasoning,
                 NEW.language, NEW.as_of, NEW.author_id, NEW.approved_by_id, NEW.approved_at)
                <> (OLD.scale_id, OLD.rating_id, OLD.summary, OLD.reasoning,
                 OLD.language, OLD.as_of, OLD.author_id, OLD.approved_by_id, OLD.approved_at)
                OR NOT {merging("claim", "OLD.claim_id", "NEW.claim_id")}
                OR (OLD.published_at IS NOT NULL AND
                    (NEW.published_at, NEW.published_by_id, NEW.supersedes_id)
                    IS DISTINCT FROM (OLD.published_at, OLD.published_by_id, OLD.supersedes_id)))
                """,
            ),
            guards.checks(
                "published_needs_evidence",
                "NEW.state = 'published'"
                " AND NOT EXISTS (SELECT 1 FROM quotes_evidence WHERE assessment_id = NEW.id)"
                " AND (SELECT standing FROM quotes_rating WHERE id = NEW.rating_id) <> 'unproven'",
                "Add at least one piece of evidence before it is published.",
                deferred=True,
            ),
        ]

    def __str__(self):
        return f"{self.claim}: {self.rating}"


@tracked
class Evidence(models.Model):
    """A source that supports or refutes a claim, or gives context."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="evidence")
    article = models.ForeignKey(
        "sources.Article", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    url = models.URLField(
        max_length=2000, blank=True, help_text=lazy("Where it is no article of ours.")
    )
    quoted_text = models.TextField(blank=True, help_text=lazy("The words that matter, verbatim."))
    stance = models.CharField(max_length=8, choices=Stance)
    primary = models.BooleanField(
        default=False,
        help_text=lazy("A primary record: transcript, letter, recording, statistics."),
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            only_choices("stance", Stance),
            *normal("quoted_text"),
            models.CheckConstraint(
                condition=Q(article__isnull=False) | ~Q(url=""),
                name="evidence_names_a_source",
                violation_error_message=lazy("Name an article or an address."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="kept_with_its_assessment",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                IF EXISTS (SELECT 1 FROM quotes_assessment WHERE state IN {SETTLED}
                           AND id IN (OLD.assessment_id, NEW.assessment_id))
                THEN {
                    guards.refuse(
                        "kept_with_its_assessment",
                        "The evidence of an approved assessment is never changed.",
                    )
                } END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.get_stance_display()}: {self.article or self.url}"
