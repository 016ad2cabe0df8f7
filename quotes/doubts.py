"""What an editor should look at again: pairs of rows on the record that do not fit together."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q

from quotes.models import Assessment, Attribution, Claim

MOST = 50
OLD = timedelta(days=365)
AGAINST = {"true": "refutes", "false": "supports"}  # standing: evidence that speaks against it


@dataclass(frozen=True)
class Doubt:
    """One row to look at again, and what does not fit."""

    row: object
    why: str


def all_doubts(today) -> list[tuple[str, list[Doubt]]]:
    """Every kind of doubt with the rows that raise it."""
    return [
        ("Claims that something published has reopened", reopened()),
        ("Verdicts against their own evidence", against_evidence()),
        ("Claims with ratings that contradict each other", contradicting()),
        ("Quotes that somebody prints as another speaker’s", printed_otherwise()),
        ("Assessments older than a year", outdated(today)),
    ]


def reopened() -> list[Doubt]:
    """Claims that confirm, concede or retract calls have put in doubt."""
    rows = Claim.objects.to_look_at_again().order_by("-pk")[:MOST]
    return [Doubt(row, "A newer quote confirms, concedes or retracts it.") for row in rows]


def against_evidence() -> list[Doubt]:
    """Current verdicts whose evidence speaks only the other way."""
    found = []
    for standing, stance in AGAINST.items():
        rows = (
            Assessment.objects.current()
            .filter(rating__standing=standing)
            .annotate(
                against=Count("evidence", filter=Q(evidence__stance=stance)),
                weighed=Count("evidence", filter=~Q(evidence__stance="context")),
            )
            .filter(against__gt=0, weighed=F("against"))
            .select_related("claim", "rating")
        )
        found += [
            Doubt(row, f"Rated {row.rating}, and all its evidence {stance} the claim.")
            for row in rows[:MOST]
        ]
    return found


def contradicting() -> list[Doubt]:
    """Claims that are true on one scale and false on another."""
    current = Q(assessments__state="published")
    rows = Claim.objects.annotate(
        good=Count("assessments", filter=current & Q(assessments__rating__standing="true")),
        bad=Count("assessments", filter=current & Q(assessments__rating__standing="false")),
    ).filter(good__gt=0, bad__gt=0)
    return [Doubt(row, "True on one scale, false on another.") for row in rows[:MOST]]


def printed_otherwise() -> list[Doubt]:
    """Published quotes with a live second speaker whom an article names."""
    rows = (
        Attribution.objects.filter(
            rank="normal", evidence_article__isnull=False, quote__status="published"
        )
        .select_related("quote__preferred_wording", "speaker", "evidence_article__outlet")
        .order_by("-pk")
    )
    return [
        Doubt(row.quote, f"“{row.evidence_article}” names {row.speaker}.") for row in rows[:MOST]
    ]


def outdated(today) -> list[Doubt]:
    """Current assessments that reflect the knowledge of more than a year ago."""
    rows = Assessment.objects.current().filter(as_of__lt=today - OLD).order_by("as_of")
    return [
        Doubt(row, f"As of {row.as_of:%-d %B %Y}.")
        for row in rows.select_related("claim", "rating")[:MOST]
    ]
