"""Which letters can be drawn, read from the tables of the fonts themselves."""

import struct

import pytest

from quotetrack.embeds.sharing import glyphs


def font(table):
    """The smallest file that has a table of letters."""
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table
    return struct.pack(">IHHHH4sIII", 0x10000, 1, 0, 0, 0, b"cmap", 0, 28, len(cmap)) + cmap


def test_a_table_of_long_ranges_is_read():
    groups = struct.pack(">IIIIII", 65, 90, 1, 0x1F600, 0x1F64F, 30)
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, 2) + groups

    assert list(glyphs.ranges_of(font(table))) == [(65, 90), (0x1F600, 0x1F64F)]


def test_a_table_of_short_ranges_is_read():
    table = struct.pack(">HHHHHHH", 4, 0, 0, 4, 0, 0, 0)
    table += struct.pack(">HHHHH", 90, 0xFFFF, 0, 65, 0xFFFF)

    assert list(glyphs.ranges_of(font(table))) == [(65, 90)]


def test_letters_without_a_glyph_are_named_once():
    coverage = glyphs.Coverage([(97, 122), (100, 130)])

    assert coverage.missing("abc عع\u200b") == "ع"


def test_what_cannot_be_read_covers_nothing(tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"OTTO\xff\xff")

    assert glyphs._ranges_of_file(tmp_path / "broken.ttf", 0) == set()


@pytest.mark.parametrize(
    ("letter", "package"),
    [("中", "fonts-noto-cjk"), ("か", "fonts-noto-cjk"), ("😀", "fonts-noto-color-emoji"),
     ("ع", "fonts-noto-core")],
)  # fmt: skip
def test_the_package_that_helps_is_named(letter, package):
    assert glyphs.package_for(letter) == package


def test_latin_can_always_be_drawn():
    assert glyphs.coverage().missing("“We will repair the bridges.” – Ñandú, ß, Ωμέγα") == ""
