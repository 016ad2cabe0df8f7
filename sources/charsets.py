"""Bytes of a page to text, as browsers decode them.

The WHATWG standard says what a label means (``iso-8859-1`` is windows-1252, ``gb2312`` is
gb18030) and which of several claims wins: a byte order mark, then the server's header, then the
page's own ``meta``. Where nobody says anything, or says something unknown, the bytes decide: UTF-8
where they are mostly valid as such, else windows-1252.

We differ from browsers once: a page that is *called* a Western single-byte encoding, but is valid
UTF-8 with letters beyond ASCII, is UTF-8. Such bytes do not come about by accident, servers with a
wrong default header do, and a browser's reader would see “donâ€™t”.
"""

import codecs
import re
from dataclasses import dataclass

REPLACEMENT = "\ufffd"
PRESCAN_BYTES = 2048  # browsers look at 1024; some publishing systems put scripts first

# Python codec → the labels of the Encoding Standard that mean it, apart from the codec's own name.
LABELS = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8",
    "cp866": "866 csibm866 ibm866",
    "iso8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 l2 latin2"
    " iso_8859-2:1987",
    "iso8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso88593 iso_8859-3 l3 latin3 iso_8859-3:1988",
    "iso8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso88594 iso_8859-4 l4 latin4 iso_8859-4:1988",
    "iso8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso88595 iso_8859-5"
    " iso_8859-5:1988",
    "iso8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6"
    " iso-8859-6-e iso-8859-6-i iso-ir-127 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso88597"
    " iso_8859-7 iso_8859-7:1987 sun_eu_greek",
    "iso8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso88598"
    " iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical",
    "iso8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso885910 l6 latin6",
    "iso8859-13": "iso-8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso885914",
    "iso8859-15": "csisolatin9 iso-8859-15 iso885915 iso_8859-15 l9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8_r",
    "koi8-u": "koi8-ru",
    "mac-roman": "csmacintosh mac macintosh x-mac-roman",
    "cp874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "cp1250": "windows-1250 x-cp1250",
    "cp1251": "windows-1251 x-cp1251",
    "cp1252": "windows-1252 x-cp1252 ansi_x3.4-1968 ascii cp819 csisolatin1 ibm819 iso-8859-1"
    " iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii",
    "cp1253": "windows-1253 x-cp1253",
    "cp1254": "windows-1254 x-cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599"
    " iso_8859-9 iso_8859-9:1989 l5 latin5",
    "cp1255": "windows-1255 x-cp1255",
    "cp1256": "windows-1256 x-cp1256",
    "cp1257": "windows-1257 x-cp1257",
    "cp1258": "windows-1258 x-cp1258",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gb18030": "gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc_jp": "euc-jp cseucpkdfmtjapanese x-euc-jp",
    "iso2022_jp": "iso-2022-jp csiso2022jp",
    "cp932": "shift_jis shift-jis sjis csshiftjis ms932 ms_kanji windows-31j x-sjis",
    "cp949": "euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989"
    " ksc5601 ksc_5601 windows-949",
    "utf-16-be": "utf-16be unicodefffe",
    "utf-16-le": "utf-16le utf-16 csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff",
}
CODECS = {label: codec for codec, more in LABELS.items() for label in (codec, *more.split())}
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
META = re.compile(rb"<meta[^>]{1,400}", re.IGNORECASE)
CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Decoded:
    """Text, how it was decoded, and how many broken places in the bytes became U+FFFD."""

    text: str
    encoding: str
    replaced: int


def decode(body: bytes, declared: str | None = None, *, is_html: bool = True) -> Decoded:
    """The text of ``body``. Never fails: what cannot be decoded is replaced and counted."""
    for mark, codec in MARKS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], codec)
    codec = codec_for(declared) or (_from_meta(body) if is_html else None)
    if codec in (None, "cp1252"):
        text = body.decode("utf-8", "replace")
        broken = _broken(text, body)
        letters = len(text) - broken - _ascii_count(body)
        if letters > 0 and (broken == 0 or (codec is None and letters > broken)):
            return Decoded(text, "utf-8", broken)
        codec = "cp1252" if broken else codec or "utf-8"
    return _decoded(body, codec)


def codec_for(label: str | None) -> str | None:
    """The Python codec that a label of the web means; None for unknown ones and for UTF-7."""
    return CODECS.get((label or "").strip("\t\n\f\r \"'").lower())


def _from_meta(body: bytes) -> str | None:
    """What the page says of itself, in its first bytes."""
    for meta in META.finditer(COMMENT.sub(b"", body[:PRESCAN_BYTES])):
        if named := CHARSET.search(meta[0]):
            codec = codec_for(named[1].decode("ascii"))
            # Bytes in which this label could be read cannot be UTF-16.
            return "utf-8" if codec in ("utf-16-le", "utf-16-be") else codec
    return None


def _decoded(body: bytes, codec: str) -> Decoded:
    if codec == "cp1252":
        # The standard maps the five bytes without a character to themselves; Python refuses them.
        return Decoded(body.decode("cp1252", "qt_same_byte"), codec, 0)
    text = body.decode(codec, "replace")
    return Decoded(text, codec, _broken(text, body) if codec == "utf-8" else _count(text))


def _count(text: str) -> int:
    return text.count(REPLACEMENT)


def _broken(text: str, body: bytes) -> int:
    """U+FFFD that decoding put in, beyond those that stood in the page."""
    return _count(text) - body.count(REPLACEMENT.encode())


def _ascii_count(body: bytes) -> int:
    return len(body) - len(body.translate(None, bytes(range(128))))


codecs.register_error(
    "qt_same_byte", lambda error: (chr(error.object[error.start]), error.start + 1)
)
