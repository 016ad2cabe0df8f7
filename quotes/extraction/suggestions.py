"""From what was read to what is suggested: the found quotes of one article, in order."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from .attribution import LEAST_SPEECH, Article, Ranked
from .circumstances import Occasions
from .clauses import Clauses, Extent
from .cues import Cue
from .entities import BODY, PERSON, PLACE, Entity
from .found import DIRECT, INDIRECT, MIXED, PARTIAL, SCARE, FoundQuote, SpeakerCandidate
from .indirect import IndirectSpeech, Reported, weigh
from .layouts import laid_out
from .mentions import NAMED, PRONOMINAL, Mention
from .quotations import Quotation
from .ranker import Models
from .scoring import confidence, evidence

LEAST_INDIRECT = 0.28  # low: the desk sorts, and what is missed is not seen
LEAST_MARKED = 0.5  # where the clause holds marked words that are nobody's otherwise
MOST_CANDIDATES = 5
MOST_QUOTES = 2000
LAID_OUT = 0.7  # not calibrated: too few transcripts were annotated
LEAST_SHARE = 0.03


class Suggestions:
    """Builds the found quotes of one article."""

    def __init__(
        self, article: Article, models: Models, trace: dict[int, list[str]] | None = None
    ) -> None:
        self.article = article
        self.trace = trace  # the evidence behind each score, by where its quote starts
        self.models = models
        self.frame = article.frame
        self.clauses = Clauses(article.frame, article.cues)
        self.occasions = Occasions(article.frame, article.cues)

    def all(self) -> list[FoundQuote]:
        """Every found quote, by where it starts."""
        chances = self.article.speech(self.models)
        speech = [chance >= LEAST_SPEECH for chance in chances]
        groups = self.article.quotations(speech)
        found: list[FoundQuote] = []
        clause_last = -1
        for quotation, cue, ranked in self.article.rankings(groups, speech, self.models):
            is_speech = speech[quotation.regions[0]]
            chance = min(chances[index] for index in quotation.regions)
            if not is_speech:
                found.append(self._scare(quotation, cue, ranked, chance))
                continue
            extent = self.clauses.extent(quotation, cue)
            if quotation.token <= clause_last and found and found[-1].form == MIXED:
                found[-1] = self._with_part(found[-1], quotation)
                continue
            quote = self._marked(quotation, cue, ranked, extent, chance)
            if found and self._continues(found[-1], quote):
                found[-1] = self._joined(found[-1], quote)
                continue
            found.append(quote)
            clause_last = extent.last if extent.form == MIXED else -1
        found += self._laid_out()
        found += self._indirect(found)
        return sorted(found, key=lambda quote: (quote.start, quote.end))[:MOST_QUOTES]

    # -- marked words ------------------------------------------------------------------------
    def _marked(
        self,
        quotation: Quotation,
        cue: Cue | None,
        ranked: Ranked,
        extent: Extent,
        chance: float,
    ) -> FoundQuote:
        verbatim = self._verbatim(quotation)
        inner = verbatim
        if extent.form == MIXED:
            inner = extent.spans
        regions = [self.frame.regions[index] for index in quotation.regions]
        flags = [] if all(region.closed for region in regions) else ["unclosed"]
        quote = FoundQuote(
            start=extent.spans[0][0],
            end=extent.spans[-1][1],
            spans=extent.spans,
            inner_spans=inner,
            verbatim_spans=verbatim,
            form=extent.form,
            score=0.0,
            reasons=self.models.speaker.reasons(ranked.features),
            flags=tuple(flags),
        )
        quote = self._with_cue(quote, cue)
        quote = self._with_occasion(quote, quotation.token, quotation.tokens[-1], cue, ranked.best)
        quote = self._with_speaker(quote, ranked.best, ranked)
        features = evidence(quote, cue, ranked, chance, self.article)
        if self.trace is not None:
            self.trace[quote.start] = features
        score, ready = confidence(self.models, features)
        return replace(quote, score=score, ready=ready)

    def _verbatim(self, quotation: Quotation) -> tuple[tuple[int, int], ...]:
        spans = []
        for index in quotation.regions:
            region = self.frame.regions[index]
            start, end = region.start, region.end
            while start < end and self.article.text[start].isspace():
                start += 1
            while end > start and self.article.text[end - 1].isspace():
                end -= 1
            spans.append((start, end))
        return tuple(spans)

    def _with_part(self, quote: FoundQuote, quotation: Quotation) -> FoundQuote:
        """The mixed quote with one more marked part inside its clause."""
        return replace(quote, verbatim_spans=quote.verbatim_spans + self._verbatim(quotation))

    def _continues(self, before: FoundQuote, quote: FoundQuote) -> bool:
        """One more fragment under the same cue: “quiet”, “handy” and “kind”."""
        return (
            before.form == quote.form == PARTIAL
            and before.cue_start is not None
            and before.cue_start == quote.cue_start
            and before.speaker_start == quote.speaker_start
        )

    def _joined(self, before: FoundQuote, quote: FoundQuote) -> FoundQuote:
        return replace(
            before,
            end=quote.end,
            spans=before.spans + quote.spans,
            inner_spans=before.inner_spans + quote.inner_spans,
            verbatim_spans=before.verbatim_spans + quote.verbatim_spans,
            score=min(before.score, quote.score),
            ready=before.ready and quote.ready,
        )

    def _scare(
        self, quotation: Quotation, cue: Cue | None, ranked: Ranked, chance: float
    ) -> FoundQuote:
        regions = [self.frame.regions[index] for index in quotation.regions]
        verbatim = self._verbatim(quotation)
        quote = FoundQuote(
            start=regions[0].open,
            end=regions[-1].close,
            spans=tuple((region.open, region.close) for region in regions),
            inner_spans=verbatim,
            verbatim_spans=verbatim,
            form=SCARE,
            score=round(min(0.1, chance / 5), 3),
            flags=() if all(region.closed for region in regions) else ("unclosed",),
        )
        return self._with_cue(quote, cue)

    def _with_cue(self, quote: FoundQuote, cue: Cue | None) -> FoundQuote:
        if cue is None:
            return quote
        start, end = self.frame.starts[cue.at], self.frame.ends[cue.at]
        return replace(quote, cue=self.article.text[start:end], cue_start=start, cue_end=end)

    def _with_occasion(
        self, quote: FoundQuote, first: int, last: int, cue: Cue | None, speaker: Mention | None
    ) -> FoundQuote:
        occasion = self.occasions.of(first, last, cue, speaker)
        return replace(
            quote,
            hedge=occasion.hedge,
            addressee=occasion.addressee,
            medium=occasion.medium,
            via=occasion.via,
        )

    # -- speakers ----------------------------------------------------------------------------
    def _with_speaker(
        self, quote: FoundQuote, speaker: Mention | None, ranked: Ranked | None
    ) -> FoundQuote:
        if speaker is None:
            return replace(quote, speaker_candidates=self._candidates(None, ranked))
        entity = self._entity(speaker)
        name = self.name_of(speaker)
        return replace(
            quote,
            speaker_start=speaker.start,
            speaker_end=speaker.end,
            speaker_text=self.article.text[speaker.start : speaker.end],
            speaker_name=name,
            speaker_kind=self._kind_of(speaker, entity),
            speaker_candidates=self._candidates(speaker, ranked),
            role=self._role_of(speaker, entity),
        )

    def _entity(self, mention: Mention) -> Entity | None:
        return self.article.table.entity_of(mention)

    def name_of(self, mention: Mention) -> str | None:
        """The fullest name the article gives for a mention; None on a tie or without one."""
        if mention.rivals:
            return None
        entity = self._entity(mention)
        if entity is not None:
            return self.article.table.printed_name(entity)
        if mention.kind == PRONOMINAL:
            return None
        return mention.name if mention.kind == NAMED else self.article.table.phrase(mention)

    def _kind_of(self, mention: Mention, entity: Entity | None) -> str | None:
        if entity is not None and not entity.named and entity.kind == PERSON:
            return "unnamed_source"
        if entity is not None and entity.named:
            kinds = {PERSON: "person", BODY: "organisation", PLACE: "organisation"}
            return kinds.get(entity.kind, "person")
        if mention.kind == PRONOMINAL:
            return "group" if entity is not None else None
        if mention.head_class == "o":
            return "organisation"
        return "group" if mention.head_class == "g" else "unnamed_source"

    def _role_of(self, mention: Mention, entity: Entity | None) -> str | None:
        if mention.role:
            return mention.role
        if entity is not None and entity.roles:
            return max(entity.roles, key=len)
        return None

    def _candidates(
        self, speaker: Mention | None, ranked: Ranked | None
    ) -> tuple[SpeakerCandidate, ...]:
        table = self.article.table
        found: dict[str, SpeakerCandidate] = {}
        if speaker is not None and speaker.rivals:
            for index in speaker.rivals:
                name = table.printed_name(table.entities[index])
                share = round(1 / len(speaker.rivals), 3)
                found[name] = SpeakerCandidate(name, share, speaker.start, speaker.end)
        shares = zip(ranked.mentions, ranked.shares, strict=True) if ranked else ()
        for mention, share in sorted(shares, key=lambda pair: -pair[1]):
            name = self.name_of(mention)
            if name is None or share < LEAST_SHARE:
                continue
            if name in found:
                if not (speaker is not None and speaker.rivals):
                    known = found[name]
                    found[name] = replace(known, score=round(known.score + share, 3))
            else:
                found[name] = SpeakerCandidate(name, round(share, 3), mention.start, mention.end)
        ordered = sorted(found.values(), key=lambda one: (-one.score, one.start))
        return tuple(ordered[:MOST_CANDIDATES])

    # -- words marked by the layout -----------------------------------------------------------
    def _laid_out(self) -> list[FoundQuote]:
        """Lines of a transcript and of dialogue with dashes: direct speech without marks."""
        found = []
        for one in laid_out(self.article):
            quote = FoundQuote(
                start=one.spans[0][0],
                end=one.spans[-1][1],
                spans=one.spans,
                inner_spans=one.spans,
                verbatim_spans=one.spans,
                form=DIRECT,
                score=LAID_OUT,
                flags=("layout",),
            )
            if one.cue is not None:
                quote = self._with_cue(quote, Cue(one.cue, "after"))
            if one.mention is not None:
                quote = self._with_speaker(quote, one.mention, None)
            elif one.speaker is not None:
                start, end = one.speaker
                label = self.article.text[start:end]
                quote = replace(quote, speaker_start=start, speaker_end=end, speaker_text=label)
                quote = replace(quote, speaker_name=one.name, speaker_kind="person")
            found.append(quote)
        return found

    # -- words without marks -----------------------------------------------------------------
    def _indirect(self, marked: list[FoundQuote]) -> list[FoundQuote]:
        finder = IndirectSpeech(self.frame, self.article.mentions, self.article.cues, self.clauses)
        taken = [quote for quote in marked if quote.form in (DIRECT, MIXED, PARTIAL)]
        spans = sorted((quote.start, quote.end) for quote in taken)
        cues = {quote.cue_start for quote in taken}
        found = []
        for share, reported in weigh(finder.candidates(), self.models.indirect, LEAST_INDIRECT):
            start, end = self.frame.starts[reported.first], self.frame.ends[reported.last]
            inside = _overlapping(spans, start, end)
            nested = all(start <= begin and stop <= end for begin, stop in inside)
            goes_on = reported.pattern.startswith("continued")
            if self.frame.starts[reported.cue] in cues and not goes_on:
                continue
            if inside and not nested or share < LEAST_MARKED and self._marks_more(reported, inside):
                continue
            found.append(self._reported(reported, share, start, end))
        return found

    def _marks_more(self, reported: Reported, inside: list[tuple[int, int]]) -> bool:
        """The clause would make somebody's words of marked terms that are not suggested yet."""
        return len(self._regions_in(reported)) > len(inside)

    def _reported(self, reported: Reported, share: float, start: int, end: int) -> FoundQuote:
        starts, ends, regions = self.frame.starts, self.frame.ends, self.frame.regions
        span = tuple((starts[first], ends[last]) for first, last in reported.parts())
        verbatim = tuple(
            (regions[index].start, regions[index].end)
            for token, index in self._regions_in(reported)
            if token
        )
        quote = FoundQuote(
            start=start,
            end=end,
            spans=span,
            inner_spans=span,
            verbatim_spans=verbatim,
            form=INDIRECT,
            score=round(0.9 * share, 3),
        )
        cue = Cue(reported.cue, "before", None, reported.pattern)
        quote = self._with_cue(quote, cue)
        quote = self._with_occasion(quote, reported.first, reported.last, cue, reported.speaker)
        return self._with_speaker(quote, reported.speaker, None)

    def _regions_in(self, reported: Reported) -> list[tuple[int, int]]:
        region = self.frame.region
        return [(token, region[token]) for token in reported.tokens() if token in region]


def _overlapping(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The spans, of a sorted list, that share text with ``start`` to ``end``."""
    place = max(0, bisect_left(spans, (start, start)) - 3)
    found = []
    for begin, stop in spans[place : place + 40]:
        if begin >= end:
            break
        if stop > start:
            found.append((begin, stop))
    return found
