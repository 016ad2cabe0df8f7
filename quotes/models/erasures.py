"""That a person's data are to go from a snapshot by law: asked by one, decided by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as lazy

from sources import guards
from sources.history import tracked
from sources.records import Record, both_or_neither, not_blank


@tracked
class ErasureRequest(Record):
    """A request to erase a snapshot's text by law. Agreed to, it leaves an `Erasure`. Never public.

    It names the law or order, and nothing of what is to be erased: the request stays for ever.
    """

    snapshot = models.ForeignKey(
        "sources.Snapshot", models.PROTECT, related_name="erasure_requests"
    )
    legal_basis = models.TextField(help_text=lazy("The law or order, without the erased words."))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    agreed = models.BooleanField(default=False, editable=False)
    answer = models.TextField(blank=True, help_text=lazy("Why it was not agreed to."))

    class Meta:
        ordering = ["-id"]
        constraints = [
            not_blank("legal_basis"),
            both_or_neither("decided_at", "decided_by"),
            models.CheckConstraint(
                condition=Q(agreed=False)
                | (Q(decided_at__isnull=False) & ~Q(asked_by=F("decided_by"))),
                name="erasurerequest_needs_two_people",
            ),
            models.UniqueConstraint(
                fields=["snapshot"],
                condition=Q(decided_at__isnull=True),
                name="erasurerequest_one_at_a_time",
            ),
        ]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return f"Erasure of {self.snapshot}"
