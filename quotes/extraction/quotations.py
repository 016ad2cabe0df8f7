"""Which marked stretches make one quotation.

A quotation that its attribution breaks ("…," she said. "…") is one, in several parts; so is one
that runs over paragraphs, each re-opening the marks. A new cue word starts a new quotation.
"""

from __future__ import annotations

from dataclasses import dataclass

from .sentences import BREAK, COMMA, QUOTE, STOP, Frame

MOST_BETWEEN = 40
FARTHEST_CUE = 12


@dataclass(frozen=True)
class Quotation:
    """Marked stretches that belong together, by their place in the list of regions."""

    regions: tuple[int, ...]
    tokens: tuple[int, ...]

    @property
    def token(self) -> int:
        """The token of the first part."""
        return self.tokens[0]


def quotations(frame: Frame, speech: list[bool]) -> list[Quotation]:
    """Group the regions of ``frame`` that ``speech`` marks as spoken words; others stay alone."""
    groups: list[list[int]] = []
    for index, region in enumerate(frame.regions):
        joins = False
        if groups and groups[-1][-1] == index - 1 and (speech[index] and speech[index - 1]):
            joins = region.continues or _is_broken(frame, index - 1, index, groups[-1])
        if joins:
            groups[-1].append(index)
        else:
            groups.append([index])
    return [
        Quotation(tuple(group), tuple(frame.token_of_region[index] for index in group))
        for group in groups
    ]


def _is_broken(frame: Frame, left: int, right: int, group: list[int]) -> bool:
    """Only an attribution stands between two stretches, and it belongs to the first."""
    first, second = frame.token_of_region[left], frame.token_of_region[right]
    between = "".join(frame.kinds[first + 1 : second])
    if not between or len(between) > MOST_BETWEEN or BREAK in between or QUOTE in between:
        return False
    if frame.sentence_of[first + 1] != frame.sentence_of[first]:
        return False
    if between[0] in "CHTP(:;.?" or not _starts_sentence(frame, first, left):
        return False
    cue = next((at for at, kind in enumerate(between) if kind in "VWA"), None)
    if cue is None or cue > FARTHEST_CUE or ":" in between:
        return False
    more = sum(between.count(kind) for kind in "VAGY") - (between[cue] in "VA")
    one_sentence = frame.sentence_of[first] == frame.sentence_of[second]
    if more and (one_sentence or "C" in between and "V" in between[cue + 1 :]):
        return False
    if frame.sentence_of[first] == frame.sentence_of[second]:
        return between[-1] in (COMMA, "-") and not _opens_with_capital(frame, right)
    return between[-1] == STOP and between.count(STOP) == 1 and not _has_its_own(frame, second)


def _has_its_own(frame: Frame, token: int) -> bool:
    """An attribution follows in the same sentence: “B,” says somebody else."""
    end = frame.sentences[frame.sentence_of[token]][1]
    return "V" in frame.kinds[token + 1 : min(end, token + 12)]


def _starts_sentence(frame: Frame, token: int, region: int) -> bool:
    """The stretch begins its sentence, or reads like one that does."""
    if frame.sentences[frame.sentence_of[token]][0] == token:
        return True
    return _opens_with_capital(frame, region) and frame.kinds[token - 1] in (COMMA, ":", "*")


def _opens_with_capital(frame: Frame, region: int) -> bool:
    stretch = frame.regions[region]
    for char in frame.text[stretch.start : min(stretch.end, stretch.start + 8)]:
        if char.isalnum():
            return char.isupper()
    return False
