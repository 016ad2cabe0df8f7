"""Charts drawn by the server: numbers in, percentages and pixels out. No script, no viewBox.

A year is drawn as bounds: solid for what is verified, hatched on top for what is attributed,
dashed on top of that for what is disputed.
"""

from dataclasses import dataclass

LEFT, BOTTOM, TOP, HEIGHT = 6.0, 172.0, 28.0, 196  # per cent; pixels from the top
ROLE = 44  # pixels for each role


@dataclass(frozen=True)
class Year:
    """Quotes of one year, and where their columns stand."""

    year: int
    verified: int
    attributed: int
    disputed: int
    x: str = ""
    width: str = ""
    middle: str = ""
    columns: tuple = ()
    top: str = ""
    is_named: bool = True

    @property
    def total(self):
        return self.verified + self.attributed + self.disputed


def years(held: dict[int, dict[str, int]]) -> list[Year]:
    """A year for each between the first and the last, with the columns to draw."""
    if not held:
        return []
    first, last = max(min(held), max(held) - 29), max(held)
    span = range(first, last + 1)
    highest = max(1, *(_total(held.get(year, {})) for year in span))
    step = (100 - LEFT) / len(span)
    every = -(-len(span) // 12)
    return [
        _year(
            year,
            held.get(year, {}),
            LEFT + number * step,
            step,
            highest,
            is_named=(last - year) % every == 0,
        )
        for number, year in enumerate(span)
    ]


def grid(found: list[Year]) -> list[tuple[int, str]]:
    """Round numbers and the heights of their lines."""
    highest = max((year.total for year in found), default=0)
    step = next(
        size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if highest / size <= 4
    )
    marks = range(0, highest + 1, step)
    return [(mark, _y(mark, max(1, highest))) for mark in marks]


def _total(counts):
    return sum(counts.get(key, 0) for key in ("verified", "attributed", "disputed"))


def _year(year, counts, left, step, highest, *, is_named):
    parts = [counts.get(key, 0) for key in ("verified", "attributed", "disputed")]
    width = min(step * 0.6, 12.0)
    x = left + (step - width) / 2
    columns, base = [], 0
    for kind, count in zip("vad", parts, strict=True):
        if count:
            top = float(_y(base + count, highest))
            columns.append((kind, f"{top:.1f}", f"{float(_y(base, highest)) - top:.1f}"))
            base += count
    return Year(
        year, *parts, f"{x:.2f}%", f"{width:.2f}%", f"{left + step / 2:.2f}%",
        tuple(columns), f"{float(_y(base, highest)) - 6:.1f}", is_named,
    )  # fmt: skip


def _y(count, highest):
    return f"{BOTTOM - (BOTTOM - TOP) * count / highest:.1f}"
