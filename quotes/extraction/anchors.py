"""Finding a known quote again when the text around it has changed.

A quote is kept with its words and what stood before and after them. In a changed text it is
looked for in three steps, each weaker than the last: where it was; the same words, told apart by
their surroundings; words that are nearly the same. The answer always says which step found it
and how well: an anchor is never moved in silence.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded

ANCHORED, RELOCATED, ORPHANED = "anchored", "relocated", "orphaned"
CONTEXT = 32
LEAST_LIKE = 0.8
MOST_PLACES = 200
MOST_WORDS_COMPARED = 60_000
SEED = 12


@dataclass(frozen=True)
class Anchor:
    """A stretch of text with its surroundings, as they were when it was saved."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Placement:
    """Where the stretch is now: ``anchored`` in place, ``relocated``, or ``orphaned`` (nowhere).

    ``score`` is 1 for the same words in the same surroundings; ``start`` and ``end`` are None
    for an orphan.
    """

    status: str
    start: int | None
    end: int | None
    score: float


def anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of ``text[start:end]``, with up to 32 characters either side."""
    return Anchor(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def find(known: Anchor, text: str) -> Placement:
    """Where ``known`` stands in ``text`` now, and how surely."""
    if not known.exact:
        return Placement(ORPHANED, None, None, 0.0)
    if text[known.start : known.end] == known.exact:
        likeness = _surroundings(known, text, known.start)
        if likeness > 0.5 or text.count(known.exact) == 1:
            return Placement(ANCHORED, known.start, known.end, round(0.5 + likeness / 2, 3))
    return _same_words(known, text) or _similar_words(known, text)


def _same_words(known: Anchor, text: str) -> Placement | None:
    best: tuple[float, int, int] | None = None
    at = text.find(known.exact)
    places = 0
    while at != -1 and places < MOST_PLACES:
        row = (_surroundings(known, text, at), -abs(at - known.start), at)
        best = row if best is None or row > best else best
        places += 1
        at = text.find(known.exact, at + 1)
    if best is None:
        return None
    likeness, _, start = best
    status = ANCHORED if start == known.start else RELOCATED
    return Placement(status, start, start + len(known.exact), round(0.5 + likeness / 2, 3))


def _surroundings(known: Anchor, text: str, start: int) -> float:
    """How much of the text before and after is as it was: 0 to 1."""
    end = start + len(known.exact)
    before = text[max(0, start - len(known.prefix)) : start]
    after = text[end : end + len(known.suffix)]
    shared = _shared(known.prefix[::-1], before[::-1]) + _shared(known.suffix, after)
    whole = len(known.prefix) + len(known.suffix)
    return shared / whole if whole else 1.0


def _shared(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _similar_words(known: Anchor, text: str) -> Placement:
    """The stretch most like the words, near a piece of them or of their surroundings."""
    best = (0.0, 0, 0)
    for guess in _guesses(known, text):
        window_start = max(0, guess - len(known.exact) // 2)
        window = text[window_start : guess + 2 * len(known.exact) + CONTEXT]
        found = _likest(known.exact, window)
        row = (found[0], window_start + found[1], window_start + found[2])
        best = max(best, row)
    if best[0] < LEAST_LIKE:
        return Placement(ORPHANED, None, None, round(best[0] / 2, 3))
    return Placement(RELOCATED, best[1], best[2], round(best[0] * 0.9, 3))


def _guesses(known: Anchor, text: str) -> list[int]:
    """Places where the words may begin: at their pieces, after the prefix, before the suffix."""
    guesses: list[int] = []
    exact = known.exact
    step = max(1, len(exact) // 6)
    for offset in range(0, max(1, len(exact) - SEED + 1), step):
        at = text.find(exact[offset : offset + SEED])
        if at != -1:
            guesses.append(max(0, at - offset))
    if len(known.prefix) >= SEED:
        at = text.find(known.prefix[-SEED:])
        if at != -1:
            guesses.append(at + SEED)
    if len(known.suffix) >= SEED:
        at = text.find(known.suffix[:SEED])
        if at != -1:
            guesses.append(max(0, at - len(exact)))
    return sorted(set(guesses))[:8]


def _likest(exact: str, window: str) -> tuple[float, int, int]:
    """The stretch of ``window`` most like ``exact``: likeness, start, end."""
    if len(exact) * len(window) > MOST_WORDS_COMPARED * 100:
        exact, window = exact[:2000], window[:4000]
    matcher = difflib.SequenceMatcher(None, window, exact, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 2]
    if not blocks:
        return (0.0, 0, 0)
    start = max(0, blocks[0].a - blocks[0].b)
    last = blocks[-1]
    end = min(len(window), last.a + last.size + (len(exact) - last.b - last.size))
    while end > start and window[end - 1].isspace():
        end -= 1
    likeness = difflib.SequenceMatcher(None, window[start:end], exact, autojunk=False).ratio()
    return (likeness, start, end)


def text_fragment(text: str, start: int, end: int) -> str | None:
    """The ``:~:text=`` fragment that finds ``text[start:end]`` and nothing before it.

    Long stretches are named by their first and last words. None where even the surroundings
    cannot tell the stretch from an earlier one.
    """
    words = text[start:end].strip()
    if not words:
        return None
    start = text.index(words, start)
    end = start + len(words)
    first, last = _ends(words)
    for extra in (0, 1, 3, 6):
        prefix = _words_before(text, start, extra)
        suffix = _words_after(text, end, extra)
        if _first_place(text, prefix, first, last, suffix) == start:
            parts = [
                f"{_encoded(prefix)}-," if prefix else "",
                _encoded(first),
                f",{_encoded(last)}" if last else "",
                f",-{_encoded(suffix)}" if suffix else "",
            ]
            return ":~:text=" + "".join(parts)
    return None


def _ends(words: str) -> tuple[str, str]:
    pieces = words.split()
    if "\n" not in words and len(words) <= 120:
        return words, ""
    if len(pieces) < 8:
        return pieces[0], pieces[-1] if len(pieces) > 1 else ""
    return _printed(words, pieces[:4], 0), _printed(words, pieces[-4:], 1)


def _printed(words: str, pieces: list[str], side: int) -> str:
    """The pieces as they stand at the front or the back of the words, on one line."""
    line = words.split("\n")[0 if side == 0 else -1]
    joined = line.split()
    kept = joined[:4] if side == 0 else joined[-4:]
    return " ".join(kept) if kept else " ".join(pieces)


def _words_before(text: str, start: int, count: int) -> str:
    line = text[max(0, start - 80) : start].split("\n")[-1].split()
    return " ".join(line[-count:]) if count else ""


def _words_after(text: str, end: int, count: int) -> str:
    line = text[end : end + 80].split("\n")[0].split()
    return " ".join(line[:count]) if count else ""


def _first_place(text: str, prefix: str, first: str, last: str, suffix: str) -> int:
    """Where a browser would first find the fragment: white space and case do not count."""
    flat, places = _flattened(text)
    at = -1
    for _ in range(MOST_PLACES):
        at = flat.find(first.lower(), at + 1)
        if at == -1:
            return -1
        if prefix and not flat[:at].rstrip().endswith(prefix.lower()):
            continue
        end = at + len(first)
        if last:
            end = flat.find(last.lower(), end)
            if end == -1:
                continue
            end += len(last)
        if suffix and not flat[end:].lstrip().startswith(suffix.lower()):
            continue
        return places[at]
    return -1


def _flattened(text: str) -> tuple[str, list[int]]:
    """The text in lower case, each run of white space one space, and where each came from."""
    out: list[str] = []
    places: list[int] = []
    space = False
    for at, char in enumerate(text):
        if char.isspace():
            if not space:
                out.append(" ")
                places.append(at)
            space = True
            continue
        space = False
        lower = char.lower()
        out.append(lower if len(lower) == 1 else char)
        places.append(at)
    return "".join(out), places


def _encoded(words: str) -> str:
    """Percent-encoded, hyphens too: a hyphen in a fragment would be read as its syntax."""
    return percent_encoded(words, safe="").replace("-", "%2D")
