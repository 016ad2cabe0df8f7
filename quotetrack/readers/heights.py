"""How high a card will be, guessed before anybody has laid it out.

Hosts want a number, and pages should not jump when the card comes. The guess counts characters;
it is meant to be a little too high rather than too low.
"""

from quotetrack.readers import words
from quotetrack.readers.languages import is_unspaced

NARROW = 448  # below this width a card is set smaller
LOWEST, HIGHEST = 200, 1000  # what hosts allow
SPARE = 8
SMALL_LINE, SMALL_CHARACTER = 20.3, 7.1  # the interface, 14 pixels
AXIS = 46 + 8 + 24  # label, gap and padding of a chip


def of_quote(told, width: int) -> int:
    """The height of a quote's card at this width."""
    shown = words.folded(told.words)
    size = 19 if width < NARROW else 22 if width < 640 else 24
    room, gap = _room(width), _gap(width)
    letters = size * (1.0 if _is_wide(told) else 0.455)
    lines = sum(_lines(len(part.text) + 2, room, letters) for part in shown.parts)
    height = lines * size * 1.4 + 34 * sum(bool(part.seam) for part in shown.parts)
    height += 30 * bool(shown.folded or shown.folded_parts)
    for notice in told.notices:
        text = len(notice.head) + len(notice.text) + len(notice.link)
        height += _lines(text, room - 15, SMALL_CHARACTER) * SMALL_LINE + gap
    height += _lines(len(told.who) + len(told.role) + 2, room, 7.6) * 22
    source = told.source["name"] + str(told.source["day"] or "") if told.source else ""
    text = len(source) + len(told.translation) + (32 if told.source else 0)
    height += _lines(text, room, SMALL_CHARACTER) * SMALL_LINE
    height += _chips(told.standing, room)
    return within(height + 3 * gap + _frame(width))


def of_claim(claim: dict, summary: str, width: int) -> int:
    """The height of a claim's card at this width."""
    size = 19 if width < NARROW else 22
    height = _lines(len(claim["text"]) + 2, _room(width), size * 0.455) * size * 1.4 + 44
    height += _lines(len(summary), _room(width), SMALL_CHARACTER) * SMALL_LINE
    return within(height + 4 * _gap(width) + _frame(width))


def of_speaker(told: list, width: int) -> int:
    """The height of a speaker's card at this width."""
    size = 17 if width < NARROW else 18
    height = 24
    for each in told:
        text = sum(len(part.text) for part in each.words.parts)
        height += _lines(text + 2, _room(width), size * 0.455) * size * 1.4 + SMALL_LINE + 12
        height += _chips(each.standing, _room(width))
    return within(height + 2 * _gap(width) + _frame(width))


def within(height: float) -> int:
    """The height as hosts allow it."""
    return round(max(LOWEST, min(height + SPARE, HIGHEST)))


def _chips(standing, room):
    room -= AXIS
    texts = [len(standing.said.word) + len(standing.said.why) + 4]
    texts += [
        len(each.relation) + len(each.claim) + len(each.rating.label) + 32
        for each in standing.truths
    ]
    texts += [len(each.name) + len(each.what) + 18 for each in standing.replies]
    return sum(_lines(text, room, SMALL_CHARACTER) * SMALL_LINE + 14 for text in texts)


def _lines(length, room, character):
    return max(1, -(-int(length * character) // int(room * 0.96))) if length else 0


def _room(width):
    return width - (34 if width < NARROW else 42)


def _gap(width):
    return 12 if width < NARROW else 16


def _frame(width):
    """Edge, padding and footer; on a narrow card the footer takes two lines."""
    return 34 + 48 if width < NARROW else 42 + 24


def _is_wide(told):
    return is_unspaced(told.words.language)
