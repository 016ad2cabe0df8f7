"""How the words came to the page: to whom, by what medium, through whom, with what reserve."""

from __future__ import annotations

from dataclasses import dataclass

from .cues import Cue, CueFinder
from .found import Phrase
from .mentions import Mention
from .sentences import BREAK, QUOTE, STOP, Frame

REACH = 40


@dataclass(frozen=True)
class Circumstances:
    """What the reporter says about the occasion of one quotation."""

    hedge: str = "none"
    addressee: Phrase | None = None
    medium: Phrase | None = None
    via: Phrase | None = None


class Occasions:
    """Reads the circumstances of quotations in one article."""

    def __init__(self, frame: Frame, cues: CueFinder) -> None:
        self.frame = frame
        self.kinds = frame.kinds
        self.lower = frame.lower
        self.cues = cues
        self.language = frame.language

    def of(self, token: int, last: int, cue: Cue | None, speaker: Mention | None) -> Circumstances:
        """The circumstances of a quotation in tokens ``token`` to ``last``."""
        first, end = self._scope(token, last, cue)
        return Circumstances(
            hedge=self._hedge(first, end, cue, speaker),
            addressee=self._addressee(first, end, cue, speaker),
            medium=self._medium(first, end, cue, speaker),
            via=self._via(first, end, cue, speaker),
        )

    def _scope(self, token: int, last: int, cue: Cue | None) -> tuple[int, int]:
        """The sentence of the attribution, as far as it is near."""
        frame = self.frame
        anchor = cue.at if cue else token
        first, end = frame.sentences[frame.sentence_of[anchor]]
        first = max(first, min(anchor, token) - REACH)
        end = min(end, max(anchor, min(last, anchor + REACH)) + REACH)
        return first, end

    def _phrase(self, first: int, last: int) -> Phrase:
        start, end = self.frame.starts[first], self.frame.ends[last]
        return Phrase(start, end, self.frame.text[start:end])

    def _bare(self, mention: Mention) -> Phrase:
        """The mention without its article."""
        first = mention.first
        if first < mention.last and self.kinds[first] == "D":
            first += 1
        return self._phrase(first, mention.last)

    # -- reserve -----------------------------------------------------------------------------
    def _hedge(self, first: int, end: int, cue: Cue | None, speaker: Mention | None) -> str:
        hedges = self.language.hedges
        for at in range(first, end):
            word = self.lower[at]
            if word in hedges and self.kinds[at] != QUOTE:
                return hedges[word]
        second_hand = self._second_hand(first, end, speaker)
        return "according_to" if second_hand else "none"

    def _second_hand(self, first: int, end: int, speaker: Mention | None) -> Mention | None:
        """Whom "according to" names, where that is not the speaker."""
        for at in range(first, end):
            if self.kinds[at] == "A":
                source = self._mention_after(at)
                if source is not None and source is not speaker:
                    same = speaker is not None and speaker.entity is not None
                    if not (same and source.entity == speaker.entity):
                        return source
        return None

    def _mention_after(self, at: int) -> Mention | None:
        mention = self.cues.mention_starting(at + 1)
        if mention is None and at + 1 < len(self.kinds) and self.kinds[at + 1] in "VWdng":
            start = self.frame.starts[at + 1]
            return Mention(-1, at + 1, at + 1, start, self.frame.ends[at + 1], "nominal")
        return mention

    # -- path --------------------------------------------------------------------------------
    def _via(self, first: int, end: int, cue: Cue | None, speaker: Mention | None) -> Phrase | None:
        source = self._second_hand(first, end, speaker)
        if source is not None:
            return (
                self._bare(source) if source.index >= 0 else self._phrase(source.first, source.last)
            )
        passing = self.language.words("passing_on")
        by = self.language.words("by")
        for at in range(first, end - 1):
            if self.lower[at] in passing and self.lower[at + 1] in by:
                if cue is not None and at == cue.at:
                    continue
                mention = self.cues.mention_starting(at + 2)
                if mention is not None and mention is not speaker:
                    return self._bare(mention)
        return None

    # -- to whom -----------------------------------------------------------------------------
    def _addressee(
        self, first: int, end: int, cue: Cue | None, speaker: Mention | None
    ) -> Phrase | None:
        talks = self.language.words("talks_to")
        if cue is not None and self.lower[cue.at] in talks:
            told = self._object_of(cue.at)
            if told is not None and told is not speaker:
                return self._phrase(told.first, told.last)
        to = self.language.words("to")
        for at in range(first, end - 1):
            if self.kinds[at] == QUOTE or self.lower[at] not in to:
                continue
            mention = self.cues.mention_starting(at + 1)
            if mention is None or mention is speaker:
                continue
            if self._is_told(at, mention, cue):
                return self._phrase(mention.first, mention.last)
        return self._called(first, cue, speaker)

    def _object_of(self, cue: int) -> Mention | None:
        at = cue + 1
        while at < len(self.kinds) and self.kinds[at] == "R":
            at += 1
        mention = self.cues.mention_starting(at)
        if mention is None or self.kinds[mention.last + 1 : mention.last + 2] in (["V"], ["X"]):
            return None
        return mention

    def _is_told(self, to: int, mention: Mention, cue: Cue | None) -> bool:
        """ "said to AFP", "in an interview with CNN", "in a response to Fox News"."""
        before = to - 1
        after = self.lower[mention.last + 1] if mention.last + 1 < len(self.lower) else ""
        if after in self.language.words("mediums"):
            return False  # "in response to a Herald report": the report, not its paper, is meant
        if cue is not None and before == cue.at and self.lower[to] != "with":
            return self.kinds[before] in "VGI" and mention.kind == "name"
        if before < 0:
            return False
        if self.lower[before] in self.language.words("speaking"):
            return True
        word = self.lower[before]
        return word in self.language.words("mediums") and (
            mention.kind == "name" or mention.head_class == "g"
        )

    def _called(self, first: int, cue: Cue | None, speaker: Mention | None) -> Phrase | None:
        """ "called Sheinbaum and asked": the verb joined to the cue says to whom."""
        if cue is None or cue.side != "before":
            return None
        at = cue.at - 1
        if at <= first or self.kinds[at] != "C":
            return None
        mention = self.cues.mention_ending(at - 1)
        if mention is None or mention is speaker:
            return None
        verb = self.lower[mention.first - 1] if mention.first else ""
        if verb in self.language.words("talks_to"):
            return self._phrase(mention.first, mention.last)
        return None

    # -- by what -----------------------------------------------------------------------------
    def _medium(
        self, first: int, end: int, cue: Cue | None, speaker: Mention | None
    ) -> Phrase | None:
        mediums = self.language.words("mediums")
        into = self.language.words("in_medium")
        for at in range(first, end - 1):
            if self.lower[at] not in into or self.kinds[at] in (QUOTE, STOP, BREAK):
                continue
            for later in range(at + 1, min(at + 7, end)):
                if self.kinds[later] not in "DSNnhgod0'WV-":
                    break
                if self.lower[later] in mediums:
                    if later == at + 1 and self.lower[later + 1] in self.language.words("to"):
                        break  # "in response to": a reason, no medium
                    begin = at + 1 + (self.kinds[at + 1] in "DS" and at + 1 < later)
                    return self._phrase(begin, later)
        if speaker is not None and speaker.head_class == "d":
            return self._bare(speaker)
        if cue is None:
            return None
        if self.lower[cue.at] in self.language.words("medium_verbs"):
            return self._phrase(cue.at, cue.at)
        for at in range(max(first, cue.at - 6), cue.at):
            if self.lower[at] in self.language.words("medium_verbs"):
                return self._phrase(at, at)
        return None
