"""A claim's history: every published judgement of it, oldest first, and what each rests on."""

from dataclasses import dataclass

from quotetrack.pages import reasoning
from quotetrack.readers import labels, languages, provenance, scales, words
from quotetrack.readers.dates import Day, day_of, written
from quotetrack.readers.standing import Rating, Reply, reply

STANCES = ("supports", "refutes", "context")


@dataclass(frozen=True)
class Evidence:
    """A source that a judgement rests on."""

    name: str
    url: str
    words: str
    language: str
    direction: str
    is_primary: bool
    day: Day | None


@dataclass(frozen=True)
class Judgement:
    """One dated assessment."""

    id: str
    scale: str
    rating: Rating
    summary: str
    language: str
    reasoning: list[reasoning.Block]
    published: Day | None
    state: str
    is_current: bool
    evidence: list[tuple[str, list[Evidence]]]
    replies: list[Reply]

    @property
    def pieces(self):
        return sum(len(each) for _stance, each in self.evidence)


@dataclass(frozen=True)
class Line:
    """The judgements of one claim on one scale, oldest first."""

    scale: str
    judgements: list[Judgement]
    scale_name: str = ""

    @property
    def newest_first(self):
        return self.judgements[::-1]

    @property
    def current(self):
        return next((each for each in reversed(self.judgements) if each.is_current), None)


def lines(claim: dict, scales: dict[str, str] | None = None) -> list[Line]:
    """A time line for each scale (slug to name); that of the claim's current status first."""
    by_scale: dict[str, list[Judgement]] = {}
    for each in claim["assessments"]:
        by_scale.setdefault(each["scale"], []).append(judgement(each))
    names = scales or {}
    found = [Line(slug, held, names.get(slug, slug)) for slug, held in by_scale.items()]
    return sorted(found, key=lambda line: line.scale != claim["scale"])


def current(claim: dict, scales: dict[str, str] | None = None) -> Judgement | None:
    """The judgement that stands today, on the scale of the claim's current status first."""
    return next((line.current for line in lines(claim, scales) if line.current), None)


def judgement(assessment: dict) -> Judgement:
    """One assessment in plain values."""
    return Judgement(
        assessment["id"],
        assessment["scale"],
        Rating(scales.label(assessment), assessment["standing"], written(assessment["as_of"])),
        assessment["summary"],
        assessment["language"],
        reasoning.blocks(assessment["reasoning"]),
        day_of(assessment["published_at"]),
        assessment["state"],
        assessment["state"] == "published",
        list(_by_stance(assessment)),
        [reply(each) for each in assessment["responses"]],
    )


def _by_stance(assessment):
    for stance in STANCES:
        held = [_evidence(e) for e in assessment["evidence"] if e["stance"] == stance]
        if held:
            yield labels.label(labels.STANCE, stance), held


def _evidence(evidence):
    article = evidence["article"]
    outlet = (article or {}).get("outlet")
    url = article["url"] if article else evidence["url"]
    language = (article or {}).get("language") or ""
    name = evidence["url"] or ""
    if article:
        name = languages.listed(outlet and outlet["name"], article["title"])
    return Evidence(
        name,
        url if provenance.is_web(url) else "",
        words.line(evidence["quoted_text"], language or "en") if evidence["quoted_text"] else "",
        language,
        languages.direction(language) if language else "auto",
        evidence["primary"],
        written(article["published"]) if article else None,
    )
