"""That words went from one quote to another: what moved, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as lazy

from sources import guards
from sources.records import PublicRow, both_or_neither, only_choices, this_transaction


class HandoverKind(models.TextChoices):
    """What was done."""

    SPLIT = "split", lazy("split")
    HANDOVER = "handover", lazy("handed over")


class Handover(PublicRow):
    """That a quote was split in two, or handed some of its places to another one; or undone.

    ``moved`` holds the keys of the rows that went along, by kind, and how they stood before.
    """

    kind = models.CharField(max_length=8, choices=HandoverKind)
    source = models.BigIntegerField(help_text=lazy("Key of the quote that gave."))
    target = models.BigIntegerField(help_text=lazy("Key of the quote that got; made by a split."))
    moved = models.JSONField(help_text=lazy("Keys of the rows that moved, by kind."))
    reason = models.TextField(blank=True)
    moved_at = models.DateTimeField(db_default=Now(), editable=False)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    xid = models.BigIntegerField(db_default=this_transaction(), editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            only_choices("kind", HandoverKind),
            both_or_neither("undone_at", "undone_by"),
            models.CheckConstraint(
                condition=~models.Q(source=F("target")), name="handover_between_two_quotes"
            ),
        ]
        indexes = [models.Index(fields=["xid"], name="handover_of_an_act")]
        triggers = [
            guards.numbers_the_act(),
            guards.append_only(
                "A split or a handing over is on record for ever; it can be undone once.",
                """TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL OR
                (NEW.kind, NEW.source, NEW.target, NEW.moved, NEW.reason, NEW.moved_by_id,
                 NEW.moved_at) IS DISTINCT FROM
                (OLD.kind, OLD.source, OLD.target, OLD.moved, OLD.reason, OLD.moved_by_id,
                 OLD.moved_at)""",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} from quote {self.source} to {self.target}"
