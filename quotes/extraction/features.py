"""What the models look at, as short names: the evidence that words are speech, and whose.

The names speak of word classes, places and roles, not of words, so that weights learned from
English articles serve other languages. A few name a cue word by its lemma.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from .cues import Cue, CueFinder
from .entities import EntityTable
from .mentions import NAMED, PRONOMINAL, Mention
from .parsing import Parse
from .quotations import Quotation
from .sentences import BREAK, ENDS, Frame

WINDOW_BEFORE = 150
WINDOW_AFTER = 34
MOST_BEFORE = 14
MOST_AFTER = 6
MANY = 300  # marked stretches from which on fewer candidates are looked at, to keep pace
FEW_BEFORE = 3
FEW_AFTER = 1
LONGEST_PATH = 9
MENTION_CLASSES = re.compile(r"[Nhgodn0']+")
FOLD = str.maketrans({"D": None, "S": None, "R": None, "*": None})


@dataclass(frozen=True)
class Previous:
    """The quotation before: its speaker's mention and entity, and where it ended."""

    mention: int
    entity: int | None
    token: int


def bucket(number: int) -> str:
    """A count in steps that widen: 0 1 2 3 5 8 13 21 34."""
    for step in (0, 1, 2, 3, 5, 8, 13, 21, 34):
        if number <= step:
            return str(step)
    return "99"


def shape(kinds: str) -> str:
    """A path of class letters with determiners dropped and each noun phrase as ``m``."""
    return MENTION_CLASSES.sub("m", kinds.translate(FOLD))


class SpeakerFeatures:
    """Evidence that a mention is the speaker of a quotation."""

    def __init__(
        self,
        frame: Frame,
        mentions: list[Mention],
        cues: CueFinder,
        table: EntityTable,
        parse: Parse | None = None,
    ) -> None:
        self.frame = frame
        self.parse = parse
        self.mentions = mentions
        self.cues = cues
        self.table = table
        many = len(frame.regions) > MANY
        self.most_before = FEW_BEFORE if many else MOST_BEFORE
        self.most_after = FEW_AFTER if many else MOST_AFTER

    def candidates(self, quotation: Quotation) -> list[Mention]:
        """Mentions near enough to be the speaker: nearest first on each side."""
        token, last = quotation.token, quotation.tokens[-1]
        firsts = self.cues.firsts
        place = bisect_left(firsts, token)
        paragraph = self.frame.paragraph_of[token]
        found = []
        for at in range(place - 1, max(-1, place - 1 - self.most_before), -1):
            mention = self.mentions[at]
            apart = paragraph - self.frame.paragraph_of[mention.first]
            if token - mention.last > WINDOW_BEFORE or apart > 3:
                break
            if mention.partner is not None:
                continue
            found.append(mention)
        sentence = self.frame.sentence_of[last]
        for at in range(place, min(len(firsts), place + self.most_after)):
            mention = self.mentions[at]
            if mention.first - last > WINDOW_AFTER and mention.first > last:
                break
            if self.frame.sentence_of[mention.first] > sentence + 1:
                break
            if self.frame.paragraph_of[mention.first] > self.frame.paragraph_of[last]:
                break
            if mention.partner is not None:
                continue
            found.append(mention)
        return found

    def context(self, quotation: Quotation, cue: Cue | None) -> list[str]:
        """What is so about the quotation itself, whoever speaks."""
        frame, token = self.frame, quotation.token
        region = frame.regions[quotation.regions[0]]
        kinds = frame.kinds
        before = kinds[token - 1] if token else BREAK
        after = kinds[token + 1] if token + 1 < len(kinds) else BREAK
        last = frame.text[region.end - 1]
        end = "stop" if last in ENDS else "comma" if last == "," else "word"
        side = f"{cue.side}{kinds[cue.at]}" if cue else "none"
        return [side, before + after, end]

    def of(
        self,
        mention: Mention,
        quotation: Quotation,
        cue: Cue | None,
        context: list[str],
        previous: Previous | None,
    ) -> list[str]:
        """Feature names for ``mention`` as speaker of ``quotation``."""
        frame, token = self.frame, quotation.token
        is_before = mention.first < token
        anchor = token if is_before else quotation.tokens[0]
        side = "b" if is_before else "a"
        apart = frame.sentence_of[anchor] - frame.sentence_of[mention.first]
        paragraphs = frame.paragraph_of[anchor] - frame.paragraph_of[mention.first]
        place = f"{side}{max(-2, min(apart, 4))}p{max(-1, min(paragraphs, 3))}"
        features = [f"place|{place}", f"place|{place}|{context[0]}"]
        if cue is None or cue.subject != mention.index:
            features += self._path(mention, token, side, apart, context)
        features += self._self(mention, place, context)
        features += self._cue(mention, cue, context, place)
        features += self._history(mention, quotation, previous, context)
        if self.parse is not None:
            features += self._grammar(self.parse, mention, token, cue, place)
        return features

    def _grammar(
        self, parse: Parse, mention: Mention, token: int, cue: Cue | None, place: str
    ) -> list[str]:
        """What the parse says: the mention's relation, and whose subject it is."""
        kinds = self.frame.kinds
        head = next(
            (
                at
                for at in range(mention.last, mention.first - 1, -1)
                if not mention.first <= parse.heads[at] <= mention.last
            ),
            mention.last,
        )
        relation, above = parse.relations[head], parse.heads[head]
        over = kinds[above] if above >= 0 else "-"
        features = [f"dep|{relation}|{over}", f"dep|{relation}|{place}"]
        verb = parse.governor(token)
        if verb is not None:
            subject = parse.subject_of(verb)
            own = subject is not None and mention.first <= subject <= mention.last
            features.append(f"depverb|{own}|{kinds[verb]}|{relation}")
        if cue is not None:
            features.append(f"depcue|{above == cue.at}|{relation}")
        return features

    def _path(
        self, mention: Mention, token: int, side: str, apart: int, context: list[str]
    ) -> list[str]:
        kinds = self.frame.kinds
        if side == "b":
            begin, end = mention.last + 1, token
        else:
            begin, end = token + 1, mention.first
        between = shape("".join(kinds[begin : min(end, begin + 40)]))
        crossed = between.count("m") + between.count("p")
        features = [
            f"order|{side}|{min(crossed, 5)}",
            f"order|{context[0]}|{side}{min(crossed, 3)}",
        ]
        if abs(apart) <= 1 and len(between) <= LONGEST_PATH and end - begin <= 40:
            features += [f"path|{side}|{between}", f"path|{side}|{between}|{context[2]}"]
        else:
            features.append(f"path|{side}|far|{apart == 0}")
        near = between[:2] if side == "b" else between[-2:]
        features.append(f"near|{side}|{near}|{apart == 0}")
        return features

    def _self(self, mention: Mention, place: str, context: list[str]) -> list[str]:
        frame = self.frame
        kinds = frame.kinds
        before = kinds[mention.first - 1] if mention.first else BREAK
        after = kinds[mention.last + 1] if mention.last + 1 < len(kinds) else BREAK
        entity = self.table.entity_of(mention)
        kind = mention.kind
        if kind == PRONOMINAL:
            kind += frame.language.pronouns.get(mention.head, "?")[:1]
        elif kind != NAMED:
            kind += mention.head_class
        features = [
            f"kind|{kind}",
            f"kind|{kind}|{place}",
            f"subject|{mention.subject}{mention.speaks}{mention.after_preposition}|{place}",
            f"next|{after}",
            f"sides|{before}{after}",
            f"sides|{before}{after}|{place}",
        ]
        if entity is not None and mention.kind == NAMED:
            features.append(f"entity|{entity.kind}|{bool(entity.role_heads)}")
            features.append(f"known|{bucket(len(entity.mentions))}")
            features.append(f"spoken|{min(entity.spoken, 4)}|{place}")
        if mention.determiner and mention.determiner in frame.language.words("oblique"):
            features += ["oblique", f"oblique|{place}|{context[0]}"]  # "dem Sender sagte er"
        sentence = frame.sentences[frame.sentence_of[mention.first]]
        if mention.first == sentence[0]:
            features.append(f"leads|{place}")
        if before == "V" and frame.lower[mention.first - 1] in frame.language.words("talks_to"):
            features.append("told")
        return features

    def _cue(self, mention: Mention, cue: Cue | None, context: list[str], place: str) -> list[str]:
        if cue is None:
            return []
        features = []
        if cue.subject == mention.index:
            features += [
                "rule",
                f"rule|{cue.side}",
                f"rule|{cue.how}",
                f"rule|{cue.how}|{context[0]}",
                f"rule|{context[1]}",
            ]
            if mention.kind != NAMED:
                features.append(f"rule|{mention.kind}{mention.head_class}")
            return features
        if cue.subject is not None:
            features += ["notrule", f"notrule|{cue.side}", f"notrule|{context[0]}|{cue.how}"]
            ruled = self.mentions[cue.subject]
            if ruled.entity is not None and ruled.entity == mention.entity:
                features.append(f"samerule|{ruled.kind}|{mention.kind}")
        gap = cue.at - mention.last if mention.last < cue.at else mention.first - cue.at
        side = "l" if mention.last < cue.at else "r"
        features.append(f"cuegap|{side}{min(gap, 6)}|{context[0]}")
        return features

    def _history(
        self,
        mention: Mention,
        quotation: Quotation,
        previous: Previous | None,
        context: list[str],
    ) -> list[str]:
        if previous is None:
            return ["noprevious"]
        frame, token = self.frame, quotation.token
        same_mention = mention.index == previous.mention
        same = same_mention or (mention.entity is not None and mention.entity == previous.entity)
        between = frame.kinds[previous.token + 1 : min(token, previous.token + 40)]
        paragraphs = frame.paragraph_of[token] - frame.paragraph_of[previous.token]
        quiet = shape("".join(between)).replace(BREAK, "")
        gap = f"{min(paragraphs, 2)}{quiet if len(quiet) <= 4 else 'long'}"
        named = "none" if context[0] == "none" else "cue"
        return [
            f"same|{same}|{named}",
            f"same|{same}|{named}|{min(paragraphs, 2)}",
            f"same|{same_mention}{same}|{named}|{gap}",
            f"same|{same}|{mention.kind}|{named}",
        ]


def nobody(context: list[str], previous: Previous | None) -> list[str]:
    """Feature names for the answer that the article names no speaker."""
    return ["nobody", f"nobody|{context[0]}", f"nobody|{previous is None}", f"nobody|{context[1]}"]
