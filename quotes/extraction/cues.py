"""The word that says somebody spoke, and the subject that goes with it.

Rules, in the order a reader would try them: an attribution right after the quotation ("…," she
said), one right before it (She said: "…"), one in the sentence before that ends in a colon. The
ranker does not obey these rules; it takes what they say as evidence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from .mentions import NAMED, Mention
from .parsing import Parse
from .sentences import BREAK, COMMA, QUOTE, STOP, Frame

REACH_AFTER = 16
REACH_BEFORE = 30
FINITE = frozenset("VW")
PARTICIPLES = ("ed", "led", "written", "seen", "sent", "held")  # "a statement carried by"
CUES = frozenset("VWGYAI")
SKIPPED = frozenset("RX")


@dataclass(frozen=True)
class Cue:
    """A cue token and where it stands: after the quotation, before it, or a sentence before."""

    at: int
    side: str  # "after", "before", "colon"
    subject: int | None = None  # index of the mention that the rules take as its subject
    how: str = ""


class CueFinder:
    """Finds cues around a quotation and subjects of cues, in one article."""

    def __init__(self, frame: Frame, mentions: list[Mention], parse: Parse | None = None) -> None:
        self.frame = frame
        self.parse = parse
        self.kinds = frame.kinds
        self.mentions = mentions
        self.firsts = [mention.first for mention in mentions]
        self.lasts = [mention.last for mention in mentions]

    def cue_for(self, first: int, last: int) -> Cue | None:
        """The cue of the quotation whose tokens are ``first`` (its part) to ``last``."""
        after = self._after(first)
        if after is not None and self.kinds[after.at] == "A":
            before = self._before(first)
            if before is not None and self.kinds[before.at] in "VG":
                return before
        return after or self._before(first) or self._colon(first)

    def mention_ending(self, at: int) -> Mention | None:
        """The mention whose last token is ``at``."""
        place = bisect_left(self.lasts, at)
        if place < len(self.lasts) and self.lasts[place] == at:
            return self.mentions[place]
        return None

    def mention_starting(self, at: int) -> Mention | None:
        """The mention whose first token is ``at``."""
        place = bisect_left(self.firsts, at)
        if place < len(self.firsts) and self.firsts[place] == at:
            return self.mentions[place]
        return None

    def mentions_between(self, first: int, last: int) -> list[Mention]:
        """Mentions that lie wholly in tokens ``first`` to ``last``."""
        begin = bisect_left(self.firsts, first)
        end = bisect_right(self.lasts, last)
        return self.mentions[begin:end]

    def mark_speakers(self) -> None:
        """Note on each mention whether a verb of saying has it as subject."""
        for at, kind in enumerate(self.kinds):
            if kind in FINITE:
                subject, _ = self.subject_of(at)
                if subject is not None and at - self.mentions[subject].last < REACH_BEFORE:
                    mention = self.mentions[subject]
                    mention.subject = True
                    mention.speaks = mention.speaks or kind == "V"

    def named(self, index: int | None) -> int | None:
        """The mention, or the name that it stands beside ("another activist, David Quinn")."""
        if index is None:
            return None
        partner = self.mentions[index].partner
        return index if partner is None else partner

    def mentions_near(self, start: int, end: int) -> list[Mention]:
        """Mentions that overlap the stretch of text from ``start`` to ``end``."""
        begin = bisect_left(self.firsts, self.frame.token_at(start)) - 2
        found = []
        for mention in self.mentions[max(0, begin) :]:
            if mention.start >= end:
                break
            if mention.end > start:
                found.append(mention)
        return found

    # -- where the cue stands ----------------------------------------------------------------
    def _after(self, quote: int) -> Cue | None:
        kinds, sentence = self.kinds, self.frame.sentence_of
        at = quote + 1
        limit = min(len(kinds), quote + REACH_AFTER)
        if at < limit and kinds[at] in (COMMA, "-"):
            at += 1
        while at < limit and kinds[at] in "RX":
            at += 1
        if at >= limit or sentence[at] != sentence[quote]:
            return None
        if kinds[at] in "VWA":
            subject = self._subject_after(at)
            if subject is not None or kinds[at] == "V":
                return Cue(at, "after", self.named(subject), "inverted")
            return None
        mention = self.mention_starting(at)
        if mention is None:
            return None
        verb = self._verb_after(mention, limit + 8)
        if verb is None:
            return None
        return Cue(verb, "after", self.named(mention.index), "subject")

    def _verb_after(self, mention: Mention, limit: int) -> int | None:
        """The finite cue of which ``mention`` is the subject, past phrases and appositions."""
        kinds = self.kinds
        at = mention.last + 1
        commas = 0
        while at < min(limit, len(kinds)):
            kind = kinds[at]
            if kind in FINITE:
                return at
            if kind in (STOP, QUOTE, BREAK, ":", ";") or commas > 2:
                return None
            if kind in "HC" and not commas:
                return None
            if kind in "vGY" and not commas:
                return None
            commas += kind == COMMA
            at += 1
        return None

    def _subject_after(self, cue: int) -> int | None:
        at = cue + 1
        while at < len(self.kinds) and self.kinds[at] == "R":
            at += 1
        mention = self.mention_starting(at)
        return mention.index if mention else None

    def _before(self, quote: int) -> Cue | None:
        kinds, sentence = self.kinds, self.frame.sentence_of
        at = quote - 1
        limit = max(0, quote - REACH_BEFORE)
        weak: int | None = None
        while at >= limit and sentence[at] == sentence[quote]:
            kind = kinds[at]
            if kind == "W" and kinds[at + 1] == "T" and weak is None:
                return self._cue_before(at)  # "had advised that …": what follows is reported
            if (
                kind in CUES
                and self._is_active(at)
                and not (kind == "G" and kinds[at - 1] in "vVWI")  # "told him to stop asking"
                and (weak is None or kind in "VA" and self._governs(at, weak))
            ):
                if kind in "VGA" or weak is not None or self._names(at, quote):
                    return self._cue_before(at)
                weak = at
            if kind == QUOTE and quote - at > 3 or kind == ";":
                break
            at -= 1
        return None if weak is None else self._cue_before(weak)

    def _names(self, at: int, quote: int) -> bool:
        """ "called it", "described the plan as": what follows is what it is called."""
        language = self.frame.language
        lemma = language.lemmas.get(self.frame.lower[at])
        return lemma in language.words("naming_verbs") and quote - at < 9

    def _is_active(self, at: int) -> bool:
        """Not "held by": the one who speaks would follow, and another verb is the cue."""
        return self.frame.lower[at + 1] not in self.frame.language.words("agent")

    def _cue_before(self, at: int) -> Cue:
        subject, how = self.subject_of(at)
        return Cue(at, "before", subject, how)

    def _governs(self, cue: int, weak: int) -> bool:
        """The weaker verb stands in the clause that the cue reports: "said she felt"."""
        if self.kinds[weak - 1] == "C":
            return False
        between = self.kinds[cue + 1 : weak]
        return any(kind in "pDShgodnNTI0" for kind in between)

    def _colon(self, quote: int) -> Cue | None:
        """A sentence before, of the same or the last paragraph, that ends in a colon."""
        kinds = self.kinds
        at = quote - 1
        while at >= 0 and kinds[at] == BREAK:
            at -= 1
        if at < 0 or kinds[at] != ":":
            return None
        sentence = self.frame.sentence_of[at]
        first = self.frame.sentences[sentence][0]
        while at >= first:
            if kinds[at] in CUES:
                subject, how = self.subject_of(at)
                return Cue(at, "colon", subject, how)
            at -= 1
        return None

    # -- who is its subject ------------------------------------------------------------------
    def subject_of(self, cue: int) -> tuple[int | None, str]:
        """The mention that the rules take as subject of the cue, and how it was reached."""
        if self.parse is not None and self.kinds[cue] != "A":
            subject = self._grammatical_subject(cue)
            if subject is not None:
                return self.named(subject), "grammar"
        subject, how = self._subject_of(cue)
        return self.named(subject), how

    def _grammatical_subject(self, cue: int) -> int | None:
        """The mention that the parser takes as subject of the cue."""
        assert self.parse is not None
        token = self.parse.subject_of(cue)
        if token is None:
            return None
        mention = self.mention_at(token)
        if mention is None and self.kinds[token] == "H" and self.parse.heads[cue] >= 0:
            mention = self.mention_at(self.parse.heads[cue])  # "Fan, who said": whom "who" means
        return None if mention is None else mention.index

    def mention_at(self, token: int) -> Mention | None:
        """The mention that holds ``token``."""
        place = bisect_right(self.firsts, token) - 1
        if place >= 0 and self.mentions[place].last >= token:
            return self.mentions[place]
        return None

    def _subject_of(self, cue: int) -> tuple[int | None, str]:
        kinds = self.kinds
        if kinds[cue] == "A":
            after = self._subject_after(cue)
            return after, "according"
        if kinds[cue] in "GYI":
            return self._sentence_subject(cue), "participle"
        at = cue - 1
        while at >= 0 and (kinds[at] in SKIPPED or self._is_day(at)):
            at -= 1
        if at < 0:
            return None, ""
        if kinds[at] == "C":
            return self._joined_subject(at), "coordinated"
        if kinds[at] == "H":
            return self._before_relative(at)
        if kinds[at] == COMMA:
            return self._before_apposition(at, cue)
        mention = self.mention_ending(at)
        if mention is None:
            return self._sentence_subject(cue), "sentence"
        return self._out_of_phrases(mention)

    def _is_day(self, at: int) -> bool:
        """ "the mayor Thursday asked": a day between subject and verb."""
        return self.frame.lower[at] in self.frame.language.words("days")

    def _joined_subject(self, conjunction: int) -> int | None:
        """The subject of the verb of saying that "and said" goes on from, or of its sentence."""
        first = self.frame.sentences[self.frame.sentence_of[conjunction]][0]
        for at in range(conjunction - 1, max(first, conjunction - 45), -1):
            if self.kinds[at] in FINITE and self.kinds[at - 1] not in "CA":
                return self._subject_of(at)[0]
        return self._sentence_subject(conjunction)

    def _out_of_phrases(self, mention: Mention) -> tuple[int, str]:
        """From "the ministry" in "an official at the ministry said" to the official."""
        how = "direct"
        for _ in range(4):
            if not mention.after_preposition:
                break
            outer = self._holder(mention)
            if outer is None:
                break
            mention, how = outer, "phrase"
        return mention.index, how

    def _holder(self, mention: Mention) -> Mention | None:
        """What a phrase hangs on: "an official" of "at the ministry", "carried by the radio"."""
        before = mention.first - 2
        outer = self.mention_ending(before)
        if outer is None and before > 0 and self.frame.lower[before].endswith(PARTICIPLES):
            outer = self.mention_ending(before - 1)
        return outer

    def _before_relative(self, at: int) -> tuple[int | None, str]:
        before = at - 1
        if before >= 0 and self.kinds[before] == COMMA:
            before -= 1
        mention = self.mention_ending(before)
        if mention is None:
            return self._sentence_subject(at), "sentence"
        return self._out_of_phrases(mention)[0], "relative"

    def _before_apposition(self, comma: int, cue: int) -> tuple[int | None, str]:
        sentence = self.frame.sentence_of[cue]
        first = self.frame.sentences[sentence][0] if sentence < len(self.frame.sentences) else 0
        at = comma - 1
        while at > max(first, comma - 30):
            if self.kinds[at] == COMMA:
                mention = self.mention_ending(at - 1)
                inner = self.mention_starting(at + 1)
                if inner is not None and inner.kind == NAMED and inner.last == comma - 1:
                    outer = mention and self.mentions[self._out_of_phrases(mention)[0]]
                    if outer is not None and outer is not mention and outer.partner is not None:
                        return outer.partner, "apposition"  # the name is the phrase's
                    if outer is None or outer.kind != NAMED:
                        return inner.index, "apposition"
                if mention is not None:
                    return self._out_of_phrases(mention)[0], "apposition"
                break
            if self.kinds[at] in (QUOTE, STOP):
                break
            at -= 1
        return self._sentence_subject(cue), "sentence"

    def _nearest_subject(self, inside: list[Mention], cue: int) -> int | None:
        """ "said her bank had at first called": the subject with no other verb before the cue."""
        for mention in reversed(inside):
            if mention.subject and not mention.after_preposition:
                between = self.kinds[mention.last + 1 : cue]
                verbs = [kind for kind in between if kind in "VWv"]
                return mention.index if not verbs and "X" in between else None
        return None

    def _sentence_subject(self, cue: int) -> int | None:
        """The last mention before the cue, in its sentence, that has a verb of its own."""
        sentence = self.frame.sentence_of[cue]
        if sentence >= len(self.frame.sentences):
            return None
        first = max(self.frame.sentences[sentence][0], cue - 60)
        inside = self.mentions_between(first, cue - 1)
        if self.kinds[cue] in FINITE:
            nearest = self._nearest_subject(inside, cue)
            if nearest is not None:
                return nearest
        for mention in inside:
            if mention.subject:
                return mention.index
        for mention in inside:
            if not mention.after_preposition:
                return mention.index
        return None
