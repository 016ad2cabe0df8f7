"""The desk's own rows: suggestions, waiting changes, assignments and comments. Never public."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as lazy

from quotes.models.notices import Targeted
from quotes.models.occurrences import Form, Hedge, Occurrence
from quotes.models.people import Speaker
from quotes.models.words import Quote
from quotes.querysets import CandidateQuerySet
from sources import guards
from sources.history import tracked
from sources.records import PublicRow, Record, both_or_neither, not_blank, only_choices


class Decision(models.TextChoices):
    """What became of a suggestion."""

    NEW = "new", lazy("to decide")
    ACCEPTED = "accepted", lazy("accepted")
    REJECTED = "rejected", lazy("rejected")
    MERGED = "merged", lazy("another occurrence of a known quote")


class Origin(models.TextChoices):
    """Who made a suggestion."""

    EXTRACTOR = "extractor", lazy("found in the text")
    EDITOR = "editor", lazy("marked by an editor")
    IMPORT = "import", lazy("imported")


D = Decision
CANDIDATE_MOVES = {
    D.NEW: {D.ACCEPTED, D.REJECTED, D.MERGED},
    D.ACCEPTED: {D.NEW},
    D.REJECTED: {D.NEW},
    D.MERGED: {D.NEW},
}


@tracked
class Candidate(Record):
    """A suggestion found in a snapshot, or marked by an editor. Never public.

    ``spans`` are [start, end) pairs in code points without outer marks. Rejected ones are
    remembered, so that the same stretch is not suggested again.
    """

    snapshot = models.ForeignKey("sources.Snapshot", models.PROTECT, related_name="candidates")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    spans = models.JSONField(
        help_text=lazy("[[start, end], …] in code points, without outer marks.")
    )
    form = models.CharField(max_length=8, choices=[*Form.choices, ("scare", "a marked term")])
    cue = models.CharField(max_length=60, blank=True)
    hedge = models.CharField(max_length=12, choices=Hedge, default=Hedge.NONE)
    speaker_text = models.CharField(max_length=200, blank=True, help_text=lazy("As printed."))
    speaker_name = models.CharField(
        max_length=200, blank=True, help_text=lazy("The full name that the article gives.")
    )
    speaker_kind = models.CharField(max_length=14, blank=True)
    role = models.CharField(max_length=200, blank=True, help_text=lazy("The role as printed."))
    suggested_speaker = models.ForeignKey(
        Speaker, models.SET_NULL, null=True, blank=True, related_name="suggested_for"
    )
    details = models.JSONField(
        default=dict,
        help_text=lazy("All that the extractor found: offsets, reasons, other speakers."),
    )
    score = models.FloatField(default=0, help_text=lazy("From 0 to 1."))
    ready = models.BooleanField(default=False, help_text=lazy("Very likely right as it stands."))
    origin = models.CharField(max_length=9, choices=Origin, default=Origin.EXTRACTOR)
    extractor_version = models.CharField(max_length=20, blank=True)
    decision = models.CharField(
        max_length=8, choices=Decision, default=Decision.NEW, editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    occurrence = models.ForeignKey(
        Occurrence, models.SET_NULL, null=True, editable=False, related_name="candidates"
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            only_choices("decision", Decision),
            only_choices("origin", Origin),
            both_or_neither("decided_at", "decided_by"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="candidate_is_not_empty"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="candidate_score_is_a_share"
            ),
            models.UniqueConstraint(
                fields=["snapshot", "start", "end"], name="candidate_once_per_stretch"
            ),
            models.CheckConstraint(
                condition=Q(decision="new", decided_at__isnull=True, occurrence__isnull=True)
                | Q(decision="rejected", decided_at__isnull=False)
                | Q(
                    decision__in=["accepted", "merged"],
                    decided_at__isnull=False,
                    occurrence__isnull=False,
                ),
                name="candidate_decided_rows_say_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["snapshot", "start"], condition=Q(decision="new"), name="candidate_waiting"
            ),
            models.Index(F("decision"), F("id").desc(), name="candidate_by_decision"),
            models.Index(fields=["score", "id"], name="candidate_by_score"),
            GinIndex(OpClass(Upper("speaker_name"), name="gin_trgm_ops"), name="candidate_names"),
        ]
        triggers = [
            guards.counts_edits(),
            guards.moves_only("decision", CANDIDATE_MOVES, Decision.NEW),
            guards.checks(
                "published_decisions_stay",
                "TG_OP = 'UPDATE' AND NEW.decision = 'new' AND OLD.decision <> 'new' AND EXISTS"
                " (SELECT 1 FROM quotes_occurrence WHERE id = OLD.occurrence_id"
                " AND published_at IS NOT NULL)",
                "What it became is published. Withdraw the quote instead.",
            ),
        ]

    def __str__(self):
        return f"{self.get_form_display()} at {self.start}: {self.speaker_name or '?'}"


class EditKind(models.TextChoices):
    """What a waiting change would be to readers."""

    ADDITIVE = "additive", lazy("adds something")
    TYPO = "typo", lazy("corrects a typing error")
    SUBSTANTIVE = "substantive", lazy("changes what is said")


@tracked
class WaitingEdit(Record):
    """A change to a published quote that waits for a publisher: which row, which values."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="waiting_edits")
    model = models.CharField(
        max_length=20, help_text=lazy("quote, wording, attribution, occurrence, chain or relation.")
    )
    row_id = models.BigIntegerField()
    values = models.JSONField(help_text=lazy("Field names and the values they shall have."))
    seen = models.JSONField(
        default=dict, help_text=lazy("The values that these fields had when it was proposed.")
    )
    kind = models.CharField(max_length=11, choices=EditKind)
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    taken = models.BooleanField(
        default=False, editable=False, help_text=lazy("Published, not dropped.")
    )
    answer = models.TextField(blank=True, help_text=lazy("Why it was sent back."))

    class Meta:
        ordering = ["id"]
        constraints = [
            only_choices("kind", EditKind),
            both_or_neither("decided_at", "decided_by"),
        ]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return f"Change to {self.quote}"


@tracked
class Assignment(Targeted, PublicRow):
    """That a person is to look after an article, a quote or a claim, and until when."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta(Targeted.Meta):
        ordering = ["due_at", "id"]
        constraints = [both_or_neither("done_at", "done_by")]

    def __str__(self):
        return f"{self.target}, for {self.to}"


@tracked
class Comment(Targeted, PublicRow):
    """A remark of one of us to others, @name and all. Never public."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    text = models.TextField()
    written_at = models.DateTimeField(db_default=Now())

    class Meta(Targeted.Meta):
        ordering = ["id"]
        constraints = [not_blank("text")]

    def __str__(self):
        return self.text[:60]


class WordingSketch(models.Model):
    """A hash that a wording on the desk, published or not, shares with its look-alikes."""

    hash = models.BigIntegerField()
    wording = models.ForeignKey(
        "quotes.Wording", models.CASCADE, related_name="sketch", db_index=True
    )

    class Meta:
        indexes = [models.Index(fields=["hash"], include=["wording"], name="wordingsketch_hash")]

    def __str__(self):
        return f"{self.hash} of {self.wording_id}"
