"""What the extractor knows of each language: word lists, as data, and how to tell languages apart.

Every list is a JSON file beside this module, named by its ISO 639-1 code. A language with no
file still yields marked stretches: it gets the empty list ``und``, which knows no cue word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
KNOWN = ("en", "es", "fr", "de")
UNKNOWN = "und"
SAMPLE = 20_000
LEAST_BEFORE, LEAST_PART = 3, 4  # letters of each part of a joined word

# One letter for each class of word; the reporter's text becomes a string of these.
VERB, WEAK_VERB = "V", "W"  # finite verbs of saying; verbs that may be
SAYING, WEAK_SAYING = "G", "Y"  # their participles: "adding", "calling"
ACCORDING, THAT, AUXILIARY, OTHER_VERB = "A", "T", "X", "v"
ADVERB, PREPOSITION, DETERMINER, POSSESSIVE = "R", "P", "D", "S"
CONJUNCTION, RELATIVE, PRONOUN = "C", "H", "p"
PERSON, GROUP, ORGANISATION, DOCUMENT = "h", "g", "o", "d"
NAME, WORD, NUMBER = "N", "n", "0"

CLASS_LISTS = (  # later lists win
    (PERSON, "person_nouns"),
    (PERSON, "titles"),
    (ORGANISATION, "organisation_nouns"),
    (DOCUMENT, "document_nouns"),
    (GROUP, "group_nouns"),
    (OTHER_VERB, "common_verbs"),
    (ADVERB, "adverbs"),
    (CONJUNCTION, "conjunctions"),
    (DETERMINER, "determiners"),
    (PREPOSITION, "prepositions"),
    (AUXILIARY, "auxiliaries"),
    (RELATIVE, "relatives"),
    (PRONOUN, "subject_pronouns"),
    (POSSESSIVE, "possessives"),
)


@dataclass(frozen=True)
class Language:
    """One language's word lists; ``classes`` gives the class letter of a lower-case word."""

    code: str
    classes: dict[str, str]
    lemmas: dict[str, str]
    lists: dict[str, frozenset[str]]
    pronouns: dict[str, str]
    hedges: dict[str, str]
    short_titles: dict[str, str]
    male_names: frozenset[str] = field(repr=False)
    female_names: frozenset[str] = field(repr=False)
    given_names: frozenset[str] = field(repr=False)
    noun_classes: dict[str, str] = field(repr=False)
    according: frozenset[tuple[str, ...]] = frozenset()
    verb_endings: tuple[str, ...] = ()
    adjectives_follow: bool = False  # "la directrice générale": the noun comes first
    capital_nouns: bool = False  # every noun begins with a capital letter
    ordinal_points: bool = False  # "am 3. Mai": a point after a number makes it an ordinal

    def words(self, name: str) -> frozenset[str]:
        """The list called ``name``; empty where this language has none."""
        return self.lists.get(name, frozenset())

    def holds(self, name: str, word: str) -> bool:
        """The list holds the lower-case word or, where words are joined to one, its last part."""
        known = self.words(name)
        return word in known or self.capital_nouns and _last_part(word, known) != ""

    def noun_class(self, word: str, after_article: bool = True) -> str:
        """The class letter of the noun at the end of a joined word: "Fraktionschef".

        Some ends are those of surnames; they count only after an article: "der Hauptmann".
        """
        part = word.rpartition("-")[2] if "-" in word else ""
        if part in self.noun_classes or not self.capital_nouns:
            return self.noun_classes.get(part, "")
        last = _last_part(word, self.noun_classes)
        if last in self.words("not_joined"):  # "Griechenland", "Naturkunde"
            return ""
        if last in self.words("surname_ends") and not after_article:
            return ""
        return self.noun_classes.get(last, "")


def _last_part(word: str, known: Container[str]) -> str:
    """The longest known word that ``word`` ends in, with something before it."""
    for begin in range(LEAST_BEFORE, len(word) - LEAST_PART + 1):
        if word[begin:] in known:
            return word[begin:]
    return ""


@cache
def load(code: str | None) -> Language:
    """The language called ``code`` ("en", "es-MX"), or the empty one when we have no lists."""
    code = (code or UNKNOWN).lower().replace("_", "-").split("-")[0]
    raw = _read(code) if code in KNOWN else {}
    lists = {key: frozenset(value.split()) for key, value in raw.items() if isinstance(value, str)}
    classes: dict[str, str] = {}
    nouns: dict[str, str] = {}
    for letter, name in CLASS_LISTS:
        for word in lists.get(name, ()):
            classes[word] = letter
            if letter in (PERSON, GROUP, ORGANISATION, DOCUMENT):
                nouns[word] = letter
    lemmas = _add_verbs(raw, classes)
    for word in lists.get("that", ()):
        classes[word] = THAT
    according = frozenset(tuple(phrase.split()) for phrase in raw.get("according", ()))
    classes.update({phrase[0]: ACCORDING for phrase in according if len(phrase) == 1})
    male, female, either = (
        frozenset(_read("given_names")[key].split()) for key in ("male", "female", "either")
    )
    return Language(
        code=code if raw else UNKNOWN,
        classes=classes,
        lemmas=lemmas,
        lists=lists,
        pronouns=raw.get("pronouns", {}),
        hedges=raw.get("hedges", {}),
        short_titles=raw.get("short_titles", {}),
        male_names=male,
        female_names=female,
        given_names=male | female | either,
        noun_classes=nouns,
        according=according,
        adjectives_follow=code in ("es", "fr"),
        capital_nouns=code == "de",
        ordinal_points=code == "de",
        verb_endings=tuple(raw.get("verb_endings", ("\0",))),
    )


def _read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def _add_verbs(raw: dict[str, Any], classes: dict[str, str]) -> dict[str, str]:
    lemmas: dict[str, str] = {}
    endings = tuple(raw.get("participle_endings", ()))
    for name, finite, participle in (
        ("verbs_sometimes_of_saying", WEAK_VERB, WEAK_SAYING),
        ("verbs_of_saying", VERB, SAYING),
    ):
        for line in raw.get(name, ()):
            lemma, *forms = line.split()
            for form in [lemma, *forms]:
                is_participle = bool(endings) and form.endswith(endings) and form != lemma
                classes[form] = participle if is_participle else finite
                lemmas[form] = lemma
    return lemmas


@cache
def _telling_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(_read(code)["telling"].split()) for code in KNOWN}


SURE_FROM = 12  # words; a headline alone is too little
WORDS = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str:
    """The code of the language ``text`` is written in, or ``und`` when none of ours fits."""
    number, scores = _tellings(text)
    if not number:
        return UNKNOWN
    best = max(scores, key=lambda code: (scores[code], -KNOWN.index(code)))
    if scores[best] < max(1, 0.08 * number):
        return UNKNOWN
    return best


def detect_surely(text: str) -> str:
    """As ``detect``, but ``und`` unless there is enough text and no other language comes near."""
    number, scores = _tellings(text)
    best = detect(text)
    rest = [score for code, score in scores.items() if code != best]
    if best == UNKNOWN or number < SURE_FROM or 3 * max(rest) > 2 * scores[best]:
        return UNKNOWN
    return best


def _tellings(text: str) -> tuple[int, dict[str, int]]:
    """How many words a sample of the text has, and how many are telling in each language."""
    words = [match.group().lower() for match in WORDS.finditer(text[:SAMPLE])]
    return len(words), {
        code: sum(1 for word in words if word in telling)
        for code, telling in _telling_words().items()
    }
