"""Two wordings word by word: the first runs on, the second stands under it where it differs."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quotetrack.readers import labels, languages, provenance, words

SPACED = re.compile(r"\S+")
UNSPACED = re.compile(r"[A-Za-z0-9]+|\S")
STACKED = 60  # characters that may stand one above the other
ALIKE = 0.3  # of the words, or they stand one after the other
AT_ONCE = 3  # wordings that are shown without being asked for


@dataclass(frozen=True)
class Stretch:
    """Words that both have, or what each has where they differ."""

    ours: str
    theirs: str | None = None  # None: the same

    @property
    def kind(self):
        """same, left_out, added, other (fits one above the other), or apart (too long for that)."""
        if self.theirs is None:
            return "same"
        if not self.theirs:
            return "left_out"
        if not self.ours:
            return "added"
        return "other" if len(self.ours) + len(self.theirs) <= STACKED else "apart"


@dataclass(frozen=True)
class Other:
    """A wording beside the preferred one."""

    letter: str
    wording: dict
    note: str
    stretches: list[Stretch]
    differences: int
    direction: str
    words: str

    @property
    def is_aligned(self):
        return bool(self.stretches)

    @property
    def count(self):
        if not self.differences:
            return _("they do not differ in their words")
        return ngettext(
            "they differ in %(count)s place", "they differ in %(count)s places", self.differences
        ) % {"count": self.differences}


@dataclass(frozen=True)
class Ledger:
    """The wordings of a quote: the preferred one, and all others beside it."""

    first: dict
    note: str
    others: list[Other]

    @property
    def shown(self):
        return self.others[:AT_ONCE]

    @property
    def is_aligned(self):
        return any(other.is_aligned for other in self.others)

    @property
    def hidden(self):
        return self.others[AT_ONCE:]

    @property
    def count(self):
        return len(self.others) + 1


def ledger(detail: dict) -> Ledger | None:
    """The wordings side by side, or None where there is only one."""
    wordings = detail["wordings"]
    first = next((each for each in wordings if each["preferred"]), None)
    if first is None or len(wordings) < 2:
        return None
    others = [each for each in wordings if each is not first]
    return Ledger(
        first, note(first), [_other(first, each, number) for number, each in enumerate(others)]
    )


def note(wording: dict) -> str:
    """What kind of wording it is: original or translation, by whom, how faithful; who prints it."""
    if wording["is_original"]:
        kind = _("original, %(language)s") % {"language": languages.name(wording["language"])}
    else:
        kind = languages.name(wording["language"])
        if wording["translator"] and wording["translator"] != "none":
            kind += ", " + labels.label(labels.TRANSLATOR, wording["translator"])
    fidelity = wording["fidelity"]
    if fidelity and fidelity != "verbatim":
        kind += ", " + labels.label(labels.FIDELITY, fidelity)
    return kind


def stretches(ours: str, theirs: str, language: str) -> list[Stretch]:
    """The two texts cut where they part and where they meet again."""
    pattern = UNSPACED if languages.is_unspaced(language) else SPACED
    glue = "" if languages.is_unspaced(language) else " "
    left, right = pattern.findall(ours), pattern.findall(theirs)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [
        Stretch(glue.join(left[start:end]), None if op == "equal" else glue.join(right[begin:stop]))
        for op, start, end, begin, stop in matcher.get_opcodes()
    ]


def alike(first: dict, other: dict) -> bool:
    """Whether two texts share enough to be set word by word."""
    if languages.primary(first["language"]) != languages.primary(other["language"]):
        return False
    cut = stretches(first["text"], other["text"], first["language"])
    shared = sum(len(stretch.ours) for stretch in cut if stretch.theirs is None)
    return shared >= ALIKE * min(len(first["text"]), len(other["text"]))


def _other(first, wording, number):
    cut = []
    if alike(first, wording):
        cut = stretches(first["text"], wording["text"], first["language"])
    return Other(
        chr(ord("B") + number) if number < 25 else str(number + 2),
        wording,
        note(wording),
        cut,
        sum(stretch.theirs is not None for stretch in cut),
        languages.direction(wording["language"]),
        words.line(wording["text"], wording["language"]),
    )


def original(detail: dict) -> dict | None:
    """The words as they were spoken, where they are known and are not the ones shown."""
    held = detail.get("original") or {}
    if held.get("status") != "located" or not held.get("text"):
        return None
    return {
        "words": words.line(held["text"], held["language"]),
        "language": held["language"],
        "direction": languages.direction(held["language"]),
        "name": languages.name(held["language"]),
        "sentence": provenance.translation(detail),
    }
