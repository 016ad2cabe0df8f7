"""Charts drawn by the server: numbers in, percentages and pixels out. No script, no viewBox.

A year is drawn as bounds: solid for what is verified, hatched on top for what is attributed,
dashed on top of that for what is disputed.
"""

from dataclasses import dataclass

from quotetrack.readers.dates import numbered

LEFT, BOTTOM, TOP, HEIGHT = 6.0, 172.0, 28.0, 196  # per cent; pixels from the top
ROLE = 44  # pixels for each role
MOST, FEWEST = 30, 8  # years


@dataclass(frozen=True)
class Year:
    """Quotes of one year, and where their columns stand."""

    year: int
    verified: int
    attributed: int
    disputed: int
    x0: str = ""  # where the year begins
    x: str = ""
    width: str = ""
    middle: str = ""
    columns: tuple = ()
    top: str = ""
    is_named: bool = True

    @property
    def total(self):
        return self.verified + self.attributed + self.disputed


def years(held: dict[int, dict[str, int]], roles: list[dict] = ()) -> list[Year]:
    """A year for each between the first and the last, with the columns to draw.

    Where there are few years with quotes, those in which the speaker held a role come before them.
    """
    if not held:
        return []
    first, last = max(min(held), max(held) - MOST + 1), max(held)
    began = [numbered(role["start"]) for role in roles if role["start"]]
    first = min(first, max(min(began, default=first), last - FEWEST + 1))
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


@dataclass(frozen=True)
class Role:
    """A position held, as a bar over the same years."""

    title: str
    x: str
    width: str
    label_x: str
    anchor: str
    text_y: int
    bar_y: int
    is_now: bool


def roles(held: list[dict], found: list[Year]) -> list[Role]:
    """The positions held in these years, the first one first; none where there is one year only."""
    if len(found) < 2:
        return []
    first, last = found[0].year, found[-1].year + 1
    inside = []
    for role in sorted(held, key=lambda role: role["start"] or ""):
        start, end = _moment(role["start"], first), _moment(role["end"], last, is_end=True)
        start, end = max(start, first), min(end, last)
        if start < end:
            inside.append((role, start, end))
    return [_role(number, *each, first, last) for number, each in enumerate(inside)]


def _role(number, role, start, end, first, last):
    left = LEFT + (100 - LEFT) * (start - first) / (last - first)
    width = (100 - LEFT) * (end - start) / (last - first)
    late = left > 55
    return Role(
        role["title"],
        f"{left:.2f}%",
        f"{width:.2f}%",
        f"{left + width if late else left:.2f}%",
        "end" if late else "start",
        13 + number * ROLE,
        19 + number * ROLE,
        end == last,
    )


def _moment(edtf, otherwise, *, is_end=False):
    """A partial date as a year with a fraction."""
    if not edtf:
        return otherwise
    year, *rest = edtf.replace("X", "0").replace("x", "0").split("-")
    if not rest:
        return int(year) + is_end
    day = int(rest[1]) if len(rest) > 1 else (30 if is_end else 1)
    return int(year) + (int(rest[0]) - 1) / 12 + (day - 1) / 365


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
        year, *parts, f"{left:.2f}%", f"{x:.2f}%", f"{width:.2f}%", f"{left + step / 2:.2f}%",
        tuple(columns), f"{float(_y(base, highest)) - 6:.1f}", is_named,
    )  # fmt: skip


def _y(count, highest):
    return f"{BOTTOM - (BOTTOM - TOP) * count / highest:.1f}"
