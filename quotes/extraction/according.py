"""Reported speech by its source: "according to X, …", "… according to X", "X zufolge …".

The phrase may open the sentence, close it, or stand inside it; then the reported words are those
before and those after it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .clauses import Clauses
from .cues import CueFinder
from .mentions import Mention
from .sentences import COMMA, QUOTE, STOP, Frame

FARTHEST_COMMA = 24
LONGEST_SOURCE = 20
LEAST_AFTER = 2  # words that must follow the phrase for the clause to go on


@dataclass(frozen=True)
class Sourced:
    """Tokens ``first`` to ``last`` come from ``source``; ``hole`` is the phrase between them."""

    first: int
    last: int
    source: Mention | None
    pattern: str
    hole: tuple[int, int] | None = None


class According:
    """Finds what a phrase like "according to" reports, in one article."""

    def __init__(self, frame: Frame, cues: CueFinder, clauses: Clauses) -> None:
        self.frame = frame
        self.kinds = frame.kinds
        self.cues = cues
        self.clauses = clauses
        self.verb_second = frame.language.capital_nouns

    def at(self, cue: int) -> Sourced | None:
        """What the phrase at token ``cue`` reports."""
        if self.frame.lower[cue] in self.frame.language.words("postposed"):
            source = self.cues.mention_ending(cue - 1)
            if source is None and self.kinds[cue - 1 : cue] not in (["d"], ["n"], ["N"]):
                return None
            phrase = source.first if source is not None else cue - 1
            return self._around(phrase, cue, source)
        source = self._source(cue)
        if source is None:
            return None
        return self._around(cue, source.last, source)

    def _around(self, first: int, last: int, source: Mention | None) -> Sourced | None:
        """The clause around the phrase, whose tokens are ``first`` to ``last``."""
        begin, end = self.frame.sentences[self.frame.sentence_of[first]]
        if first <= begin + 1:
            return self._opening(last, end, source)
        before = first - 1
        while before > begin and self.kinds[before] in (COMMA, "-", "R"):
            before -= 1
        after = self._goes_on(first, last, end)
        if after is None:
            return Sourced(begin, before, source, "according-last")
        stop = self.clauses.clause_end(after, through=True)
        return Sourced(begin, stop, source, "according-inside", (before + 1, after - 1))

    def _opening(self, last: int, end: int, source: Mention | None) -> Sourced | None:
        after = self._past_comma(last + 1, end)
        if self.verb_second:
            verb = self._past_source(last, end)
            after = verb if verb is not None and (after is None or verb < after) else after
        if after is None:
            return None
        last = self.clauses.clause_end(after, through=True)
        return Sourced(after, last, source, "according-first")

    def _goes_on(self, first: int, last: int, end: int) -> int | None:
        """The token with which the sentence goes on after a phrase inside it."""
        kinds = self.kinds
        if kinds[first - 1] == COMMA:  # "The plan, according to X, will cost more"
            after = self._past_comma(last + 1, end)
            if after is None or kinds[after] not in "XvVW" or end - after < LEAST_AFTER:
                return None
            return after
        if not self.verb_second:
            return None
        after = self._past_source(last, end)
        if after is None or end - after <= LEAST_AFTER or kinds[after] in ",:;-(CAT":
            return None
        return after

    def _source(self, at: int) -> Mention | None:
        following = self.frame.lower[at + 1 : at + 2]
        if self.frame.language.words("hanging").intersection(following):
            source = self.cues.mention_starting(at + 2)  # "nach Ansicht von X"
            if source is not None:
                return source
        return self.cues.mention_starting(at + 1) or self._bare(at)

    def _bare(self, at: int) -> Mention | None:
        """A source that is no mention: "laut Medienberichten"."""
        if at + 1 >= len(self.kinds) or self.kinds[at + 1] not in "VWdgn":
            return None
        frame = self.frame
        return Mention(-1, at + 1, at + 1, frame.starts[at + 1], frame.ends[at + 1], "nominal")

    def _past_source(self, last: int, end: int) -> int | None:
        """The token after the whole source: its genitives, its phrases, its name in marks."""
        kinds, lower = self.kinds, self.frame.lower
        hanging = self.frame.language.words("hanging")
        at = last + 1
        while at < min(end, last + LONGEST_SOURCE):
            if kinds[at] == QUOTE or kinds[at] in "N0" or self._is_capital(at):
                at += 1
            elif kinds[at] == "(":
                while at < end and kinds[at] != ")":
                    at += 1
                at += 1
            elif lower[at] in hanging and at + 1 < end:
                noun = next((to for to in range(at + 1, min(at + 5, end)) if self._noun(to)), None)
                if noun is None:
                    return at
                at = noun + 1
            else:
                return at if kinds[at] not in (STOP, QUOTE) else None
        return None

    def _is_capital(self, at: int) -> bool:
        return self.frame.words[at][:1].isupper()

    def _noun(self, at: int) -> bool:
        return self._is_capital(at) or self.kinds[at] == QUOTE

    def _past_comma(self, at: int, end: int) -> int | None:
        """The token after the comma that closes "According to …," within a dozen words."""
        for later in range(at, min(at + FARTHEST_COMMA, end - 1)):
            if self.kinds[later] == COMMA:
                if self.kinds[later + 1] in "DhN" and self._closes_again(later + 1, end):
                    continue
                return later + 1
            if self.kinds[later] in (QUOTE, STOP):
                return None
        return None

    def _closes_again(self, at: int, end: int) -> bool:
        """An apposition opens at ``at``: a noun phrase that ends at another comma."""
        mention = self.cues.mention_starting(at)
        if mention is None:
            return False
        after = mention.last + 1
        while after < end and self.kinds[after] in "P" and after < mention.last + 8:
            inner = self.cues.mention_starting(after + 1)
            if inner is None:
                return False
            after = inner.last + 1
        return after < end and self.kinds[after] == COMMA
