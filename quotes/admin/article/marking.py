"""An article's text as lines of nested, marked stretches, ready for a template.

Stretches may nest and overlap. A line is a flat list of pieces: text, the opening of a stretch,
its closing. A stretch that overlaps another one without lying inside is cut in two, so that the
pieces always nest; one that runs over a line's end goes on in the next line.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count


@dataclass(frozen=True)
class Stretch:
    """Part of a text, [start, end) in code points, and the row that it belongs to."""

    start: int
    end: int
    row: object


@dataclass
class Piece:
    """A bit of a line: some `text`, or a stretch that `opens`, or else the end of one."""

    text: str = ""
    opens: object = None
    closes: "Piece | None" = None
    first: bool = False
    is_innermost: bool = True

    @property
    def tag(self):
        """a where it is innermost, since links do not nest; else span."""
        piece = self.closes or self
        return "a" if piece.is_innermost else "span"


@dataclass
class Line:
    """One line of the text with its pieces; `start` is its offset."""

    start: int
    pieces: list = field(default_factory=list)


def lines(text: str, stretches: list[Stretch]) -> Iterator[Line]:
    """The lines that hold something, each with its stretches."""
    waiting = sorted(stretches, key=lambda one: (one.start, -one.end))
    started = set()
    running = []
    at = 0
    for words in text.split("\n"):
        end = at + len(words)
        while waiting and waiting[0].start < end:
            running.append(waiting.pop(0))
        running = [one for one in running if one.end > at]
        if words.strip():
            yield Line(at, list(nested(text, at, end, running, started)))
        at = end + 1


def nested(text, start, end, stretches, started) -> Iterator[Piece]:
    """The pieces between two offsets."""
    order = count()
    heap = [
        (max(one.start, start), -min(one.end, end), next(order), one.row)
        for one in stretches
        if one.start < end
    ]
    heapq.heapify(heap)
    stack, at = [], start
    while heap or stack:
        if stack and (not heap or stack[-1][0] <= heap[0][0]):
            stop, opened = stack.pop()
            yield from plain(text, at, stop)
            yield Piece(closes=opened)
            at = stop
            continue
        begin, minus_end, _, row = heapq.heappop(heap)
        stop = -minus_end
        if stack and stop > stack[-1][0]:
            heapq.heappush(heap, (stack[-1][0], minus_end, next(order), row))
            stop = stack[-1][0]
        if stop <= begin:
            continue
        yield from plain(text, at, begin)
        piece = Piece(opens=row, first=id(row) not in started)
        started.add(id(row))
        if stack:
            stack[-1][1].is_innermost = False
        stack.append((stop, piece))
        yield piece
        at = begin
    yield from plain(text, at, end)


def plain(text, start, end) -> Iterator[Piece]:
    """The text between two offsets, unless it is empty."""
    if start < end:
        yield Piece(text=text[start:end])
