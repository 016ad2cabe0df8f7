"""Stretches between quotation marks.

A scanner with a stack reads the marks once, left to right, so its time grows with the text and
with nothing else: 40,000 marks that never close cost as much as 40,000 that do. It knows

- straight, curly, low-high and guillemet marks, and which of them may close which;
- paragraphs that re-open a quotation whose last paragraph did not close it;
- a quotation that runs over a paragraph's end and closes later, without re-opening;
- marks that never close: the stretch ends with its paragraph and says so (``closed``);
- nested marks: they belong to the stretch around them and are not stretches of their own.

Single marks are apostrophes far more often than quotation marks. They count only in a text
that has no double marks at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAX_MARKS = 20_000
MAX_DEPTH = 12
FOLLOWING_PARAGRAPHS = 3

DOUBLE = re.compile(r"[\"“”„‟«»＂〝〞「」『』]|''|``|\n")
SINGLE = re.compile(r"[‘’‚‹›']|\n")
STRAIGHT = frozenset(['"', "''", "``", "＂", "'"])
CLOSERS: dict[str, frozenset[str]] = {
    '"': frozenset(['"', "”", "＂"]),
    "＂": frozenset(['"', "＂"]),
    "''": frozenset(["''", '"', "”"]),
    "``": frozenset(["''", '"', "”"]),
    "“": frozenset(["”", '"', "‟"]),
    "”": frozenset(["”"]),
    "‟": frozenset(["”"]),
    "„": frozenset(["“", "”", '"']),
    "«": frozenset(["»"]),
    "»": frozenset(["«", "»"]),
    "〝": frozenset(["〞"]),
    "「": frozenset(["」"]),
    "『": frozenset(["』"]),
    "‘": frozenset(["’"]),
    "‚": frozenset(["‘", "’"]),
    "’": frozenset(["’"]),
    "‹": frozenset(["›"]),
    "›": frozenset(["‹"]),
    "'": frozenset(["'", "’"]),
}
BEFORE_OPENING = frozenset("([{—–-:/\u200b\u00a0‘'‚¿¡")
AFTER_CLOSING = frozenset(".,;:!?)]}—–-…\u200b/’'”»")


@dataclass(frozen=True)
class Region:
    """One stretch inside quotation marks: ``text[start:end]``, marks at ``open`` and ``close``."""

    open: int
    start: int
    end: int
    close: int
    mark: str
    closed: bool = True
    continues: bool = False  # re-opens the quotation of the region before


@dataclass
class Mark:
    """A quotation mark in its surroundings, or a line's end."""

    at: int
    end: int
    char: str
    may_open: bool
    may_close: bool


def marked_regions(text: str) -> list[Region]:
    """The outermost stretches between quotation marks, left to right, never overlapping."""
    marks = _marks(text, DOUBLE)
    if not any(mark.char != "\n" for mark in marks):
        marks = _marks(text, SINGLE)
        if not any(mark.char != "\n" and mark.may_open for mark in marks):
            return []
        marks = [mark for mark in marks if mark.char == "\n" or mark.may_open != mark.may_close]
    return _Scanner(text, marks).run()


def _marks(text: str, pattern: re.Pattern[str]) -> list[Mark]:
    found: list[Mark] = []
    quotation_marks = 0
    for match in pattern.finditer(text):
        at, end, char = match.start(), match.end(), match.group()
        if char == "\n":
            if found and found[-1].char != "\n":
                found.append(Mark(at, end, char, False, False))
            continue
        before = text[at - 1] if at else " "
        after = text[end] if end < len(text) else " "
        may_open = (before.isspace() or before in BEFORE_OPENING) and not after.isspace()
        may_close = not before.isspace() and (after.isspace() or after in AFTER_CLOSING)
        found.append(Mark(at, end, char, may_open, may_close))
        quotation_marks += 1
        if quotation_marks >= MAX_MARKS:
            break
    return found


class _Scanner:
    """Reads marks left to right; the stack holds the marks that are open."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text = text
        self.marks = marks
        self.stack: list[Mark] = []
        self.regions: list[Region] = []
        self.carried = False  # the last paragraph left a quotation open for this one to re-open
        self.odd = False  # this paragraph has an odd number of straight marks
        self.forward_seen = False  # a « opened in this paragraph, so » closes

    def run(self) -> list[Region]:
        self._enter_paragraph(0)
        for index, mark in enumerate(self.marks):
            if mark.char == "\n":
                self._end_paragraph(index)
                self._enter_paragraph(index + 1)
            else:
                self._read(mark)
        self._end_paragraph(len(self.marks))
        return self.regions

    def _enter_paragraph(self, index: int) -> None:
        straight = 0
        self.forward_seen = False
        while index < len(self.marks) and self.marks[index].char != "\n":
            straight += self.marks[index].char in STRAIGHT
            index += 1
        self.odd = straight % 2 == 1

    def _read(self, mark: Mark) -> None:
        if self.stack and self._closes(mark):
            opened = self.stack.pop()
            if not self.stack:
                self._add(opened, mark.at, mark.end, closed=True)
            return
        if not self._opens(mark):
            return
        if self.stack and mark.char in STRAIGHT and self.stack[-1].char in STRAIGHT:
            # a straight mark that can only open, while one is open: the first never closed
            self._add(self.stack[0], self._before(mark.at), None, closed=False)
            self.stack.clear()
        if len(self.stack) < MAX_DEPTH:
            self.stack.append(mark)

    def _closes(self, mark: Mark) -> bool:
        opened = self.stack[-1]
        if mark.char not in CLOSERS.get(opened.char, ()):
            wrong_hand = mark.char == opened.char == "“" and mark.may_close and not mark.may_open
            return wrong_hand
        if mark.at == opened.end:
            return mark.char != opened.char or mark.may_close
        only_opens = mark.may_open and not mark.may_close
        return not (mark.char in STRAIGHT and self.odd and only_opens)

    def _opens(self, mark: Mark) -> bool:
        if mark.char == "«":
            self.forward_seen = True
            return True
        if mark.char == "»":
            return not self.forward_seen and (not self.stack) and not mark.may_close
        if mark.char in "”‟〞」』’›":
            return mark.may_open and not mark.may_close
        if mark.char in STRAIGHT:
            return mark.may_open or not mark.may_close
        return True

    def _end_paragraph(self, index: int) -> None:
        if not self.stack:
            return
        opened = self.stack[0]
        end = self.marks[index].at if index < len(self.marks) else len(self.text)
        reopened, closes_later = self._look_ahead(index, opened)
        if closes_later:
            del self.stack[1:]
            return
        if index >= len(self.marks) or not reopened:
            stop = self.text.find("\n", opened.end)
            end = stop if stop != -1 else end
        self._add(opened, end, None, closed=reopened)
        self.stack.clear()
        self.carried = reopened

    def _look_ahead(self, index: int, opened: Mark) -> tuple[bool, bool]:
        """Whether the next paragraph re-opens the quotation, and whether it closes further on."""
        if index + 1 >= len(self.marks):
            return False, False
        following = self.marks[index + 1]
        between = self.text[self.marks[index].at : following.at]
        if following.char == opened.char or following.char == "»" and opened.char == "«":
            if between.isspace() and (following.may_open or following.char not in STRAIGHT):
                return True, False
        paragraphs = sum(1 for line in between.split("\n", 8)[1:] if line.strip())
        if len(between) > 6000 or paragraphs > FOLLOWING_PARAGRAPHS:
            return False, False
        closes = following.char in CLOSERS.get(opened.char, ())
        return False, closes and following.may_close and not following.may_open

    def _before(self, at: int) -> int:
        """Where a never-closed stretch ends when another opens at ``at``: white space dropped."""
        while at > 0 and self.text[at - 1].isspace():
            at -= 1
        return at

    def _add(self, opened: Mark, end: int, close: int | None, *, closed: bool) -> None:
        end = max(end, opened.end)
        continues, self.carried = self.carried, False
        if not self.text[opened.end : end].strip():
            return
        self.regions.append(
            Region(
                open=opened.at,
                start=opened.end,
                end=end,
                close=end if close is None else close,
                mark=opened.char,
                closed=closed,
                continues=continues,
            )
        )
