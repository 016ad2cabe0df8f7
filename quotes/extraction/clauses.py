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
SUBJECTS = frozenset("TpNhgodnI")


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
        begin = self.clause_start(cue.at, token)
        lead = "".join(self.kinds[begin:token])
        has_that = self.kinds[begin - 1] == "T"
        if self._names(cue) and lead[-1:] not in (":", COMMA):
            return Extent(PARTIAL, marked, last)
        if not has_that and lead[-1:] == ":" or self._opens_sentence(lead, token, has_that):
            return Extent(DIRECT, marked, last)
        if not lead.strip(",:*-R"):
            end = self.clause_end(last)
            if end > last and self._goes_on(last, end):
                return Extent(MIXED, ((marked[0][0], self.frame.ends[end]),), end)
            return Extent(MIXED if has_that and end > last else DIRECT, marked, last)
        if self._is_clause(lead, begin, token, has_that, cue):
            begin = begin if begin < token else token
            end = max(last, self.clause_end(last))
            span = (self.frame.starts[begin], self.frame.ends[end])
            return Extent(MIXED, (span,), end)
        return Extent(PARTIAL, marked, last)

    def _opens_sentence(self, lead: str, token: int, has_that: bool) -> bool:
        """The marks follow a comma or colon and hold a sentence of their own."""
        if lead[-1:] == ":":
            return True
        if lead[-1:] != COMMA or has_that:
            return False
        region = self.frame.regions[self.frame.region[token]]
        first = self.frame.text[region.start : region.start + 1]
        return first.isupper() or not set(lead) & VERBAL

    def _is_clause(self, lead: str, begin: int, token: int, has_that: bool, cue: Cue) -> bool:
        """The reporter's words before the marks begin a reported clause."""
        frame = self.frame
        if self._names(cue):
            return False
        if has_that or frame.lower[begin] in frame.language.words("infinitive"):
            return True
        if frame.lower[begin] in frame.language.words("asking"):
            return True
        if set(lead) & VERBAL and set(lead) & SUBJECTS:
            return True
        region = frame.regions[frame.region[token]]
        lower = frame.text[region.start : region.start + 1].islower()
        return lower and lead[-1:] in SUBJECTS and self.kinds[cue.at] in "VG" and len(lead) < 6

    def _names(self, cue: Cue) -> bool:
        """The cue says what something is called: "called it", "described as"."""
        language = self.frame.language
        return language.lemmas.get(self.frame.lower[cue.at]) in language.words("naming_verbs")

    def _goes_on(self, last: int, end: int) -> bool:
        """Whether the words after the marks belong to the reported clause."""
        following = self.kinds[last + 1]
        region = self.frame.regions[self.frame.region[last]]
        if self.frame.text[region.end - 1] in ",.!?":
            return False
        return following not in (COMMA, STOP, ":", "-", "G", "Y", "C")

    def clause_start(self, cue: int, token: int | None = None) -> int:
        """The first token of the clause that a cue governs: past the addressee and "that"."""
        kinds, frame = self.kinds, self.frame
        that = self._that_after(cue, token)
        if that is not None:
            return that + 1
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
        if frame.language.capital_nouns:
            at = self._past_first_comma(at, token)
        while at < len(kinds) and kinds[at] in (COMMA, ":", "-"):
            at += 1
        if at < len(kinds) and kinds[at] == "T":
            at += 1
        return at

    def _past_first_comma(self, begin: int, token: int | None) -> int:
        """Where a comma opens every clause: past the words before it, if none is a verb.

        "warf ihr am Montag vor, die Stadt …", "betont hatte, er …".
        """
        kinds = self.kinds
        stop = min(len(kinds), begin + 16, token if token is not None else begin + 16)
        for at in range(begin, stop):
            if kinds[at] == COMMA:
                opens = kinds[at + 1 : at + 2] not in (["H"], ["V"], ["C"])
                return at if opens and self._has_verb(at + 1) else begin
            if kinds[at] in "vVWQ.¶:;HT-" or kinds[at] == "X" and at > begin:
                return begin
        return begin

    def _has_verb(self, begin: int) -> bool:
        """The clause that begins here has a finite verb in the reported mood, or "zu"."""
        lower, language = self.frame.lower, self.frame.language
        moods = language.words("reported_mood") | language.words("distant_mood")
        sentence = self.frame.sentence_of[begin] if begin < len(lower) else None
        for at in range(begin, min(len(lower), begin + 40)):
            if self.frame.sentence_of[at] != sentence:
                break
            if lower[at] in moods or lower[at] == "zu" and self.kinds[at + 1 : at + 2] == ["n"]:
                return True
        return False

    def _that_after(self, cue: int, token: int | None) -> int | None:
        """The "that" which opens the clause, past "in a statement on Monday"."""
        stop = min(len(self.kinds), cue + 16, token if token is not None else cue + 16)
        for at in range(cue + 1, stop):
            kind = self.kinds[at]
            if kind == "T":
                return at
            if kind == COMMA and self._only_that(at + 1):
                return at + 1
            if kind in "XvVWQ.¶:;H" or kind in ",p" and at > cue + 1:
                return None
        return None

    def _only_that(self, at: int) -> bool:
        """A "that" which is nothing else: "dass", but not "that" or "que"."""
        word = self.frame.lower[at] if at < len(self.kinds) else ""
        return word in self.frame.language.words("that_only")

    def clause_end(self, token: int, *, through: bool = False) -> int:
        """The last token of the clause that holds ``token``; ``through`` clauses joined to it."""
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
            if kind == "C" and not through and kinds[at + 1 : at + 2] in (["V"], ["W"]):
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
        if following == "C" and (
            frame.lower[comma + 1] in frame.language.words("turning")
            or comma + 2 < len(kinds)
            and kinds[comma + 2] in "GYVW"
        ):
            return True
        mention = self.cues.mention_starting(comma + 1)
        if mention is None:
            return kinds[comma + 1] == "V"
        after = mention.last + 1
        while after < len(kinds) and kinds[after] in "RX":
            after += 1
        return after < len(kinds) and kinds[after] == "V"
