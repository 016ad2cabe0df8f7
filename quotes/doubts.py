"""What an editor should look at again: pairs of rows on the record that do not fit together."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Prefetch, Q
from django.utils.formats import date_format

from quotes.extraction.text import folded
from quotes.models import Assessment, Attribution, Claim, Occurrence, Response
from quotes.publishing import derive

MOST = 50
LOOKED_AT = 2000  # the newest places in print whose printed names are compared
OLD = timedelta(days=365)
PARTICLES = {
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le",
    "van", "von", "y",
}  # fmt: skip
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
        ("Replies to verdicts that are not public yet", waiting_replies()),
    ]


def reopened() -> list[Doubt]:
    """Claims that confirm, concede or retract calls have put in doubt."""
    rows = Claim.objects.to_look_at_again().order_by("-pk")[:MOST]
    return [Doubt(row, "A newer quote confirms, concedes or retracts it.") for row in rows]


def against_evidence() -> list[Doubt]:
    """Current verdicts against which at least as much evidence speaks as for them."""
    found = []
    for standing, stance in AGAINST.items():
        other = next(one for one in AGAINST.values() if one != stance)
        rows = (
            Assessment.objects.current()
            .filter(rating__standing=standing)
            .annotate(
                against=Count("evidence", filter=Q(evidence__stance=stance)),
                agreeing=Count("evidence", filter=Q(evidence__stance=other)),
            )
            .filter(against__gt=0, against__gte=F("agreeing"))
            .select_related("claim", "rating")
        )
        found += [
            Doubt(
                row,
                f"Rated {row.rating}; evidence that {stance} it: {row.against},"
                f" the other way: {row.agreeing}.",
            )
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
    """Quotes for whom an article prints another speaker than the preferred one."""
    rows = (
        Attribution.objects.filter(
            rank="normal", evidence_article__isnull=False, quote__status="published"
        )
        .select_related("quote__preferred_wording", "speaker", "evidence_article__outlet")
        .order_by("-pk")
    )
    named = [
        Doubt(row.quote, f"“{row.evidence_article}” names {row.speaker}.") for row in rows[:MOST]
    ]
    told = {doubt.row.pk for doubt in named}
    return named + [one for one in printed_names() if one.row.pk not in told]


def printed_names() -> list[Doubt]:
    """Of the newest places in print, those whose printed name is not one of the speaker's."""
    preferred = Attribution.objects.filter(rank="preferred").select_related("speaker")
    places = (
        Occurrence.objects.exclude(printed_speaker="")
        .filter(wording__quote__status__in=["in_review", "published"])
        .select_related("wording__quote__preferred_wording", "snapshot__article")
        .defer("snapshot__text", "snapshot__raw")
        .prefetch_related(
            Prefetch("wording__quote__attributions", preferred, "preferred"),
            "wording__quote__preferred__speaker__names",
        )
        .order_by("-pk")[:LOOKED_AT]
    )
    found = {}
    for place in places:
        quote = place.wording.quote
        speaker = quote.preferred[0].speaker if quote.preferred else None
        if speaker and names_another(place.printed_speaker, speaker):
            article = place.snapshot.article
            why = f"“{article}” prints “{place.printed_speaker}”, not {speaker}."
            found.setdefault(quote.pk, Doubt(quote, why))
    return list(found.values())[:MOST]


def names_another(printed: str, speaker) -> bool:
    """The printed words are a full name, and it shares no word with the speaker's names."""
    words = [word for word in printed.split() if word.casefold() not in PARTICLES]
    if len(words) < 2 or not all(word[:1].isupper() for word in [printed, *words]):
        return False
    known = {word for name in derive.names_of(speaker) for word in folded(name).split()}
    return not known & {word for one in words for word in folded(one).split()}


def outdated(today) -> list[Doubt]:
    """Current assessments that reflect the knowledge of more than a year ago."""
    rows = Assessment.objects.current().filter(as_of__lt=today - OLD).order_by("as_of")
    return [
        Doubt(row, f"As of {date_format(row.as_of, 'DATE_FORMAT')}.")
        for row in rows.select_related("claim", "rating")[:MOST]
    ]


def waiting_replies() -> list[Doubt]:
    """Verdicts beside which a reply waits to be published."""
    rows = Response.objects.filter(assessment__isnull=False, published_at__isnull=True)
    rows = rows.select_related("assessment__claim", "assessment__rating", "speaker")
    return [
        Doubt(row.assessment, f"{row.speaker} {row.get_kind_display()}.") for row in rows[:MOST]
    ]
