"""Numbers about the whole record, kept until it changes.

To count a million rows for everyone who opens a page of facets would cost more than the page. Such
a number is kept in the process beside the turn of the last public change, which one look into an
index tells; it is counted anew when there was one, and not more often than every thirty seconds,
which is as long as any cache may keep an answer.
"""

import time
from collections.abc import Callable

from quotes.published.selections import ask

FRESH = 30  # seconds
MOST = 200  # numbers
LARGE = 50_000  # rows; what is counted quickly need not be kept
numbers: dict[str, tuple] = {}


def kept(name: str, count: Callable, is_large: Callable, now: float | None = None):
    """The number of this name; counted where it is not known, or where the record has changed."""
    now = time.monotonic() if now is None else now
    known, turn = numbers.get(name), None
    if known:
        turn = ask("SELECT max(xid) FROM published_change", hot=True)[0][0]
        if known[0] == turn or now - known[1] < FRESH:
            return known[2]
    value = count()
    if is_large(value):
        if len(numbers) >= MOST:
            numbers.clear()
        numbers[name] = (turn, now, value)
    return value
