"""Who said it: the ranker's choice among the mentions near each quotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .appositions import pair
from .cues import Cue, CueFinder
from .entities import EntityTable
from .features import Previous, SpeakerFeatures, nobody
from .languages import Language
from .mentions import Mention, find_mentions
from .parsing import correct_kinds
from .quotations import Quotation, quotations
from .ranker import Models, softmax
from .references import Reference
from .sentences import Frame
from .spans import Region, marked_regions
from .speech import SpeechFeatures

LEAST_SPEECH = 0.5
MOST_REGIONS = 2000
SURELY_NOBODY = 0.97


@dataclass(frozen=True)
class Ranked:
    """The candidates for one quotation with their shares of belief; the last may be nobody."""

    mentions: tuple[Mention, ...]
    shares: tuple[float, ...]
    nobody: float
    best: Mention | None
    features: tuple[str, ...]


class Article:
    """One article read for extraction: its stretches, mentions, entities and cues."""

    def __init__(
        self,
        text: str,
        language: Language,
        models: Models,
        trace: dict[int, Reference] | None = None,
    ) -> None:
        self.text = text
        self.language = language
        regions = marked_regions(text)
        self.regions: list[Region] = regions[:MOST_REGIONS]
        end = regions[MOST_REGIONS].open if len(regions) > MOST_REGIONS else len(text)
        self.frame = Frame(text, self.regions, language, end)
        self.parse = models.parser.parse(self.frame) if models.parser else None
        if self.parse is not None:
            correct_kinds(self.frame, self.parse)
        self.mentions = find_mentions(self.frame)
        pair(self.mentions, self.frame)
        self.cues = CueFinder(self.frame, self.mentions, self.parse)
        self.cues.mark_speakers()
        self.table = EntityTable(self.frame, self.mentions, models.reference, trace)
        self.speech_features = SpeechFeatures(self.frame, self.cues)
        self.speaker_features = SpeakerFeatures(
            self.frame, self.mentions, self.cues, self.table, self.parse
        )

    def speech(self, models: Models) -> list[float]:
        """For each marked stretch, how likely it is somebody's words."""
        return [
            models.speech.probability(self.speech_features.of(index))
            for index in range(len(self.regions))
        ]

    def quotations(self, speech: list[bool]) -> list[Quotation]:
        """The marked stretches grouped into quotations."""
        return quotations(self.frame, speech)

    def cue(self, quotation: Quotation) -> Cue | None:
        """The cue of a quotation: of its first part, else of a later one."""
        for token in quotation.tokens:
            cue = self.cues.cue_for(token, token)
            if cue is not None:
                return cue
        return None

    def rankings(
        self, found: list[Quotation], speech: list[bool], models: Models
    ) -> Iterator[tuple[Quotation, Cue | None, Ranked]]:
        """Each quotation with its cue and its ranked speakers, left to right."""
        previous: Previous | None = None
        for quotation in found:
            cue = self.cue(quotation)
            ranked = self.rank(quotation, cue, previous, models)
            yield quotation, cue, ranked
            if speech[quotation.regions[0]]:
                previous = self.after(quotation, ranked.best, previous)

    def after(
        self, quotation: Quotation, speaker: Mention | None, previous: Previous | None
    ) -> Previous | None:
        """What the next quotation may know of this one."""
        if speaker is None:
            return previous
        return Previous(speaker.index, speaker.entity, quotation.tokens[-1])

    def rank(
        self, quotation: Quotation, cue: Cue | None, previous: Previous | None, models: Models
    ) -> Ranked:
        """The candidates of one quotation, weighed."""
        candidates = self.candidates(quotation, previous)
        context = self.speaker_features.context(quotation, cue)
        rows = [
            self.speaker_features.of(mention, quotation, cue, context, previous)
            for mention in candidates
        ]
        scores = [models.speaker.score(row) for row in rows]
        scores.append(models.speaker.score(nobody(context, previous)))
        shares = softmax(scores)
        top = max(range(len(rows)), key=lambda at: (scores[at], -at), default=None)
        best = candidates[top] if top is not None and shares[-1] < SURELY_NOBODY else None
        return Ranked(
            mentions=tuple(candidates),
            shares=tuple(shares[:-1]),
            nobody=shares[-1],
            best=best,
            features=tuple(rows[top]) if best and top is not None else (),
        )

    def candidates(self, quotation: Quotation, previous: Previous | None) -> list[Mention]:
        """Mentions near the quotation, and the speaker of the one before."""
        found = self.speaker_features.candidates(quotation)
        if previous is not None:
            speaker = self.mentions[previous.mention]
            if speaker not in found:
                found.append(speaker)
        return found
