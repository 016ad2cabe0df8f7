"""How like two texts are, and where they differ, word by word.

Words are compared as `quotes.extraction.text.folded` leaves them: marks, dashes, spaces and case
make no difference. Four words say what came of it:

- exact: the same words.
- shortened: a stretch of our words, or several in their order where dots mark what was left out.
- variant: words changed, dropped without a sign, or added.
- none: not alike enough to be the same utterance.
"""

import re
from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein

from quotes.extraction.text import UNSPACED, folded, words_of

EXACT, SHORTENED, VARIANT, NONE = "exact", "shortened", "variant", "none"
RANK = {EXACT: 0, SHORTENED: 1, VARIANT: 2, NONE: 3}
WHOLE = 0.6  # of the words must be the same, in order
SHORT = 5  # fewer words than this must be more alike
SHORT_WHOLE = 0.74
PART = 0.7  # where only a part of the longer text is like the shorter one
FEWEST = 3  # words of a stretch that can be told from any other
MOST_WORDS = 4000
MOST_CELLS = 200_000
TITLES = {
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady",
    "president", "presidenta", "presidente", "minister", "ministra", "ministro", "mayor",
    "alcalde", "alcaldesa", "senator", "senador", "senadora", "governor", "gobernador",
    "gobernadora", "señor", "señora", "sr", "sra", "don", "doña", "the", "el", "la",
}  # fmt: skip
WORD = re.compile(r"\S+")
DOTS = re.compile(r"…|\.\.\.|\[\.*\]|\(\.\.\.\)")


@dataclass(frozen=True)
class Likeness:
    """What the words of two texts have to do with each other, and how much they share."""

    words: str
    similarity: float

    @property
    def place(self):
        """Sorts the most alike first."""
        return (RANK[self.words], -self.similarity)


class Pasted:
    """A pasted text, to be compared with what we know."""

    def __init__(self, text: str):
        self.words = words_of(text)[:MOST_WORDS]
        self.distinct = frozenset(self.words)
        self.has_dots = bool(DOTS.search(text))

    def like(self, ours: str) -> Likeness:
        """What the text is to `ours`, as we know it."""
        known, given = words_of(ours)[:MOST_WORDS], self.words
        if not known or not given:
            return Likeness(NONE, 0.0)
        if known == given:
            return Likeness(EXACT, 1.0)
        # At most so many words are the same: most look-alikes share two words and no more.
        shared = sum([word in self.distinct for word in known])
        shorter, longer = sorted((len(known), len(given)))
        if shared < min(PART * shorter, WHOLE * longer):
            return Likeness(NONE, round(shared / longer, 4))
        whole = Levenshtein.normalized_similarity(known, given)
        if len(given) >= FEWEST and is_cut(known, given, self.has_dots):
            return Likeness(SHORTENED, round(whole, 4))
        if whole >= (SHORT_WHOLE if shorter < SHORT else WHOLE):
            return Likeness(VARIANT, round(whole, 4))
        part = like_part(known, given)
        return Likeness(VARIANT, round(part, 4)) if part else Likeness(NONE, round(whole, 4))


def is_cut(known, given, has_dots: bool) -> bool:
    """The given words are a stretch of the known ones; with dots, several in their order."""
    if len(given) >= len(known):
        return False
    size = len(given)
    first = given[0]
    for at, word in enumerate(known[: len(known) - size + 1]):
        if word == first and known[at : at + size] == given:
            return True
    return has_dots and LCSseq.similarity(known, given) == size


def like_part(known, given) -> float:
    """How alike the shorter text and its best place in the longer one are; 0 if not enough."""
    shorter, longer = sorted((known, given), key=len)
    if len(shorter) < SHORT or len(shorter) * len(longer) > MOST_CELLS:
        return 0.0
    shared = sum((Counter(shorter) & Counter(longer)).values())
    if shared < PART * len(shorter):
        return 0.0
    alike = 1 - edits_inside(shorter, longer) / len(shorter)
    return 0.95 * alike if alike >= PART else 0.0


def edits_inside(part: list[str], whole: list[str]) -> int:
    """The fewest words to change, add or drop that make the part a stretch of the whole."""
    row = [0] * (len(whole) + 1)  # a stretch may begin anywhere
    for number, word in enumerate(part, 1):
        before, row = row, [number]
        for at, other in enumerate(whole, 1):
            row.append(min(before[at - 1] + (word != other), before[at] + 1, row[at - 1] + 1))
    return min(row)  # and end anywhere


def pieces(text: str) -> list[str]:
    """The words as printed; in scripts without spaces each character is one.

    What is no word by itself, such as a dash, stays with the word before it.
    """
    found = []
    for piece in WORD.findall(UNSPACED.sub(r" \1 ", text))[:MOST_WORDS]:
        if found and not folded(piece):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def difference(ours: str, theirs: str) -> list[dict]:
    """What turns our words into theirs; marks, dashes and case make no difference."""
    left, right = pieces(ours), pieces(theirs)
    edits = Levenshtein.opcodes(
        [folded(word) or word for word in left], [folded(word) or word for word in right]
    )
    return [
        {
            "op": edit.tag,
            "ours": " ".join(left[edit.src_start : edit.src_end]),
            "theirs": " ".join(right[edit.dest_start : edit.dest_end]),
        }
        for edit in edits
    ]


SMALL = {"of", "the", "for", "in", "and", "de", "del", "la", "el", "los", "las", "du", "des", "von",
         "der", "le", "a", "her", "his", "then", "former", "current"}  # fmt: skip


def is_the_holder(given: str, role: str) -> bool:
    """The given words name the role that was held: “the president of Mexico”."""
    words, held = set(folded(given).split()) - SMALL, set(folded(role).split()) - SMALL
    return len(words) > 1 and words <= held


def same_person(given: str, names: list[str], role: str = "") -> bool:
    """The given name is one of these names, a part of one, with a title, misspelt, or the role."""
    titles = TITLES | set(folded(role).split())
    words = folded(given).split()
    wanted = " ".join(word for word in words if word not in titles) or " ".join(words)
    if not wanted:
        return False
    if is_the_holder(given, role):
        return True
    tokens = set(wanted.split())
    for name in names:
        known = set(name.split())
        if wanted == name or known <= tokens or tokens <= known:
            return True
        if min(len(wanted), len(name)) > 5 and fuzz.ratio(wanted, name) >= 88:
            return True
    return False
