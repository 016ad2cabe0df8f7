"""Which letters the fonts of this machine can draw.

A letter without a glyph becomes an empty box. The typesetter does not say so, so the tables of the
fonts are read here: in each file `cmap` lists the letters that it has, as ranges (formats 4 and
12 of OpenType; every font of the last twenty years has one of them).
"""

import struct
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

import typst

INVISIBLE = frozenset(["Cc", "Cf", "Zs", "Zl", "Zp", "Mn"])  # set by the letter before, or by none
LAST_RESORTS = ("LastResort", "Last Resort", "Adobe Blank", "AdobeBlank", "Unifont")
PACKAGES = {
    "CJK": "fonts-noto-cjk", "HIRAGANA": "fonts-noto-cjk", "KATAKANA": "fonts-noto-cjk",
    "HANGUL": "fonts-noto-cjk",
}  # fmt: skip
EMOJI_PACKAGE, OTHER_PACKAGE = "fonts-noto-color-emoji", "fonts-noto-core"
SAMPLES = {
    "Latin": "aß", "Greek": "αω", "Cyrillic": "дж", "Arabic": "عربي", "Hebrew": "עברית",
    "Devanagari": "हिन्दी", "Bengali": "বাংলা", "Tamil": "தமிழ்", "Thai": "ไทย",
    "Chinese": "中文", "Japanese": "日本のカナ", "Korean": "한국어", "emoji": "😀",
}  # fmt: skip


class Coverage:
    """The letters of a set of fonts, as sorted ranges."""

    def __init__(self, ranges):
        self.starts, self.ends = [], []
        for start, end in sorted(ranges):
            if self.ends and start <= self.ends[-1] + 1:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def __contains__(self, letter):
        code = ord(letter)
        at = bisect_right(self.starts, code) - 1
        return at >= 0 and code <= self.ends[at]

    def missing(self, text: str) -> str:
        """The letters of the text that would be empty boxes, each once."""
        needed = {letter for letter in text if unicodedata.category(letter) not in INVISIBLE}
        return "".join(sorted(letter for letter in needed if letter not in self))


@lru_cache(maxsize=1)
def coverage() -> Coverage:
    """What the fonts of this machine can draw, read once in a process."""
    return covered_by(typst.Fonts().fonts())


def covered_by(fonts) -> Coverage:
    """What these fonts can draw together."""
    ranges = set()
    for font in {(font.path, font.index): font for font in fonts}.values():
        if font.path and not font.family.startswith(LAST_RESORTS):
            ranges |= _ranges_of_file(font.path, font.index)
    return Coverage(ranges or _embedded())


def _ranges_of_file(path, index):
    try:
        with Path(path).open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            return set(ranges_of(data, index))
    except (OSError, ValueError, struct.error, IndexError):
        return set()  # a file that cannot be read covers nothing


def ranges_of(data, index: int = 0):
    """The ranges of letters (both ends included) that one font of a file has."""
    start = 0
    if data[:4] == b"ttcf":
        start = struct.unpack_from(">I", data, 12 + 4 * index)[0]
    for number in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            yield from _cmap(data, offset)


def is_emoji(letter: str) -> bool:
    """Whether the letter is a picture, or joins pictures, rather than part of a word."""
    code = ord(letter)
    return 0x1F000 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF or code in (0x200D, 0xFE0F)


def package_for(letter: str) -> str:
    """The Debian package whose fonts have the letter, as far as one can guess."""
    if is_emoji(letter):
        return EMOJI_PACKAGE
    return PACKAGES.get(unicodedata.name(letter, "").split(" ")[0], OTHER_PACKAGE)


def lacking() -> dict[str, list[str]]:
    """By package, the scripts that share images cannot show here."""
    held: dict[str, list[str]] = {}
    for script, sample in SAMPLES.items():
        if missing := coverage().missing(sample):
            held.setdefault(package_for(missing[0]), []).append(script)
    return held


def _cmap(data, offset):
    """The ranges of the best table: format 12 where there is one."""
    tables = {}
    for number in range(struct.unpack_from(">H", data, offset + 2)[0]):
        platform, _encoding, at = struct.unpack_from(">HHI", data, offset + 4 + 8 * number)
        if platform in (0, 3):
            tables[struct.unpack_from(">H", data, offset + at)[0]] = offset + at
    if 12 in tables:
        yield from _format_12(data, tables[12])
    elif 4 in tables:
        yield from _format_4(data, tables[4])


def _format_12(data, at):
    count = struct.unpack_from(">I", data, at + 12)[0]
    for start, end, _glyph in struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * count]):
        yield start, end


def _format_4(data, at):
    double = struct.unpack_from(">H", data, at + 6)[0]
    ends = struct.unpack_from(f">{double // 2}H", data, at + 14)
    starts = struct.unpack_from(f">{double // 2}H", data, at + 16 + double)
    for start, end in zip(starts, ends, strict=True):
        if start <= end < 0xFFFF:
            yield start, end


def _embedded():
    """What the typesetter brings along itself: the letters of western Europe, and Greek."""
    return {(0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9), (0x2010, 0x2027), (0x20AC, 0x20AC)}
