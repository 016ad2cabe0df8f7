"""Where words were printed, by exact offsets, and how they got there."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as lazy

from quotes.models.guards import (
    differs,
    needs_correction,
    no_late_parts,
    parts_stay,
    published_rows_stay,
)
from quotes.models.words import Wording
from sources import guards
from sources.history import tracked
from sources.records import PublicRow, both_or_neither, normal, only_choices

CONTEXT = 64  # characters of text kept on either side of a segment


class Form(models.TextChoices):
    """How an article prints words."""

    DIRECT = "direct", lazy("direct: all in marks")
    MIXED = "mixed", lazy("mixed: a reported clause with a marked part")
    PARTIAL = "partial", lazy("partial: a marked fragment in the reporter's sentence")
    INDIRECT = "indirect", lazy("indirect: reported speech without marks")


class Hedge(models.TextChoices):
    """Whether the article vouches for the words."""

    NONE = "none", lazy("none")
    REPORTEDLY = "reportedly", lazy("reportedly")
    ALLEGEDLY = "allegedly", lazy("allegedly")
    ACCORDING_TO = "according_to", lazy("according to")


class Evidentiality(models.TextChoices):
    """How near the article was to the words."""

    FIRST_HAND = "first_hand", lazy("first hand")
    SECOND_HAND = "second_hand", lazy("second hand")
    HEARSAY = "hearsay", lazy("hearsay")
    UNKNOWN = "unknown", lazy("not known")


class Anchor(models.TextChoices):
    """Whether the words still stand where we found them."""

    ANCHORED = "anchored", lazy("anchored")
    RELOCATED = "relocated", lazy("relocated")
    ORPHANED = "orphaned", lazy("orphaned")


class SegmentRole(models.TextChoices):
    """What a stretch of text is to an occurrence."""

    CONTENT = "content", lazy("the words")
    VERBATIM = "verbatim", lazy("marked words inside a mixed clause")
    SPEAKER = "speaker", lazy("the speaker's mention")
    CUE = "cue", lazy("the word that introduces it")


class StepKind(models.TextChoices):
    """How words were handed on."""

    TOLD_TO = "told_to", lazy("told to")
    OBTAINED_BY = "obtained_by", lazy("obtained by")
    REPORTED_BY = "reported_by", lazy("reported by")
    REPUBLISHED_BY = "republished_by", lazy("republished by")
    TRANSLATED_BY = "translated_by", lazy("translated by")


@tracked
class Occurrence(PublicRow):
    """One wording printed in one snapshot. Not the utterance: see Quote."""

    wording = models.ForeignKey(Wording, models.CASCADE, related_name="occurrences")
    snapshot = models.ForeignKey("sources.Snapshot", models.PROTECT, related_name="occurrences")
    form = models.CharField(max_length=8, choices=Form)
    cue = models.CharField(
        max_length=60, blank=True, help_text=lazy("The word that introduces it.")
    )
    hedge = models.CharField(max_length=12, choices=Hedge, default=Hedge.NONE)
    evidentiality = models.CharField(
        max_length=11, choices=Evidentiality, default=Evidentiality.UNKNOWN
    )
    printed_speaker = models.CharField(
        max_length=200, blank=True, help_text=lazy("The speaker as the article names them.")
    )
    printed_role = models.CharField(max_length=200, blank=True)
    anchor = models.CharField(max_length=9, choices=Anchor, default=Anchor.ANCHORED, editable=False)
    media_time = models.DurationField(
        null=True, blank=True, help_text=lazy("Where it is heard in a recording: hh:mm:ss.")
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            only_choices("form", Form),
            only_choices("hedge", Hedge),
            only_choices("evidentiality", Evidentiality),
            only_choices("anchor", Anchor),
            *normal("printed_speaker", "printed_role", "cue"),
            both_or_neither("published_at", "published_by"),
        ]
        triggers = [
            published_rows_stay("occurrence"),
            needs_correction(
                differs(
                    "wording_id",
                    "snapshot_id",
                    "form",
                    "hedge",
                    "evidentiality",
                    "printed_speaker",
                    "printed_role",
                ),
                "where and how it was printed",
                quote="(SELECT quote_id FROM quotes_wording WHERE id = {row}.wording_id)",
            ),
        ]

    def __str__(self):
        return f"{self.wording} in {self.snapshot}"


@tracked
class Segment(models.Model):
    """A stretch of a snapshot's text: [start, end) in code points, outer marks excluded.

    The database checks that ``exact`` is the snapshot's text at these offsets.
    """

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="segments")
    role = models.CharField(max_length=8, choices=SegmentRole, default=SegmentRole.CONTENT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=CONTEXT, blank=True)
    suffix = models.CharField(max_length=CONTEXT, blank=True)

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            only_choices("role", SegmentRole),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="segment_is_not_empty"),
            ExclusionConstraint(
                name="segment_no_overlap",
                expressions=[
                    ("occurrence", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Func(F("start"), F("end"), function="int4range"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="exact_is_the_text",
                when=pgtrigger.Before,
                operation=guards.CHANGE,
                declare=[("source", "text")],
                func=f"""
                SELECT snapshot.text INTO source FROM sources_snapshot AS snapshot
                    JOIN quotes_occurrence AS o ON o.snapshot_id = snapshot.id
                    WHERE o.id = NEW.occurrence_id;
                IF substring(source FROM NEW.start + 1 FOR NEW."end" - NEW.start) <> NEW.exact
                    OR char_length(NEW.exact) <> NEW."end" - NEW.start
                    OR NEW.prefix <> right(left(source, NEW.start), char_length(NEW.prefix))
                    OR NEW.suffix <> substring(source FROM NEW."end" + 1
                                               FOR char_length(NEW.suffix))
                THEN {
                    guards.refuse(
                        "exact_is_the_text", "These words are not in the snapshot at these offsets."
                    )
                }
                END IF;
                RETURN NEW;
                """,
            ),
            parts_stay("published_words_stay", "where its words stand"),
            no_late_parts("where its words stand"),
        ]

    def __str__(self):
        return self.exact[:80]


@tracked
class ChainStep(models.Model):
    """One step by which words reached a page: told to A, reported by B, republished by C."""

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="chain")
    position = models.PositiveSmallIntegerField(help_text=lazy("1 is nearest to the speaker."))
    kind = models.CharField(max_length=14, choices=StepKind)
    outlet = models.ForeignKey(
        "sources.Outlet", models.PROTECT, null=True, blank=True, related_name="chain_steps"
    )
    party = models.CharField(
        max_length=200, blank=True, help_text=lazy("As printed: reporters, a letter to members.")
    )
    upstream_article = models.ForeignKey(
        "sources.Article", models.PROTECT, null=True, blank=True, related_name="downstream_steps"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            only_choices("kind", StepKind),
            *normal("party"),
            models.UniqueConstraint(fields=["occurrence", "position"], name="chainstep_in_order"),
            models.CheckConstraint(
                condition=Q(outlet__isnull=False)
                | ~Q(party="")
                | Q(upstream_article__isnull=False),
                name="chainstep_names_somebody",
                violation_error_message=lazy("Name the outlet, the article or the party."),
            ),
        ]
        triggers = [
            parts_stay("published_steps_stay", "how its words got here"),
            no_late_parts("how its words got here"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.outlet or self.party or self.upstream_article}"
