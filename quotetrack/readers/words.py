"""The words of a quote as they are set: marks, seams, direction, and where a card folds them."""

import re
from dataclasses import dataclass, field, replace

from quotetrack.readers.languages import direction, marks

LONG, FOLD = (
    320,
    260,
)  # a card folds words longer than LONG at the last clause that ends before FOLD
IN_MARKS = ("direct", "partial")
CLAUSE_END = re.compile(r"[,;:.!?…—،؛。，；！？](?=[\s”»“」]|\Z)|[。，；！？、]")


@dataclass(frozen=True)
class Part:
    """A stretch of words in its marks, and what the article prints before it."""

    text: str
    opening: str = ""
    closing: str = ""
    seam: str = ""


@dataclass(frozen=True)
class Words:
    """All words of a quote in one wording, ready to be set."""

    language: str
    parts: tuple[Part, ...]
    form: str = "direct"
    folded: str = ""  # a card shows `parts` at once and this under “more”
    folded_parts: tuple[Part, ...] = field(default=())

    @property
    def direction(self):
        return direction(self.language)

    @property
    def is_hanging(self):
        """Whether an opening mark hangs in the margin."""
        return bool(self.parts and self.parts[0].opening)

    def short(self, limit: int) -> str:
        """The first words in one line, in marks, cut at a word where they are longer."""
        if not self.parts:
            return ""
        text = " ".join(part.text for part in self.parts)
        room = limit - len(self.parts[0].opening + self.parts[0].closing)
        return self.parts[0].opening + cut(text, room) + self.parts[0].closing

    @property
    def plain(self):
        """The words in one line, in their marks, seams left out as a space."""
        return " ".join(part.opening + part.text + part.closing for part in self.parts)


def of(detail: dict, *, wording: dict | None = None) -> Words:
    """The words of a quote; of the preferred wording, in its parts, unless one is given."""
    form = detail["form"]
    if wording is not None and not wording["preferred"]:
        form = _form_of(detail, wording)
        return Words(wording["language"], _parts([(None, wording["text"])], wording, form), form)
    shown = [(part["seam"], part["text"]) for part in detail.get("display") or []]
    return Words(detail["language"], _parts(shown or [(None, detail["text"])], detail, form), form)


def line(text: str, language: str) -> str:
    """Words in the marks of their language."""
    opening, closing = marks(language)
    return f"{opening}{text}{closing}"


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word, with an ellipsis where something is missing."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at = head.rfind(" ")
    return (head[:at] if at > limit // 2 else head).rstrip(" ,;:–—-") + "…"


def folded(words: Words) -> Words:
    """The words with all beyond a clause's end under “more”, if they are long."""
    total = sum(len(part.text) for part in words.parts)
    if total <= LONG:
        return words
    shown, room = [], FOLD
    for number, part in enumerate(words.parts):
        if len(part.text) <= room:
            shown.append(part)
            room -= len(part.text)
            continue
        at = _clause_end(part.text, room)
        rest = words.parts[number + 1 :]
        if not at:
            if shown:
                return replace(words, parts=tuple(shown), folded_parts=(part, *rest))
            at = part.text.rfind(" ", 0, room) + 1 or room
        shown.append(replace(part, text=part.text[:at].rstrip(), closing=""))
        tail = part.text[at:].lstrip() + part.closing
        return replace(words, parts=tuple(shown), folded=tail, folded_parts=rest)
    return words


def _parts(shown, source, form):
    opening, closing = marks(source["language"]) if form in IN_MARKS else ("", "")
    return tuple(Part(text.strip(), opening, closing, seam or "") for seam, text in shown)


def _form_of(detail, wording):
    for occurrence in detail.get("occurrences", []):
        if occurrence["wording"] == wording["id"]:
            return occurrence["form"]
    return "direct"


def _clause_end(text, room):
    ends = [match.end() for match in CLAUSE_END.finditer(text, 0, room)]
    return ends[-1] if ends and ends[-1] >= min(room, 40) else 0
