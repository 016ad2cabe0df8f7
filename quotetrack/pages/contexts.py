"""The words where they are printed: what stands just before and after them, and the way there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from quotetrack.readers import labels, languages, provenance
from quotetrack.readers.dates import written

AROUND = 64  # characters of an article that readers see on either side of the words


@dataclass(frozen=True)
class Piece:
    """A stretch of the printed text; the words themselves are found."""

    text: str
    is_found: bool = False


@dataclass(frozen=True)
class Place:
    """One place where the words are printed."""

    occurrence: dict
    article: dict
    name: str
    day: object
    pieces: list[Piece]
    language: str
    direction: str
    link: str
    snapshot: str
    positions: str
    archive: str
    captured: str
    remarks: list[str]


def places(detail: dict) -> list[Place]:
    """Every place where the words are printed, as the record orders them."""
    spoken = {wording["id"]: wording["language"] for wording in detail["wordings"]}
    return [
        _place(each, spoken.get(each["wording"], detail["language"]))
        for each in detail["occurrences"]
    ]


def _place(occurrence, language):
    article = occurrence["article"]
    segments = [_Segment(each) for each in occurrence["segments"] if each["role"] == "content"]
    segments.sort(key=lambda segment: segment.start)
    archive = occurrence["snapshot"]["archive_url"]
    link = occurrence["source_link"] or article["source_url"]
    return Place(
        occurrence,
        article,
        article["outlet"]["name"] if article["outlet"] else _("Outlet not recorded"),
        written(article["published"]),
        list(_pieces(segments)),
        language,
        languages.direction(language),
        link if provenance.is_web(link) else "",
        occurrence["snapshot"]["sha256"][:8],
        " ".join(f"{segment.start}–{segment.end}" for segment in segments),
        archive if provenance.is_web(archive) else "",
        occurrence["snapshot"]["taken_at"][:10],
        list(_remarks(occurrence)),
    )


class _Segment:
    """The two selectors of a segment, as plain attributes."""

    def __init__(self, segment):
        self.start = self.end = 0
        self.exact = self.prefix = self.suffix = ""
        for selector in segment["selector"]:
            if selector.get("type") == "TextQuoteSelector":
                self.exact = selector.get("exact", "")
                self.prefix = selector.get("prefix", "")[-AROUND:]
                self.suffix = selector.get("suffix", "")[:AROUND]
            if selector.get("type") == "TextPositionSelector":
                self.start, self.end = selector.get("start", 0), selector.get("end", 0)


def _pieces(segments):
    before = None
    for segment in segments:
        if before is None:
            cut_short = segment.start > AROUND
            yield Piece(_from_a_word(segment.prefix) if cut_short else segment.prefix)
        else:
            yield Piece(_between(before, segment))
        yield Piece(segment.exact, is_found=True)
        before = segment
    if before is not None:
        yield Piece(_to_a_word(before.suffix) if len(before.suffix) >= AROUND else before.suffix)


def _between(left, right):
    gap = right.start - left.end
    if gap <= len(left.suffix):
        return left.suffix[:gap]
    if gap <= len(left.suffix) + len(right.prefix):
        return left.suffix + right.prefix[len(right.prefix) - (gap - len(left.suffix)) :]
    return f"{_to_a_word(left.suffix)} {_from_a_word(right.prefix).lstrip('… ')}"


def _from_a_word(text):
    """The text without the part of a word that it begins with."""
    _part, space, rest = text.partition(" ")
    return f"… {(rest if space else text).lstrip()}"


def _to_a_word(text):
    """The text without the part of a word that it ends with."""
    rest, space, _part = text.rpartition(" ")
    return f"{(rest if space else text).rstrip()} …"


def _remarks(occurrence):
    if occurrence["misattributed_here"]:
        yield _("Attributed to the wrong person here")
    if occurrence["printed_speaker"]:
        printed = languages.listed(occurrence["printed_speaker"], occurrence["printed_role"])
        yield _("Printed as “%(name)s”") % {"name": printed}
    yield labels.label(labels.EVIDENTIALITY, occurrence["evidentiality"])
    if occurrence["hedge"] not in ("", "none"):
        yield labels.label(labels.HEDGE, occurrence["hedge"])
    if occurrence["anchor"] in labels.ANCHOR:
        yield labels.label(labels.ANCHOR, occurrence["anchor"])
