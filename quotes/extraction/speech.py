"""Evidence that words between marks are somebody's: not a term, a title or a name.

The names of features speak of word classes and places, not of words, so that weights learned from
English articles serve other languages.
"""

from __future__ import annotations

import re

from .cues import CueFinder
from .features import MANY, bucket, shape
from .sentences import BREAK, ENDS, Frame

EDGES = ".,;:!?…'’‘()[]"
FOREIGN = frozenset(["of", "the", "and", "de", "la", "le", "du", "des", "et", "y", "el", "dello"])
NOUNS = frozenset("Nnhgod")
WINDOW = 40  # words of the sentence on each side
MADE = re.compile(r"[a-zß][A-Z]|\d")  # "OpenOffice", "Ariane 5"
CODE = re.compile(r"[A-ZÄÖÜ0-9.\- ]+")
READ_AGAIN = 30_000  # characters in which marked words are looked for again, unless they are many


class SpeechFeatures:
    """Evidence that a marked stretch is somebody's words and not a term, a title or a name."""

    def __init__(self, frame: Frame, cues: CueFinder) -> None:
        self.frame = frame
        self.cues = cues
        self.language = frame.language
        self.sentences: dict[int, list[str]] = {}
        self.start = frame.text[:READ_AGAIN] if len(frame.regions) <= MANY else ""

    def of(self, index: int) -> list[str]:
        """Feature names for the marked stretch number ``index``."""
        frame = self.frame
        region, token = frame.regions[index], frame.token_of_region[index]
        inner = frame.text[region.start : min(region.end, region.start + 600)].strip()
        words = inner.split()
        count = bucket(len(words))
        cue = self.cues.cue_for(token, token)
        side = cue.side if cue else "none"
        kind = frame.kinds[cue.at] if cue else "-"
        features = ["1", f"words|{count}", f"cue|{side}{kind}", f"cuewords|{side}{kind}|{count}"]
        features += self._inside(inner, words, count)
        features += self._around(token, count)
        features += self._beside(token, inner, side + kind, count)
        features += self._like_a_name(inner, words, token, side + kind)
        features += self._spelled(inner, words, count)
        features += self._again(inner, words, side + kind)
        before = frame.kinds[token - 1] if token else BREAK
        for of_sentence in self._sentence(token):
            features += [of_sentence, f"{of_sentence}|{count}"]
            features += [f"{of_sentence}|{side}{kind}", f"{of_sentence}|{before}"]
        if cue:
            lemma = self.language.lemmas.get(frame.lower[cue.at], frame.lower[cue.at])
            features.append(f"lemma|{lemma}")
            between = frame.kinds[min(cue.at, token) + 1 : max(cue.at, token)]
            path = shape("".join(between))
            features.append(f"path|{side}|{path if len(path) < 7 else 'far'}")
        if not region.closed:
            features.append("open")
        if region.mark in ("''", "``"):
            features.append("slanted")  # in a wiki's text: a title, set in italics
        return features

    def _inside(self, inner: str, words: list[str], count: str) -> list[str]:
        last = inner[-1:] or " "
        end = "stop" if last in ENDS else ("comma" if last == "," else "word")
        first = inner[:1]
        case = "upper" if first.isupper() else "lower" if first.islower() else "other"
        verbal = self._is_verbal(words)
        features = [f"end|{end}", f"case|{case}", f"endcase|{end}{case}", f"endwords|{end}{count}"]
        features += [f"verbal|{verbal}|{count}", f"casewords|{case}|{count}"]
        lower = set(inner.lower().split())
        if lower & self.language.words("subject_pronouns"):
            features.append("pronoun")
        return features

    def _is_verbal(self, words: list[str]) -> bool:
        classes = self.language.classes
        kinds = [classes.get(word.strip(EDGES).lower(), "") for word in words[:40]]
        return any(kind in "XVWvp" and kind for kind in kinds)

    def _like_a_name(self, inner: str, words: list[str], token: int, cue: str) -> list[str]:
        """A title or a name: every great word has a capital or is a number, and no verb."""
        small = self.language.words("small_words") | FOREIGN
        great = [word for word in words if word.lower() not in small]
        like = (
            0 < len(words) <= 9
            and inner[-1:] not in ".,!?"
            and all(word[:1].isupper() or word[:1].isdigit() for word in great)
            and not self._is_verbal(words)
        )
        if not like:
            return ["name|no"]
        kinds = self.frame.kinds
        before = kinds[token - 1] if token else BREAK
        after = kinds[token + 1] if token + 1 < len(kinds) else BREAK
        size = "1" if len(words) == 1 else "2" if len(words) < 4 else "4"
        return [
            "name",
            f"name|{size}",
            f"name|{cue}",
            f"name|before|{before}",
            f"name|after|{after}",
            f"name|{before}|{cue}",
        ]

    def _spelled(self, inner: str, words: list[str], count: str) -> list[str]:
        """What no sentence looks like: digits, capitals in a word, a hyphen; or a shout."""
        features = []
        if len(words) <= 5 and MADE.search(inner):
            features.append(f"made|{inner[:1].isupper()}")
        if CODE.fullmatch(inner):
            features.append("code")
        if len(words) == 1 and "-" in inner:
            features.append("hyphen")
        if inner.endswith(("!", "?")):
            features.append(f"shout|{count}")
        return features

    def _again(self, inner: str, words: list[str], cue: str) -> list[str]:
        """The same words stand elsewhere in the article: a name does, a remark does not."""
        bare = inner.strip(EDGES)
        if len(words) > 6 or len(bare) < 3 or self.start.count(bare) < 2:
            return []
        case = "upper" if inner[:1].isupper() else "other"
        return ["again", f"again|{case}", f"again|{case}|{cue}"]

    def _sentence(self, token: int) -> list[str]:
        """Of the reporter's sentence: its mood, its verbs of saying and naming, its titles."""
        frame = self.frame
        number = frame.sentence_of[token]
        first, last = frame.sentences[number]
        if last - first > 2 * WINDOW:
            return self._read(max(first, token - WINDOW), min(last, token + WINDOW))
        if number not in self.sentences:
            self.sentences[number] = self._read(first, last)
        return self.sentences[number]

    def _read(self, first: int, last: int) -> list[str]:
        frame, language = self.frame, self.language
        own = set(frame.lower[first:last])
        kinds = set(frame.kinds[first:last])
        lemmas = {language.lemmas.get(word, word) for word in own}
        reported = not own.isdisjoint(language.words("reported_mood"))
        distant = not own.isdisjoint(language.words("distant_mood"))
        says = "".join(kind for kind in "VAW" if kind in kinds)
        names = not lemmas.isdisjoint(language.words("naming_verbs"))
        return [f"mood|{reported}{distant}", f"says|{says}", f"names|{names}"]

    def _beside(self, token: int, inner: str, cue: str, count: str) -> list[str]:
        """The noun right before the marks: "the film “…”", "die Zeitung „…“", "Verein „…“"."""
        frame = self.frame
        if not token or frame.kinds[token - 1] not in NOUNS:
            return []
        word = frame.words[token - 1]
        if self.language.capital_nouns and not word[:1].isupper():
            return []
        case = "upper" if inner[:1].isupper() else "other"
        end = inner[-1:] in ENDS or inner[-1:] == ","
        features = [f"beside|{case}|{end}", f"beside|{case}|{end}|{cue}", f"beside|{cue}|{count}"]
        if self.language.holds("named_things", frame.lower[token - 1]):
            features += [f"thing|{cue}", f"thing|{case}|{end}"]
        return features

    def _around(self, token: int, count: str) -> list[str]:
        frame = self.frame
        kinds, size = frame.kinds, len(frame.kinds)
        before = kinds[token - 1] if token else BREAK
        earlier = kinds[token - 2] if token > 1 else BREAK
        after = kinds[token + 1] if token + 1 < size else BREAK
        later = kinds[token + 2] if token + 2 < size else BREAK
        first, last = frame.sentences[frame.sentence_of[token]]
        whole = first == token and (last - token <= 2)
        sentence = "".join(kinds[max(first, token - 40) : min(last, token + 40)])
        features = [
            f"before|{before}",
            f"before2|{earlier}{before}",
            f"after|{after}",
            f"after2|{after}{later}",
            f"both|{before}{after}|{count}",
            f"first|{first == token}",
        ]
        if whole:
            features.append("whole")
        if "V" not in sentence and "A" not in sentence:
            features.append("noverb" if "W" not in sentence and "G" not in sentence else "weak")
        if token and before not in "¶.Q":
            word = frame.lower[token - 1]
            if word in self.language.words("naming") or before in "PDVGYW":
                features.append(f"wordbefore|{word}")
            if self.language.holds("titling", word):
                features.append(f"titling|{count}")
            if self.language.holds("named_things", word):
                features += ["thing", f"thing|{count}"]  # "the film “…”", "die Zeitung „…“"
        if sentence.count("Q") > 1:
            features.append("several")
        titling = self.language.words("titling")
        if not titling.isdisjoint(frame.lower[token + 1 : min(last, token + 12)]):
            features.append("titled|after")
        if not titling.isdisjoint(frame.lower[max(first, token - 4) : token]):
            features.append("titled|before")
        return features
