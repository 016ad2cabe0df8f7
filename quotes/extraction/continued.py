"""Reported speech that goes on without a cue: sentences in the mood that a language keeps for it.

"Der Sprecher sagte, die Lage sei ernst. Es habe drei Verletzte gegeben." The second sentence is
the speaker's too, and German says so by its verb. Such sentences, one after the other, are one
candidate; a language without such a mood has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .cues import CueFinder
from .mentions import Mention
from .sentences import BREAK, QUOTE, STOP, Frame

LONGEST = 120
REACH = 3  # sentences back to the one who speaks


@dataclass(frozen=True)
class Run:
    """Sentences that go on in reported speech: tokens ``first`` to ``last``, and whose they are."""

    first: int
    last: int
    cue: int | None
    speaker: Mention | None
    mood: str  # "reported": the mood says so; "distant": it may; "hearsay": "soll … haben"
    follows: str  # what stands before: "cue", "quote", "mention" or "nothing"


class Continued:
    """Finds such sentences in one article."""

    def __init__(self, frame: Frame, cues: CueFinder) -> None:
        self.frame = frame
        self.kinds = frame.kinds
        self.cues = cues
        self.reported = frame.language.words("reported_mood")
        self.distant = frame.language.words("distant_mood")
        self.hearsay = frame.language.words("hearsay_mood")

    def runs(self, governed: Sequence[tuple[int, int, Mention | None]]) -> list[Run]:
        """The runs of an article; ``governed`` are (cue, last token, speaker) of known clauses."""
        if not self.reported:
            return []
        by_sentence: dict[int, tuple[int, Mention | None]] = {}
        for cue, last, speaker in governed:
            if self.kinds[cue] not in "VA":
                continue
            by_sentence[self.frame.sentence_of[min(last, len(self.kinds) - 1)]] = (cue, speaker)
            by_sentence[self.frame.sentence_of[cue]] = (cue, speaker)
        for at, kind in enumerate(self.kinds):
            if kind in "VA" and self.frame.sentence_of[at] not in by_sentence:
                by_sentence[self.frame.sentence_of[at]] = (at, self._subject(at))
        found: list[Run] = []
        for sentence, (first, end) in enumerate(self.frame.sentences):
            mood = self._mood(first, end)
            if not mood or sentence in by_sentence or self._has_cue(first, end):
                continue
            first, last = self._first(first, end), self._last(first, end)
            if last - first < 3:
                continue
            before = found[-1] if found else None
            if before is not None and self._joins(before, first, mood):
                found[-1] = Run(
                    before.first, last, before.cue, before.speaker, before.mood, before.follows
                )
                continue
            found.append(self._run(first, last, sentence, mood, by_sentence))
        return found

    def _run(
        self,
        first: int,
        last: int,
        sentence: int,
        mood: str,
        by_sentence: dict[int, tuple[int, Mention | None]],
    ) -> Run:
        for back in range(1, REACH + 1):
            if sentence - back in by_sentence:
                cue, speaker = by_sentence[sentence - back]
                return Run(first, last, cue, speaker, mood, "cue" if back == 1 else "earlier")
        begin = self.frame.sentences[max(0, sentence - 1)][0]
        named = [one for one in self.cues.mentions_between(begin, first - 1) if one.subject]
        if named:
            return Run(first, last, None, named[-1], mood, "mention")
        return Run(first, last, None, None, mood, "nothing")

    def _subject(self, cue: int) -> Mention | None:
        """Who speaks at a cue that governs no clause: after a quotation, before a colon."""
        after = self.cues.mention_starting(cue + 1)
        if self.kinds[cue - 1 : cue] == [","] or self.kinds[cue] == "A":
            return after
        subject, _ = self.cues.subject_of(cue)
        return after if subject is None else self.cues.mentions[subject]

    def _joins(self, before: Run, first: int, mood: str) -> bool:
        """The run before ends where this sentence begins, in the same paragraph."""
        if (before.mood == "hearsay") != (mood == "hearsay"):
            return False
        between = self.kinds[before.last + 1 : first]
        return BREAK not in between and len(between) < 3 and first - before.first < LONGEST

    def _mood(self, first: int, end: int) -> str:
        words = set(self.frame.lower[first:end])
        if words & self.reported:
            return "reported"
        if words & self.distant:
            return "distant"
        return "hearsay" if words & self.hearsay else ""

    def _has_cue(self, first: int, end: int) -> bool:
        """The sentence says by itself who speaks: "…, sagte sie"."""
        return any(kind in "VA" for kind in self.kinds[first:end])

    def _first(self, first: int, end: int) -> int:
        """Past a clause that the reporter says: "Alle wurden verletzt, zwei seien …"."""
        kinds, lower = self.kinds, self.frame.lower
        begin, plain = first, False
        for at in range(first, end):
            if lower[at] in self.reported or lower[at] in self.distant:
                break
            plain = plain or self._is_verb(at)
            if kinds[at] == "T" or kinds[at] in ",;" and plain and self._opens(at + 1):
                begin = at + 1
        return begin if begin < end - 3 else first

    def _is_verb(self, at: int) -> bool:
        """A finite verb by its class, or a small word that no noun follows: "hegt den …"."""
        kinds = self.kinds
        if kinds[at] in "XvVW":
            return True
        following = kinds[at + 1] if at + 1 < len(kinds) else "."
        return kinds[at] == "n" and self.frame.words[at].islower() and following in "DPSRp0,"

    def _opens(self, at: int) -> bool:
        """Not a verb that goes on, nor a word that joins: a clause of its own begins here."""
        word = self.frame.lower[at] if at < len(self.kinds) else ""
        moods = word in self.reported or word in self.distant
        return not moods and self.kinds[at : at + 1] not in (["H"], ["C"])

    def _last(self, first: int, end: int) -> int:
        last = end - 1
        while last > first and self.kinds[last] in (STOP, BREAK):
            last -= 1
        return last if self.kinds[first] != QUOTE or last > first else first
