"""Reported speech without marks, as candidates: who said that what.

A clause that a cue governs: "Kelly stated that …", "…, the ministry said", "According to the
report, …". Each candidate clause is weighed by a small model; the desk sees the likely ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .according import According
from .clauses import Clauses
from .continued import Continued
from .cues import CueFinder
from .mentions import Mention
from .parsing import Parse
from .ranker import LinearModel
from .sentences import COMMA, QUOTE, STOP, Frame

LEAST_WORDS = 3
MOST_CUES = 800
CLAUSE_RELATIONS = frozenset(["ccomp", "xcomp", "dobj", "parataxis", "advcl"])


@dataclass(frozen=True)
class Reported:
    """One reported clause: tokens ``first`` to ``last``, its cue and its speaker."""

    first: int
    last: int
    cue: int
    speaker: Mention | None
    pattern: str
    features: tuple[str, ...]
    hole: tuple[int, int] | None = None  # tokens between that are the reporter's

    def parts(self) -> tuple[tuple[int, int], ...]:
        """First and last token of each stretch of reported words."""
        if self.hole is None:
            return ((self.first, self.last),)
        return (self.first, self.hole[0] - 1), (self.hole[1] + 1, self.last)

    def tokens(self) -> list[int]:
        """Every token of the reported words."""
        return [at for first, last in self.parts() for at in range(first, last + 1)]


class IndirectSpeech:
    """Finds reported clauses in one article."""

    def __init__(
        self, frame: Frame, mentions: list[Mention], cues: CueFinder, clauses: Clauses
    ) -> None:
        self.frame = frame
        self.kinds = frame.kinds
        self.mentions = mentions
        self.cues = cues
        self.clauses = clauses
        self.according = According(frame, cues, clauses)

    def candidates(self) -> list[Reported]:
        """Every clause that may be reported speech, in order of its cue."""
        found: list[Reported] = []
        for at, kind in enumerate(self.kinds):
            if kind not in "VWGYA":
                continue
            reported = self._according(at) if kind == "A" else self._governed(at)
            if reported is not None:
                found.append(reported)
                if len(found) >= MOST_CUES:
                    break
        return found + self._continued(found)

    def _continued(self, found: list[Reported]) -> list[Reported]:
        """Sentences that go on in reported speech, by their verb's mood alone."""
        governed = [(one.cue, one.last, one.speaker) for one in found]
        runs = Continued(self.frame, self.cues).runs(governed)
        more = []
        for run in runs[:MOST_CUES]:
            at = run.first if run.cue is None else run.cue
            pattern = f"continued|{run.mood}|{run.follows}"
            reported = self._reported(run.first, run.last, at, run.speaker, pattern)
            if reported is not None:
                more.append(reported)
        return more

    def _according(self, at: int) -> Reported | None:
        found = self.according.at(at)
        if found is None:
            return None
        return self._reported(found.first, found.last, at, found.source, found.pattern, found.hole)

    def _governed(self, at: int) -> Reported | None:
        subject, how = self.cues.subject_of(at)
        trailing = self._trailing(at)
        if trailing is not None:
            return trailing
        if self.kinds[at - 1 : at] == ["X"] and self._is_passive(at):
            how = "passive"
        speaker = self.mentions[subject] if subject is not None else None
        begin = self.clauses.clause_start(at)
        if begin >= len(self.kinds) or self.frame.sentence_of[begin] != self.frame.sentence_of[at]:
            return None
        if self.kinds[begin] in (STOP, QUOTE, COMMA, ")", "¶"):
            return None
        last = self.clauses.clause_end(begin)
        opener = self._opener(at, begin)
        return self._reported(begin, last, at, speaker, f"{opener}|{how}")

    def _is_passive(self, at: int) -> bool:
        return self.frame.lower[at - 1] in self.frame.language.words("passive")

    def _opener(self, cue: int, begin: int) -> str:
        if self.kinds[begin - 1] == "T":
            return "that"
        word = self.frame.lower[begin]
        if word in self.frame.language.words("asking"):
            return "asking"
        if word in self.frame.language.words("infinitive"):
            return "to"
        if self.kinds[begin] == "P":
            return "preposition"
        return "bare"

    def _trailing(self, at: int) -> Reported | None:
        """ "…, the ministry said." : the clause before, the attribution at the end."""
        frame, kinds = self.frame, self.kinds
        if kinds[at] != "V":
            return None
        first, end = frame.sentences[frame.sentence_of[at]]
        back = at - 1
        while back > first and kinds[back] in "RX":
            back -= 1
        mention = self.cues.mention_ending(back)
        inverted = False
        if mention is None and kinds[back] == COMMA:
            mention = self.cues.mention_starting(at + 1)
            inverted = mention is not None
        if mention is None:
            return None
        comma = at - 1 if inverted else mention.first - 1
        if comma <= first + 2 or kinds[comma] != COMMA:
            return None
        after = (mention.last if inverted else at) + 1
        if QUOTE in kinds[first:comma] or not inverted and self._too_early(first, comma):
            return None
        if after < end and kinds[after] not in ".,¶P;G0n(R":
            return None
        hole = self._inserted(comma, after, end) if inverted else None
        if hole is not None:
            last = self.clauses.clause_end(hole[1] + 1)
            return self._reported(first, last, at, mention, "inserted", hole)
        if kinds[after : after + 1] == ["R"]:
            return None
        return self._reported(first, comma - 1, at, mention, "trailing")

    def _inserted(self, comma: int, after: int, end: int) -> tuple[int, int] | None:
        """ "Costs, so the mayor, would rise": the attribution between two commas."""
        kinds = self.kinds
        while after < end and kinds[after] == "R":
            after += 1
        if after + 2 < end and kinds[after] == COMMA and kinds[after + 1] in "XvW":
            return comma, after
        return None

    def _too_early(self, first: int, comma: int) -> bool:
        """What stands before the comma has no verb: "On Monday, the ministry said …"."""
        before = self.kinds[first:comma]
        if self.kinds[first] in "PCGYvA":
            return True
        return not any(kind in "XVWv" for kind in before) and comma - first < 6

    def _reported(
        self,
        first: int,
        last: int,
        cue: int,
        speaker: Mention | None,
        pattern: str,
        hole: tuple[int, int] | None = None,
    ) -> Reported | None:
        reported = Reported(first, last, cue, speaker, pattern, (), hole)
        clause = "".join(self.kinds[at] for at in reported.tokens())
        if len(clause) < LEAST_WORDS:
            return None
        frame = self.frame
        marked = clause.count(QUOTE)
        lemma = frame.language.lemmas.get(frame.lower[cue], frame.lower[cue])
        kind = self.kinds[cue]
        verbal = any(letter in "XVWv" for letter in clause)
        who = "none"
        if speaker is not None:
            who = f"{speaker.kind}{speaker.head_class}"
        features = (
            "1",
            f"cue|{kind}",
            f"pattern|{pattern}",
            f"pattern|{kind}|{pattern}|{verbal}",
            f"lemma|{lemma}",
            f"lemma|{lemma}|{pattern.split('|')[0]}",
            f"who|{who}",
            f"verbal|{verbal}",
            f"marked|{bool(marked)}",
            f"starts|{clause[:1]}|{kind}",
            f"starts|{clause[:2]}",
            f"length|{min(len(clause) // 5, 6)}",
            f"before|{''.join(self.kinds[max(0, cue - 2) : cue])}",
        )
        features += self._split(first, cue)
        if self.cues.parse is not None:
            features += self._grammar(self.cues.parse, first, last, cue)
        return replace(reported, features=features)

    def _split(self, first: int, cue: int) -> tuple[str, ...]:
        """The verb's second part stands before the clause: "hob hervor, dass …"."""
        at = first - 1
        while at > 0 and self.kinds[at] in ("T", COMMA):
            at -= 1
        parts = self.frame.language.words("split_parts")
        if at <= cue or self.frame.lower[at] not in parts:
            return ()
        return ("split", f"split|{self.kinds[cue]}")

    def _grammar(self, parse: Parse, first: int, last: int, cue: int) -> tuple[str, ...]:
        """What the parse says of a clause and its cue."""
        clauses = [
            child for child in parse.children(cue) if parse.relations[child] in CLAUSE_RELATIONS
        ]
        inside = [child for child in clauses if first <= child <= last]
        relation = parse.relations[inside[0]] if inside else "none"
        above = parse.relations[cue]
        return (
            f"tag|{parse.tags[cue]}",
            f"dep|{relation}|{self.kinds[cue]}",
            f"cuedep|{above}|{relation}",
        )


def weigh(found: list[Reported], model: LinearModel, least: float) -> list[tuple[float, Reported]]:
    """The likely ones with their probabilities; of overlapping ones the likeliest stays."""
    weighed = [(model.probability(reported.features), reported) for reported in found]
    weighed = [pair for pair in weighed if pair[0] >= least]
    weighed.sort(key=lambda pair: (-pair[0], pair[1].first))
    taken: set[int] = set()
    kept = []
    for share, reported in weighed:
        tokens = reported.tokens()
        if not taken.intersection(tokens):
            taken.update(tokens)
            kept.append((share, reported))
    return kept
