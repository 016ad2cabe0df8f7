"""How far the reported words reach, and what form they have.

Direct: all of it stands inside marks. Mixed: a reported clause of which a part is marked; its
span is the whole clause. Partial: marked words inside the reporter's own sentence, with no
clause of their own ("calling it “an historic day”").
"""

from __future__ import annotations

from dataclasses import dataclass

from .cues import Cue, CueFinder
from .found import DIRECT, MIXED, PARTIAL
from .quotations import Quotation
from .sentences import BREAK, COMMA, QUOTE, STOP, Frame

FARTHEST = 80
VERBAL = frozenset("XvVW")


@dataclass(frozen=True)
class Extent:
    """The form of a quotation and its spans; ``last`` is the last token its clause covers."""

    form: str
    spans: tuple[tuple[int, int], ...]
    last: int


class Clauses:
    """Finds the clause around marked words, in one article."""

    def __init__(self, frame: Frame, cues: CueFinder) -> None:
        self.frame = frame
        self.kinds = frame.kinds
        self.cues = cues

    def extent(self, quotation: Quotation, cue: Cue | None) -> Extent:
        """Form and spans of a quotation, given its cue."""
        frame = self.frame
        marked = tuple(
            (frame.regions[index].open, frame.regions[index].close) for index in quotation.regions
        )
        token, last = quotation.token, quotation.tokens[-1]
        if cue is None or len(quotation.regions) > 1 or cue.side == "colon":
            return Extent(DIRECT if cue or self._stands_alone(token) else PARTIAL, marked, last)
        if cue.side == "before":
            return self._after_cue(token, last, cue, marked)
        return self._before_cue(token, last, marked)

    def _stands_alone(self, token: int) -> bool:
        first, last = self.frame.sentences[self.frame.sentence_of[token]]
        return token == first and last - token <= 3

    def _before_cue(self, token: int, last: int, marked: tuple[tuple[int, int], ...]) -> Extent:
        """The cue follows: whole sentence up to its comma, or only the marked words."""
        first = self.frame.sentences[self.frame.sentence_of[token]][0]
        lead = "".join(self.kinds[first:token])
        if not lead.strip("*-(,") or lead[-1:] in (COMMA, ":", "-"):
            return Extent(DIRECT, marked, last)
        if any(kind in VERBAL or kind in "nd" for kind in lead) and token - first < FARTHEST:
            span = (self.frame.starts[first], marked[-1][1])
            return Extent(MIXED, (span,), last)
        return Extent(PARTIAL, marked, last)

    def _after_cue(
        self, token: int, last: int, cue: Cue, marked: tuple[tuple[int, int], ...]
    ) -> Extent:
        begin = self.clause_start(cue.at)
        lead = "".join(self.kinds[begin:token]).strip(",:*-R")
        if not lead:
            end = self.clause_end(last)
            if end > last and self._goes_on(last, end):
                return Extent(MIXED, ((marked[0][0], self.frame.ends[end]),), end)
            return Extent(DIRECT, marked, last)
        if self.kinds[cue.at] in "VGI" or (set(lead) & VERBAL and set(lead) & set("TmNp")):
            begin = begin if begin < token else token
            end = max(last, self.clause_end(last))
            span = (self.frame.starts[begin], self.frame.ends[end])
            return Extent(MIXED, (span,), end)
        return Extent(PARTIAL, marked, last)

    def _goes_on(self, last: int, end: int) -> bool:
        """Whether the words after the marks belong to the reported clause."""
        following = self.kinds[last + 1]
        region = self.frame.regions[self.frame.region[last]]
        if self.frame.text[region.end - 1] in ",.!?":
            return False
        return following not in (COMMA, STOP, ":", "-", "G", "Y", "C")

    def clause_start(self, cue: int) -> int:
        """The first token of the clause that a cue governs: past the addressee and "that"."""
        kinds, frame = self.kinds, self.frame
        at = cue + 1
        while at < len(kinds) and kinds[at] == "R":
            at += 1
        if frame.lower[cue] in frame.language.words("talks_to"):
            mention = self.cues.mention_starting(at)
            if mention is not None:
                at = mention.last + 1
        if at < len(kinds) and kinds[at] == "P" and frame.lower[at] == "to":
            mention = self.cues.mention_starting(at + 1)
            if mention is not None and mention.last + 1 < len(kinds):
                if kinds[mention.last + 1] in ("T", QUOTE, ":", COMMA):
                    at = mention.last + 1
        while at < len(kinds) and kinds[at] in (COMMA, ":", "-"):
            at += 1
        if at < len(kinds) and kinds[at] == "T":
            at += 1
        return at

    def clause_end(self, token: int) -> int:
        """The last token of the clause that holds ``token``."""
        kinds, frame = self.kinds, self.frame
        sentence = frame.sentence_of[token]
        end = token
        at = token + 1
        while at < min(len(kinds), token + FARTHEST) and frame.sentence_of[at] == sentence:
            kind = kinds[at]
            if kind in (STOP, BREAK, ";"):
                break
            if kind in (COMMA, "-") and self.leaves_clause(at):
                break
            if kind == "A" or (kind in "GY" and kinds[at - 1] == QUOTE):
                break
            if kind not in (COMMA, "-"):
                end = at
            at += 1
        return end

    def leaves_clause(self, comma: int) -> bool:
        """After this comma the reporter speaks again: "as reported by", "adding", "he said"."""
        kinds, frame = self.kinds, self.frame
        if comma + 1 >= len(kinds):
            return True
        following = kinds[comma + 1]
        if following in "AGYH" or frame.lower[comma + 1] == "as":
            return True
        if following == "C" and comma + 2 < len(kinds) and kinds[comma + 2] in "GYVW":
            return True
        mention = self.cues.mention_starting(comma + 1)
        if mention is None:
            return kinds[comma + 1] == "V"
        after = mention.last + 1
        while after < len(kinds) and kinds[after] in "RX":
            after += 1
        return after < len(kinds) and kinds[after] == "V"
