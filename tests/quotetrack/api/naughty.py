"""Strings that break programs, by the ways in which they do; none of them is special to us."""

import json
import os
import sys
from pathlib import Path


def controls():
    """Every control and format character, alone and inside a word."""
    codes = [*range(1, 32), *range(127, 160), 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
             *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFE), 0xFFFF, 0x1FFFE, 0xE0001,
             0xE000, 0x10FFFF]  # fmt: skip
    yield "".join(map(chr, codes))
    for code in codes:
        yield f"ri{chr(code)}ver"


def looks_like_something():
    """What reads as a number, as nothing, as true, as a date, as code."""
    yield from (
        "0",
        "-0",
        "1/0",
        "0x10",
        "1e309",
        "1_000",
        "1,5",
        "NaN",
        "-Infinity",
        "null",
        "nil",
    )
    yield from ("None", "undefined", "true", "False", "[object Object]", "{}", "[]", "\\", "\\\\")
    yield from ("9" * 30, "-" + "9" * 30, "0001-01-01", "9999-12-31", "2025-02-30", "24:00:00")
    yield from ("' OR 1=1 --", '"; SELECT pg_sleep(9); --', "$$", "%s", "%(q)s", "{0}", "${7*7}")
    yield from ("{{ 7*7 }}", "{% now %}", "`id`", "$(id)", "|id", "../../etc/passwd", "C:\\con")
    yield from ("<script>alert(1)</script>", "<!--", "]]>", "&lt;&#0;", "javascript:alert(1)")
    yield from ("=1+1", "+1", "@SUM(A1)", "\t=1", "http://", "//", "file:///", "a:b:c:d", "#", "?")
    yield from ("'a':1 & !( b", "a <-> b", ":*", "!", "& |", "(((((", '"unclosed', "-", "--", "OR")
    yield from ("OR OR OR", "-a -b", 'a "" b', "\\'", "a\\b", "ŉ", "ʼ", "’’", "a’b", "﹖", "＇")


def unusual_letters():
    """Other scripts, combining marks without end, both directions, old and new signs."""
    yield from ("ﬀﬁﬂ", "ß", "ẞ", "İıIi", "ǅ", "ȺȾ", "Å", "한글", "ไม่มีความทรงจำ", "川に記憶はない")
    yield "e" + "\u0301\u0327" * 60
    yield from ("\u202eabc\u202c", "مرحبا \u200e abc", "👩\u200d👩\u200d👧", "🏳️\u200d🌈", "𝕢𝕦𝕠𝕥𝕖")
    yield from ("\u1e9e" * 200, "a" * 500, "a" * 501, "a " * 250, " ", "\u3000", "\n", "\r\n", "\t")
    yield from ("ͱ", "᚛ᚄᚓ᚜", "\U0001f1e6", "\u0345", "\ufdfa" * 30, "\U000e0041")


def strings() -> list[str]:
    """All of ours, and those of a longer JSON list, not part of the project, where one is named."""
    found = [*controls(), *looks_like_something(), *unusual_letters()]
    if path := os.environ.get("NAUGHTY_STRINGS"):
        found += json.loads(Path(path).read_text(encoding="utf-8"))
    return list(dict.fromkeys(found))


def nested(levels: int) -> bytes:
    """JSON that deep."""
    return b'{"text":' + b"[" * levels + b"]" * levels + b"}"


BODIES = [
    b"", b"null", b"[]", b'"a"', b"1", b"{", b"{'a': 1}", b'{"text": NaN}', b"\xff\xfe{\x00}\x00",
    b'{"text": "\x00"}', b'{"text": "a\\u0000b"}', b'{"text": "\\ud800"}', b'{"text": "\\udfff x"}',
    b'{"\\u0000": 1}', b'{"\\ud834": 1}', b'{"text": "\xed\xa0\x80"}', b'{"text": "\xc0\xaf"}',
    nested(100_000), b'{"a":' * 100_000, b"[" * 100_000, b'{"text": 1e400}',
    b'{"text": ' + b"9" * 5000 + b"}", b'{"text": "a", "text": "b"}', b'{"text": {"text": "a"}}',
    b'{"text": [], "speaker": {}}', b'{"text": null}', b'{"text": true}',
    ("{" + ", ".join(f'"{n}": 1' for n in range(5000)) + "}").encode(),
    json.dumps({"text": "“" * 20_000}).encode(), json.dumps({"text": "\u0301" * 20_000}).encode(),
    json.dumps({"text": "“a b c” " * 2400}).encode(), json.dumps({"text": "a b " * 5000}).encode(),
    json.dumps({"text": "x", "language": "x" * sys.maxunicode}).encode(),
]  # fmt: skip
