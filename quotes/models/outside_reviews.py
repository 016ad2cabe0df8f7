"""What others hold of a claim: their verdicts, on their scales, under their names."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as lazy

from quotes.models.claims import Claim
from quotes.models.merges import merging
from sources import guards
from sources.history import tracked
from sources.records import Record, both_or_neither, normal, not_blank

NEVER_EDITED = "What others published is never edited here. Import it again, or withdraw it."


@tracked
class OutsideReview(Record):
    """A verdict on a claim by somebody else, as they published it. Never an assessment of ours.

    It says nothing about how the claim stands here: author, address and scale are theirs. Readers
    see it once a publisher let them, and of several from one address only the latest.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="outside_reviews")
    url = models.URLField(max_length=2000, help_text=lazy("Where they published it."))
    author = models.CharField(max_length=200, help_text=lazy("Who judged."))
    author_url = models.URLField(max_length=2000, blank=True)
    reviewed = models.TextField(help_text=lazy("The claim in their words."))
    label = models.CharField(max_length=200, help_text=lazy("Their verdict in words."))
    value = models.FloatField(null=True, blank=True, help_text=lazy("Their verdict as a number."))
    worst = models.FloatField(
        null=True, blank=True, help_text=lazy("The lowest number of their scale.")
    )
    best = models.FloatField(
        null=True, blank=True, help_text=lazy("The highest number of their scale.")
    )
    summary = models.TextField(blank=True, help_text=lazy("Why, in their words."))
    language = models.CharField(max_length=12, default="en", help_text=lazy("As in BCP 47."))
    reviewed_on = models.DateField(null=True, blank=True)
    digest = models.CharField(
        max_length=64, editable=False, help_text=lazy("SHA-256 of what it says.")
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            not_blank("author"),
            not_blank("label"),
            not_blank("reviewed"),
            *normal("reviewed", "summary"),
            both_or_neither("published_at", "published_by"),
            both_or_neither("withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(published_at__isnull=False),
                name="outsidereview_withdrawn_was_published",
            ),
            models.UniqueConstraint(fields=["claim", "url", "digest"], name="outsidereview_once"),
        ]
        triggers = [
            guards.counts_edits(),
            guards.append_only(
                NEVER_EDITED,
                f"""(TG_OP = 'DELETE' AND OLD.published_at IS NOT NULL) OR (TG_OP = 'UPDATE' AND
                ((NEW.url, NEW.author, NEW.author_url, NEW.reviewed, NEW.label,
                  NEW.value, NEW.worst, NEW.best, NEW.summary, NEW.language, NEW.reviewed_on,
                  NEW.digest)
                 IS DISTINCT FROM
                 (OLD.url, OLD.author, OLD.author_url, OLD.reviewed, OLD.label,
                  OLD.value, OLD.worst, OLD.best, OLD.summary, OLD.language, OLD.reviewed_on,
                  OLD.digest)
                 OR NOT {merging("claim", "OLD.claim_id", "NEW.claim_id")}
                 OR (OLD.published_at IS NOT NULL AND
                     (NEW.published_at, NEW.published_by_id)
                     IS DISTINCT FROM (OLD.published_at, OLD.published_by_id))))""",
            ),
        ]

    def __str__(self):
        return f"{self.author}: {self.label}"
