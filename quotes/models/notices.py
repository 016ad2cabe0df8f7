"""What we say about our own record: corrections, and what readers report."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as lazy

from sources import guards
from sources.history import tracked
from sources.records import (
    PublicRow,
    Record,
    both_or_neither,
    normal,
    not_blank,
    only_choices,
    this_transaction,
)


class Tier(models.TextChoices):
    """How grave a correction is."""

    CLARIFICATION = "clarification", lazy("clarification")
    UPDATE = "update", lazy("update")
    CORRECTION = "correction", lazy("correction")
    VERDICT_CHANGE = "verdict_change", lazy("change of verdict")
    ATTRIBUTION_CHANGE = "attribution_change", lazy("change of attribution")
    VOID = "void", lazy("void")
    LEGAL_REMOVAL = "legal_removal", lazy("legal removal")


class ReportKind(models.TextChoices):
    """What a reader says is wrong."""

    ERROR = "error", lazy("an error")
    LEGAL = "legal", lazy("a legal matter")
    PRIVACY = "privacy", lazy("a matter of privacy")
    REPLY = "reply", lazy("a reply")


def one_target():
    """Exactly one of the four targets is set."""
    targets = ["quote", "claim", "speaker", "article"]
    condition = Q()
    for chosen in targets:
        condition |= Q(**{f"{target}__isnull": target != chosen for target in targets})
    return models.CheckConstraint(condition=condition, name="%(class)s_has_one_target")


class Targeted(models.Model):
    """A row about exactly one quote, claim, speaker or article."""

    quote = models.ForeignKey("quotes.Quote", models.PROTECT, null=True, blank=True)
    claim = models.ForeignKey("quotes.Claim", models.PROTECT, null=True, blank=True)
    speaker = models.ForeignKey("quotes.Speaker", models.PROTECT, null=True, blank=True)
    article = models.ForeignKey("sources.Article", models.PROTECT, null=True, blank=True)

    class Meta:
        abstract = True
        default_related_name = "%(class)ss"

    @property
    def target(self):
        """The quote, claim, speaker or article."""
        return self.quote or self.claim or self.speaker or self.article


class CorrectionHead(models.Model):
    """The one row that holds the last correction's number, so that numbers have no gaps."""

    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="correctionhead_is_one_row")]

    def __str__(self):
        return str(self.number)


class Correction(Targeted, PublicRow):
    """A numbered public notice that something published was changed: why, before and after."""

    number = models.PositiveIntegerField(
        unique=True,
        editable=False,
        default=0,
        help_text=lazy("Drawn by the database, without gaps."),
    )
    tier = models.CharField(max_length=18, choices=Tier, default=Tier.CORRECTION)
    what_was_wrong = models.TextField(help_text=lazy("One sentence for readers."))
    what_changed = models.TextField(help_text=lazy("One sentence for readers."))
    language = models.CharField(max_length=12, default="en", help_text=lazy("As in BCP 47."))
    before_version = models.PositiveIntegerField(null=True, editable=False)
    after_version = models.PositiveIntegerField(null=True, editable=False)
    reported_by = models.CharField(
        max_length=200, blank=True, help_text=lazy("Public: who told us, if they want to be named.")
    )
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(db_default=Now(), editable=False)
    xid = models.BigIntegerField(db_default=this_transaction(), editable=False)

    class Meta(Targeted.Meta):
        ordering = ["-number"]
        constraints = [
            one_target(),
            only_choices("tier", Tier),
            not_blank("what_was_wrong"),
            not_blank("what_changed"),
            *normal("what_was_wrong", "what_changed", "reported_by"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="draws_number",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                UPDATE quotes_correctionhead SET number = number + 1 WHERE id = 1
                    RETURNING number INTO NEW.number;
                NEW.xid = pg_current_xact_id()::text::bigint;
                RETURN NEW;
                """,
            ),
            guards.append_only("A correction is on record for ever. Add another one."),
        ]

    def __str__(self):
        return f"Correction {self.number}"


@tracked
class ReaderReport(Targeted, Record):
    """A reader's or an editor's word that something published is wrong."""

    kind = models.CharField(max_length=7, choices=ReportKind, default=ReportKind.ERROR)
    text = models.TextField()
    contact = models.CharField(max_length=300, blank=True, help_text=lazy("Private."))
    received_at = models.DateTimeField(db_default=Now(), editable=False)
    due = models.DateField(null=True, blank=True, help_text=lazy("Until when we want to answer."))
    outcome = models.TextField(blank=True, help_text=lazy("What we did about it."))
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta(Targeted.Meta):
        ordering = ["-received_at"]
        constraints = [
            one_target(),
            only_choices("kind", ReportKind),
            not_blank("text"),
            *normal("text", "contact", "outcome"),
            both_or_neither("decided_at", "decided_by"),
        ]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"
