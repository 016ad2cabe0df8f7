"""What the extractor hands back: one record for each quotation found.

All offsets are Unicode code points into the text that was given, end exclusive:
``text[start:end]`` is the printed stretch, always. Three views of the same words:

- ``spans``: the content as printed, with its quotation marks. Several when the attribution
  breaks the quotation; for a mixed quote the one span is the whole reported clause.
- ``inner_spans``: the same without the outer quotation marks.
- ``verbatim_spans``: only what stands inside quotation marks, marks excluded. For a direct
  quote these are the inner spans; an indirect one has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Spans = tuple[tuple[int, int], ...]

DIRECT = "direct"
MIXED = "mixed"
PARTIAL = "partial"
INDIRECT = "indirect"
SCARE = "scare"
FORMS = (DIRECT, MIXED, PARTIAL, INDIRECT, SCARE)


@dataclass(frozen=True)
class Phrase:
    """A stretch of the article, with its words: a cue, an addressee, a medium."""

    start: int
    end: int
    text: str

    def as_dict(self) -> dict[str, Any]:
        """The phrase as plain JSON values."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True)
class SpeakerCandidate:
    """One name that the quote may belong to, with the share of belief it gets (0 to 1)."""

    name: str
    score: float
    start: int
    end: int

    def as_dict(self) -> dict[str, Any]:
        """The candidate as plain JSON values."""
        return {"name": self.name, "score": self.score, "start": self.start, "end": self.end}


@dataclass(frozen=True)
class FoundQuote:
    """One quotation, who is said to have said it, and how far to believe that.

    ``speaker_name`` is the fullest name the article gives; None where it names nobody or where
    two readings tie (then ``speaker_candidates`` holds both). ``score`` estimates the chance
    that words and name are both right; ``ready`` marks those good enough for one key press.
    A ``scare`` is a marked term or title, not speech: listed so that the desk can show it.
    """

    start: int
    end: int
    spans: Spans
    inner_spans: Spans
    verbatim_spans: Spans
    form: str
    score: float
    ready: bool = False
    speaker_start: int | None = None
    speaker_end: int | None = None
    speaker_text: str | None = None
    speaker_name: str | None = None
    speaker_kind: str | None = None
    speaker_candidates: tuple[SpeakerCandidate, ...] = ()
    role: str | None = None
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    hedge: str = "none"
    addressee: Phrase | None = None
    medium: Phrase | None = None
    via: Phrase | None = None
    reasons: tuple[tuple[str, float], ...] = ()
    flags: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Every field as plain JSON values: lists for tuples, objects for phrases."""
        return {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if isinstance(value, (Phrase, SpeakerCandidate)):
        return value.as_dict()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
