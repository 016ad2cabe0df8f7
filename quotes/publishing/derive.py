"""What follows from published rows: how a quote is attributed, and how far its words reached.

Everything here works on rows that are loaded already, so that a document can be made of published
rows only and the desk's own view of all rows alike.
"""

from dataclasses import dataclass

from quotes.extraction.text import folded
from quotes.models.attributions import Rank, Reason, ResponseKind
from quotes.models.occurrences import StepKind
from quotes.models.words import AttributionStatus

ON_THE_WAY = {StepKind.TOLD_TO, StepKind.TRANSLATED_BY}
PRIMARY_KINDS = {"transcript", "letter", "email", "report", "press_release", "video", "audio"}


@dataclass(frozen=True)
class Said:
    """How a quote is attributed: status, the preferred attribution, the wrong one if none is."""

    status: str
    preferred: object | None
    wrong: object | None


def attribution(attributions, responses=()) -> Said:
    """Derive the status from attributions and responses; the first rule that fits decides."""
    preferred = next((row for row in attributions if row.rank == Rank.PREFERRED), None)
    live = [row for row in attributions if row.rank != Rank.DEPRECATED]
    if not attributions:
        return Said(AttributionStatus.UNATTRIBUTED, None, None)
    if not live:
        wrong = max(attributions, key=lambda row: row.pk)
        made_up = wrong.reason == Reason.FABRICATED
        status = AttributionStatus.FABRICATED if made_up else AttributionStatus.MISATTRIBUTED
        return Said(status, None, wrong)
    if preferred and preferred.verified_at:
        return Said(AttributionStatus.VERIFIED, preferred, None)
    if len({row.speaker_id for row in live}) > 1 or is_denied(live, responses):
        return Said(AttributionStatus.DISPUTED, preferred, None)
    return Said(AttributionStatus.ATTRIBUTED, preferred, None)


def is_denied(live, responses) -> bool:
    """A live attribution is marked as denied, or one of its speakers denies having said it."""
    speakers = {row.speaker_id for row in live}
    return any(row.reason == Reason.DENIED for row in live) or any(
        response.kind == ResponseKind.DENIES_SAYING and response.speaker_id in speakers
        for response in responses
    )


def house_of(article) -> tuple[str, int]:
    """Whose article it is: its outlet, or itself where none is known; its origin's if reprinted."""
    if article.syndicated_from_id:
        article = article.syndicated_from
    if article.outlet_id:
        return ("outlet", article.outlet_id)
    return ("article", article.pk)


def root_of(occurrence) -> tuple:
    """The outlet, article or party that an occurrence's words go back to."""
    for step in occurrence.chain.all():
        if step.kind in ON_THE_WAY:
            continue
        if step.outlet_id:
            return ("outlet", step.outlet_id)
        if step.upstream_article_id:
            return house_of(step.upstream_article)
        return ("party", folded(step.party))
    return house_of(occurrence.snapshot.article)


def is_root(occurrence) -> bool:
    """Nobody else is named whom the words were taken from."""
    return root_of(occurrence) == house_of(occurrence.snapshot.article) and not (
        occurrence.snapshot.article.syndicated_from_id
    )


def reach(occurrences) -> dict:
    """How many different articles, outlets and independent roots printed the words."""
    articles = {occurrence.snapshot.article_id for occurrence in occurrences}
    outlets = {occurrence.snapshot.article.outlet_id for occurrence in occurrences} - {None}
    roots = {root_of(occurrence) for occurrence in occurrences}
    return {"articles": len(articles), "outlets": len(outlets), "roots": len(roots)}


def can_be_verified(occurrences) -> bool:
    """A primary record or two independent roots print the words, and not as hearsay."""
    firm = [row for row in occurrences if row.evidentiality != "hearsay"]
    primary = any(
        row.snapshot.article.kind in PRIMARY_KINDS and row.form in ("direct", "mixed")
        for row in firm
    )
    return primary or len({root_of(row) for row in firm}) >= 2


def earliest(occurrences):
    """The occurrence in the article that was published first; None where there is none."""

    def place(occurrence):
        article = occurrence.snapshot.article
        day = article.published_earliest
        return (
            day is None,
            day.toordinal() if day else 0,
            str(article.published_time or ""),
            occurrence.snapshot.taken_at,
            occurrence.pk,
        )

    return min(occurrences, key=place, default=None)


def misattributed_here(occurrence, attributions) -> bool:
    """The article prints a speaker whom we have found to be the wrong one."""
    preferred = next((row for row in attributions if row.rank == Rank.PREFERRED), None)
    if preferred is None:
        return False
    printed = folded(occurrence.printed_speaker)
    for row in attributions:
        if row.rank != Rank.DEPRECATED:
            continue
        if row.evidence_article_id == occurrence.snapshot.article_id:
            return True
        if printed and any(folded(name) == printed for name in names_of(row.speaker)):
            return True
    return False


def names_of(speaker) -> list[str]:
    """Every name of a speaker, and the last word of the full one."""
    names = [speaker.name, *(name.text for name in speaker.names.all())]
    if speaker.kind == "person" and " " in speaker.name:
        names.append(speaker.name.split()[-1])
    return names
