"""One way in for text: pasted, sent, imported, fetched, read from a file.

A snapshot's text never changes, and every quote points into it by positions, so it must be in its
final form before it is stored: Unicode NFC, lines ended by a line feed, no NUL (Postgres cannot
store it) and no lone surrogate (nothing can). Invisible characters, such as zero-width joiners
and marks of direction, are part of the words in many scripts and stay.

People and programs that send us NUL or a lone surrogate are told (``check_text``): something
went wrong on their side, and they can put it right. Nobody can put right a page that we fetched,
so there each one becomes U+FFFD and is counted (``clean_text``), and the editor sees the count.

Composing is quadratic in the number of combining marks behind one letter (measured: 32,000 marks
0.5 s, 64,000 marks 2 s). No script puts more than a few there; the standard's stream-safe form
allows 30, and so do we.
"""

import re
import unicodedata
from dataclasses import dataclass, fields

from .errors import TextEmpty, TextNotUsable, TextTooLong

MAX_RAW_BYTES = 5 * 1024 * 1024  # an article as it comes: a page, a file, a request's text
MAX_TEXT_BYTES = 1024 * 1024  # its text after cleaning, in UTF-8
MAX_LINES = 20_000
MAX_MARKS = 30

NUL = "\x00"
REPLACEMENT = "\ufffd"
BYTE_ORDER_MARK = "\ufeff"
SURROGATE = re.compile("[\ud800-\udfff]")
LINE_END = re.compile("\r\n|[\r\v\f\u2028\u2029]")
ANY_MARK = re.compile(
    "["
    + "".join(
        re.escape(chr(point)) for point in range(0x110000) if unicodedata.combining(chr(point))
    )
    + "]"
)
MARKS = re.compile(f"({ANY_MARK.pattern}{{{MAX_MARKS}}}){ANY_MARK.pattern}+")


@dataclass(frozen=True)
class CleanText:
    """Text in its final form, and what had to be replaced or left out to get it there."""

    text: str
    replaced_nuls: int = 0
    replaced_surrogates: int = 0
    dropped_marks: int = 0

    @property
    def replaced(self) -> int:
        """How many characters are not as they came."""
        return sum(getattr(self, field.name) for field in fields(self)[1:])


def check_text(text: str) -> str:
    """Pasted or sent text in its final form; ``TextNotUsable`` where the sender must act."""
    _check_size(text)
    if NUL in text:
        line = text.count("\n", 0, text.index(NUL)) + 1
        raise TextNotUsable(
            f"The text holds a NUL character in line {line}. It often comes from a file that is"
            " not plain text. Copy the words themselves and send them again."
        )
    if SURROGATE.search(text):
        raise TextNotUsable(
            "The text holds half of a character (a lone surrogate). It was cut or decoded wrongly"
            " on its way here. Send it as UTF-8, whole."
        )
    if without_floods(text) != text or without_floods(composed := _composed(text)) != composed:
        raise TextNotUsable(
            f"The text piles more than {MAX_MARKS} accents on one letter. Remove them and send"
            " the text again."
        )
    return _final_form(composed)


def clean_text(text: str) -> CleanText:
    """Text from a page or file in its final form, what cannot be stored replaced and counted."""
    _check_size(text)
    nuls = text.count(NUL)
    text, surrogates = SURROGATE.subn(REPLACEMENT, text.replace(NUL, REPLACEMENT))
    tamed = without_floods(text)
    composed = _composed(tamed)
    final = without_floods(composed)  # composing splits a few marks in two
    dropped = len(text) - len(tamed) + len(composed) - len(final)
    return CleanText(_final_form(final), nuls, surrogates, dropped)


def clean_line(text: str | None) -> str:
    """A title or name from a page on one line, in its final form; empty where there is none."""
    text = SURROGATE.sub(REPLACEMENT, (text or "")[:MAX_TEXT_BYTES].replace(NUL, REPLACEMENT))
    return without_floods(unicodedata.normalize("NFC", " ".join(without_floods(text).split())))


def without_floods(text: str) -> str:
    """The text with at most 30 combining marks in a row."""
    return text if text.isascii() else MARKS.sub(r"\1", text)


def _composed(text: str) -> str:
    text = LINE_END.sub("\n", text.removeprefix(BYTE_ORDER_MARK))
    return unicodedata.normalize("NFC", text)


def _final_form(text: str) -> str:
    """The composed text without blanks at the ends of lines; an error if it is none or too much."""
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    if not any(character.isprintable() and character != " " for character in text):
        raise TextEmpty("There is no text. Paste the words of the article.")
    size = len(text.encode())
    if size > MAX_TEXT_BYTES:
        raise TextTooLong(_too_long(size, MAX_TEXT_BYTES))
    count = text.count("\n") + 1
    if count > MAX_LINES:
        raise TextTooLong(
            f"The text has {count:,} lines; one article may have {MAX_LINES:,}."
            " Paste only the article itself, or split it."
        )
    return text


def _check_size(text: str):
    """Refuse at once what is too long in any case, before anything looks at each character."""
    if len(text) > MAX_RAW_BYTES:
        raise TextTooLong(_too_long(len(text), MAX_TEXT_BYTES))


def _too_long(size: int, limit: int) -> str:
    return (
        f"The text is {size / 1024 / 1024:.1f} MB long; one article may have"
        f" {limit / 1024 / 1024:.0f} MB. Paste only the article itself, or split it."
    )
