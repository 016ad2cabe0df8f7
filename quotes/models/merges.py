"""That two rows turned out to be one: what moved, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as lazy

from sources import guards
from sources.records import PublicRow, both_or_neither, only_choices, this_transaction


class MergeKind(models.TextChoices):
    """What was merged."""

    SPEAKER = "speaker", lazy("speakers")
    QUOTE = "quote", lazy("quotes")
    CLAIM = "claim", lazy("claims")


class Merge(PublicRow):
    """That one row was merged into another of its kind, by whom and why; undone or in force.

    ``moved`` holds the keys of the rows that went along, by kind. As long as the merge is in
    force its loser redirects to its winner; the database holds that.
    """

    kind = models.CharField(max_length=7, choices=MergeKind)
    loser = models.BigIntegerField(help_text=lazy("Key of the row that was merged away."))
    winner = models.BigIntegerField(help_text=lazy("Key of the row that stays."))
    loser_id_public = models.CharField("loser's public id", max_length=12)
    moved = models.JSONField(help_text=lazy("Keys of the rows that moved, by kind."))
    reason = models.TextField(blank=True)
    merged_at = models.DateTimeField(db_default=Now(), editable=False)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    xid = models.BigIntegerField(db_default=this_transaction(), editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            only_choices("kind", MergeKind),
            both_or_neither("undone_at", "undone_by"),
            models.CheckConstraint(
                condition=~models.Q(loser=F("winner")), name="merge_of_two_rows"
            ),
            models.UniqueConstraint(
                fields=["kind", "loser"],
                condition=models.Q(undone_at__isnull=True),
                name="merge_once_in_force",
            ),
        ]
        triggers = [
            guards.numbers_the_act(),
            guards.append_only(
                "A merge is on record for ever; it can be undone once.",
                """TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL OR
                (NEW.kind, NEW.loser, NEW.winner, NEW.moved, NEW.reason, NEW.merged_by_id,
                 NEW.merged_at) IS DISTINCT FROM
                (OLD.kind, OLD.loser, OLD.winner, OLD.moved, OLD.reason, OLD.merged_by_id,
                 OLD.merged_at)""",
            ),
            guards.checks(
                "merge_needs_redirect",
                "EXISTS (SELECT 1 FROM quotes_merge WHERE id = NEW.id AND undone_at IS NULL)"
                " AND NOT EXISTS (SELECT 1 FROM published_redirect AS led"
                " WHERE led.kind = NEW.kind AND led.old = NEW.loser_id_public"
                " AND led.reason = 'merged')",
                "A merge needs a redirect from what was merged away.",
                deferred=True,
            ),
        ]

    def __str__(self):
        return f"Merge of {self.get_kind_display()} {self.loser} into {self.winner}"


def merging(kind: str, one: str, other: str) -> str:
    """SQL: this transaction merges these two rows, or undoes that."""
    return f"quotes_merging('{kind}', {one}, {other})"


def in_a_merge_of(kind: str, row: str) -> str:
    """SQL: this transaction merges this row with another one, or undoes that."""
    return (
        f"EXISTS (SELECT 1 FROM quotes_merge WHERE kind = '{kind}' AND {row} IN (loser, winner)"
        " AND xid = pg_current_xact_id()::text::bigint)"
    )


def superseded_by_an_undone_merge(assessment: str) -> str:
    """SQL: this transaction undoes the merge in which this verdict ceased to stand."""
    return (
        "EXISTS (SELECT 1 FROM quotes_merge WHERE kind = 'claim' AND undone_at IS NOT NULL"
        f" AND moved->'superseded' @> to_jsonb({assessment})"
        " AND xid = pg_current_xact_id()::text::bigint)"
    )
