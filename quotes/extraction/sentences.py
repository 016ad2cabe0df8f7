"""The reporter's text: words and sentences, with every quotation folded into one token.

Who speaks is said outside the quotation marks. So the article is read here as the reporter
wrote it: words, punctuation, and ``Q`` where a marked stretch stands. Each token carries one
letter for its class (see ``languages``), so that rules and features look at short strings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from .languages import (
    ACCORDING,
    DETERMINER,
    NAME,
    NUMBER,
    OTHER_VERB,
    PERSON,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    VERB,
    WEAK_VERB,
    WORD,
    Language,
)
from .spans import Region

MAX_TOKENS = 180_000
QUOTE, BREAK, STOP, COMMA, GENITIVE, TO_SAY = "Q", "¶", ".", ",", "'", "I"
PUNCTUATION = {",": ",", ":": ":", ";": ";", "(": "(", ")": ")", "[": "(", "]": ")"}
DASHES = frozenset("-–—―")
ENDS = frozenset(".!?…")
CLOSED_CLASSES = frozenset("pPDCXRSTHAGYIv")
TITLE_CASE_ENDINGS = ("ly",)


@cache
def _pattern(code: str) -> re.Pattern[str]:
    short = r"['’](?:s|d|ve|ll|re|m)\b" if code in ("en", "und") else r"['’]s\b"
    elided = ""
    if code == "fr":  # "l'institution", "répond-il", "a-t-elle"
        short = r"-(?:t-)?(?:ils?|elles?|on|je|nous|vous)\b"
        elided = r"\b(?:[ldjnmtsc]|qu|jusqu|lorsqu|puisqu)['’](?=\w)|"
    word = rf"[^\W_]+(?:(?!{short})['’.&\-][^\W_]+)*"
    dotted = r"\b(?:[^\W\d_]\.){2,}"
    return re.compile(rf"{elided}{short}|{dotted}|{word}|[.!?…]+|\n+|[^\w\s]", re.IGNORECASE)


class Frame:
    """Tokens of the reporter's text, sentence by sentence.

    ``kinds`` is one class letter a token; ``region[i]`` is the marked stretch of a ``Q`` token.
    """

    def __init__(self, text: str, regions: Sequence[Region], language: Language, end: int) -> None:
        self.text = text
        self.end = end  # what stands behind it is not read
        self._leading = language.given_names | language.words("titles")
        self._days, self._starters = language.words("days"), language.words("starters")
        self._demonyms = language.words("demonyms")
        self.regions = regions
        self.language = language
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.kinds: list[str] = []
        self.region: dict[int, int] = {}
        self.token_of_region: list[int] = [0] * len(regions)
        self.sentence_of: list[int] = []
        self.paragraph_of: list[int] = []
        self.sentences: list[tuple[int, int]] = []
        self._read()
        self._classify()
        self._cut()

    def __len__(self) -> int:
        return len(self.words)

    def printed(self, first: int, last: int) -> str:
        """The text from token ``first`` to token ``last``, both included."""
        return self.text[self.starts[first] : self.ends[last]]

    def token_at(self, offset: int) -> int:
        """The first token that starts at or after ``offset``."""
        return bisect_left(self.starts, offset)

    def _read(self) -> None:
        position = 0
        for index, region in enumerate(self.regions):
            self._read_words(position, region.open)
            self.token_of_region[index] = len(self.words)
            self.region[len(self.words)] = index
            self._add(region.open, region.close, "", QUOTE)
            position = region.close
        self._read_words(position, self.end)

    def _add(self, start: int, end: int, word: str, kind: str) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.words.append(word)
        self.kinds.append(kind)

    def _read_words(self, start: int, end: int) -> None:
        room = MAX_TOKENS - len(self.words)
        if start >= end or room <= 0:
            return
        starts, ends, words, kinds = self.starts, self.ends, self.words, self.kinds
        for match in _pattern(self.language.code).finditer(self.text, start, end):
            word = match.group()
            first = word[0]
            if first == "\n":
                kind = BREAK
            elif first.isalnum():
                kind = ""
            elif first in ENDS:
                kind = STOP
            elif len(word) > 1:
                kind = GENITIVE if word[1:].lower() == "s" else "" if first == "-" else "X"
            else:
                kind = PUNCTUATION.get(word, "-" if word in DASHES else "*")
            starts.append(match.start())
            ends.append(match.end())
            words.append(word)
            kinds.append(kind)
            room -= 1
            if not room:
                return

    def _classify(self) -> None:
        language = self.language
        classes, kinds, words = language.classes, self.kinds, self.words
        lower = [word.lower() for word in words]
        self.lower = lower
        endings = self.language.verb_endings
        seen_lower = {word for word in words if word.islower()}
        self.seen_upper = {
            words[at]
            for at in range(1, len(words))
            if words[at][:1].isupper() and kinds[at - 1] == "" and self._before_name(at - 1)
        }
        before = BREAK
        for at, kind in enumerate(kinds):
            if kind:
                before = kind
                continue
            word = words[at]
            known = classes.get(lower[at], "") or self._compound(at)
            if word[0].isupper():
                first = before in ".¶:Q*-" or at == 0
                kinds[at] = self._capitalised(at, known, first, lower[at] in seen_lower)
            elif word[0].isdigit():
                kinds[at] = NUMBER
            else:
                kinds[at] = known or WORD
                if kinds[at] in "VW":
                    kinds[at] = self._verb_or_noun(at, kinds[at])
                elif kinds[at] == OTHER_VERB and before in "DS'":
                    kinds[at] = WORD
                elif not known and (
                    before in "Hp" or word.endswith(endings) and before not in "DS0P'"
                ):
                    kinds[at] = OTHER_VERB
            before = kinds[at]
        if language.ordinal_points:
            self._join_ordinals()
        self._join_phrases()

    def _join_ordinals(self) -> None:
        """The point of "am 3. Mai" belongs to its number and ends nothing."""
        words, kinds = self.words, self.kinds
        for at in range(1, len(words) - 1):
            if kinds[at] == STOP and words[at] == "." and words[at - 1].isdigit():
                small = len(words[at - 1]) < 3 and self.starts[at] == self.ends[at - 1]
                if small and kinds[at + 1] not in CLOSED_CLASSES | {BREAK, QUOTE, STOP}:
                    kinds[at] = NUMBER

    def _before_name(self, at: int) -> bool:
        """A capital after this word is a name's: after a small word, a given name or a title."""
        return self.words[at].islower() or self.lower[at] in self._leading

    def _compound(self, at: int) -> str:
        """The class of "vice-premier" is that of "premier"."""
        word = self.lower[at]
        if at and self.lower[at - 1] in self.language.given_names:
            return ""  # "Ulrike Mayländer", "Ada Field-Mayor"
        if "-" in word or self.language.capital_nouns and self.words[at][0].isupper():
            return self.language.noun_class(word, at > 0 and self.kinds[at - 1] in "DS")
        return ""

    def _capitalised(self, at: int, known: str, first: bool, seen_lower: bool) -> str:
        word = self.words[at]
        if word == "I" and self.language.code == "en":
            return PRONOUN
        if known in ("A", "S", "p", "D") and known and not (len(word) > 1 and word.isupper()):
            return known if first or len(word) > 1 and known != "D" else DETERMINER
        if self.lower[at] in self._days:
            return NUMBER
        following = self.words[at + 1] if at + 1 < len(self.words) else ""
        if self.lower[at] in self._demonyms and at and self.kinds[at - 1] in "DS":
            if not following[:1].isupper():
                return PERSON  # "the Dane said"
        if not first:
            return self._inner_capital(at, known)
        if known in CLOSED_CLASSES and known:
            return known
        if known in (VERB, WEAK_VERB) and self.language.code != "en":
            return known  # a subject may be left out: "Explicó que …"
        if known in (VERB, WEAK_VERB):
            noun = self.language.noun_classes.get(self.lower[at])
            return noun or (OTHER_VERB if self.lower[at].endswith("ed") or seen_lower else NAME)
        if known and known in "gd" and not following[:1].isupper():
            return known
        if self.lower[at] in self._starters:
            return known or WORD
        if seen_lower and not following[:1].isupper():
            return known or WORD
        if self.language.code == "en" and self.lower[at].endswith(TITLE_CASE_ENDINGS):
            return NAME if self.lower[at] in self.language.given_names else "R"
        return WORD if self._is_plain_word(at) else NAME

    def _inner_capital(self, at: int, known: str) -> str:
        """A capital inside a sentence: a name, unless the language writes nouns that way."""
        if not self.language.capital_nouns:
            return NAME
        noun = self.language.noun_classes.get(self.lower[at], "") or known
        noun = noun if noun in "hgod" else ""
        if noun and noun in "god":
            return noun
        following = self.words[at + 1] if at + 1 < len(self.words) else ""
        if noun and not following[:1].isupper():
            return noun
        if self.kinds[at - 1] in "DSPn" and not following[:1].isupper():
            known_name = self.lower[at] in self.language.given_names or known == "p"
            return NAME if known_name or self.kinds[at - 1] == "P" else WORD
        return NAME

    def _is_plain_word(self, at: int) -> bool:
        """A word that begins its sentence, is no known name and is not capital elsewhere."""
        if self.words[at] in self.seen_upper or at + 1 >= len(self.words):
            return False
        if self.lower[at] in self.language.given_names:
            return False
        following = self.words[at + 1]
        if not following[:1].islower() or following.endswith(self.language.verb_endings):
            return False
        return self.language.classes.get(self.lower[at + 1], WORD) in "nPDShgod"

    def _verb_or_noun(self, at: int, kind: str) -> str:
        """Tell "the report" from "they report", "to say" from "they say"."""
        before = self.kinds[at - 1] if at else BREAK
        word = self.lower[at]
        language = self.language
        if word in language.words("aside"):  # "so dass", "so viele"; but ", so der Minister"
            following = self.lower[at + 1 : at + 2]
            is_cue = before in ",Q-" and not language.words("that").intersection(following)
            return kind if is_cue else "R"
        if language.capital_nouns:
            return kind  # a noun would have a capital
        number = before == NUMBER and self.words[at - 1][0].isdigit()
        if before in (DETERMINER, POSSESSIVE, GENITIVE) or number:
            if word in language.words("that_verbs"):
                return kind
            past = word.endswith("ed")
            return WORD if past else language.noun_classes.get(word, WORD)
        if before == PREPOSITION and word in language.noun_classes:
            if not (self.lower[at - 1] == "to" and language.lemmas.get(word) == word):
                return language.noun_classes[word]
        if self.lower[at - 1 : at] == ["to"] and language.lemmas.get(word) == word:
            return TO_SAY
        return kind

    def _join_phrases(self) -> None:
        """Make one token of cues of two words ("according to")."""
        firsts = {phrase[0] for phrase in self.language.according if len(phrase) == 2}
        if not firsts:
            return
        pairs = {phrase for phrase in self.language.according if len(phrase) == 2}
        merged = [
            at
            for at in range(len(self.words) - 1)
            if self.lower[at] in firsts and (self.lower[at], self.lower[at + 1]) in pairs
        ]
        if merged:
            self._merge(merged)

    def _merge(self, merged: list[int]) -> None:
        drop = {at + 1 for at in merged}
        for at in merged:
            self.ends[at] = self.ends[at + 1]
            self.words[at] = f"{self.words[at]} {self.words[at + 1]}"
            self.lower[at] = f"{self.lower[at]} {self.lower[at + 1]}"
            self.kinds[at] = ACCORDING
        keep = [at for at in range(len(self.words)) if at not in drop]
        place = {old: new for new, old in enumerate(keep)}
        for name in ("starts", "ends", "words", "lower", "kinds"):
            values = getattr(self, name)
            setattr(self, name, [values[at] for at in keep])
        self.region = {place[at]: index for at, index in self.region.items()}
        self.token_of_region = [place.get(at, 0) for at in self.token_of_region]

    def _cut(self) -> None:
        begin, paragraph = 0, 0
        words, sentences = self.words, self.sentences
        for at, kind in enumerate(self.kinds):
            self.sentence_of.append(len(sentences))
            self.paragraph_of.append(paragraph)
            if kind == BREAK:
                paragraph += 1
                ends = True
            else:
                may_end = kind in (STOP, QUOTE) or words[at][-1:] == "."
                ends = may_end and self._ends_sentence(at)
            if ends:
                sentences.append((begin, at + 1))
                begin = at + 1
        if begin < len(self.kinds):
            self.sentences.append((begin, len(self.kinds)))

    def _ends_sentence(self, at: int) -> bool:
        kind = self.kinds[at]
        if kind == STOP:
            return self._stop_ends(at)
        if self.words[at].endswith(".") and kind != QUOTE:
            return self._dotted_ends(at)
        if kind == QUOTE:
            return self._quote_ends(at)
        return False

    def _stop_ends(self, at: int) -> bool:
        if at + 1 >= len(self.words):
            return True
        following, word = self.words[at + 1], self.words[at]
        if self.kinds[at + 1] in (STOP, COMMA) or following[:1].islower():
            return False
        if self.ends[at] == self.starts[at + 1] and self.kinds[at + 1] != QUOTE:
            return self.kinds[at + 1] == BREAK
        if word != "." or not at:
            return True
        before = self.words[at - 1]
        dotted = self.lower[at - 1] in self.language.words("dotted")
        initial = len(before) == 1 and before.isupper()
        if not (dotted or initial) or self.starts[at] != self.ends[at - 1]:
            return True
        if self.lower[at - 1] in self.language.words("dotted_ends"):
            return self.kinds[at + 1] in (QUOTE, BREAK) or self.kinds[at + 1] in CLOSED_CLASSES
        return self.kinds[at + 1] == BREAK

    def _dotted_ends(self, at: int) -> bool:
        """A word with points of its own ("U.S.", "p.m.") that a new sentence follows."""
        if at + 1 >= len(self.words):
            return True
        if not self.words[at + 1][:1].isupper():
            return self.kinds[at + 1] == BREAK
        return self.kinds[at + 1] in CLOSED_CLASSES

    def _quote_ends(self, at: int) -> bool:
        """A quotation that is a whole sentence ends one, unless its attribution follows."""
        region = self.regions[self.region[at]]
        last = self.text[region.end - 1]
        if last not in ENDS or at + 1 >= len(self.words):
            return False
        following = self.words[at + 1]
        if self.kinds[at + 1] == QUOTE:
            return True
        if not (following[:1].isupper() or following[:1].isdigit()):
            return False
        if last not in "!?":
            return not self._is_short_attribution(at + 1)
        return not self._is_attribution(at + 1)

    def _is_attribution(self, at: int) -> bool:
        for position in range(at, min(at + 7, len(self.kinds))):
            kind = self.kinds[position]
            if kind in ".¶Q:":
                return False
            if kind == VERB:
                return True
        return False

    def _is_short_attribution(self, at: int) -> bool:
        """Name and verb, then a full stop: “It is true.” Smith said."""
        for position in range(at, min(at + 5, len(self.kinds) - 1)):
            if self.kinds[position] == VERB:
                return self.kinds[position + 1] == STOP
            if self.kinds[position] in ".¶Q:,":
                return False
        return False
