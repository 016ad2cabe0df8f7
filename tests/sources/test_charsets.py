"""Bytes to text, as browsers do it."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.charsets import LABELS, codec_for, decode

WORDS = "“Señor, naïve” – 1 €"


def meta(charset):
    return b'<html><head><meta charset="%s">' % charset.encode()


@pytest.mark.parametrize(
    ("body", "declared", "text", "encoding"),
    [
        (WORDS.encode(), None, WORDS, "utf-8"),
        (WORDS.encode("cp1252"), None, WORDS, "cp1252"),
        (WORDS.encode("cp1252"), "ISO-8859-1", WORDS, "cp1252"),
        (WORDS.encode("cp1252"), "us-ascii", WORDS, "cp1252"),
        (WORDS.encode(), "latin1", WORDS, "utf-8"),
        (WORDS.encode(), '"UTF-8"', WORDS, "utf-8"),
        (WORDS.encode(), "utf-7", WORDS, "utf-8"),
        (WORDS.encode(), "no-such-charset", WORDS, "utf-8"),
        (b"+ADw-script+AD4-", "utf-7", "+ADw-script+AD4-", "utf-8"),
        (codecs.BOM_UTF8 + WORDS.encode(), "gbk", WORDS, "utf-8"),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "utf-8", WORDS, "utf-16-le"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), None, WORDS, "utf-16-be"),
        (WORDS.encode("utf-16-le"), "utf-16", WORDS, "utf-16-le"),
        ("Москва".encode("cp1251"), "windows-1251", "Москва", "cp1251"),
        ("Łódź".encode("iso8859-2"), "latin2", "Łódź", "iso8859-2"),
        ("青石水库".encode("gb18030"), "gb2312", "青石水库", "gb18030"),
        ("日本語".encode("cp932"), "Shift_JIS", "日本語", "cp932"),
        ("한국어".encode("cp949"), "euc-kr", "한국어", "cp949"),
        ("繁體".encode("big5"), "big5", "繁體", "big5hkscs"),
        (b"\x81\x9d", "windows-1252", "\x81\x9d", "cp1252"),
        (b"plain", None, "plain", "utf-8"),
        (b"", None, "", "utf-8"),
    ],
)
def test_the_claims_are_weighed_as_browsers_do(body, declared, text, encoding):
    decoded = decode(body, declared)

    assert (decoded.text, decoded.encoding, decoded.replaced) == (text, encoding, 0)


def test_the_header_wins_over_the_page_and_the_page_over_a_guess():
    page = meta("windows-1251") + "Москва".encode("cp1251")

    assert decode(page).text.endswith("Москва")
    assert decode(page, "koi8-r").encoding == "koi8-r"


@pytest.mark.parametrize(
    "head",
    [
        b"<META CHARSET=gb2312>",
        b"<meta charset = 'gb2312'>",
        b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
        b'<!-- <meta charset="utf-8"> --><meta charset="gb2312">',
        b"<script>" + b" " * 1500 + b'</script><meta charset="gb2312">',
    ],
)
def test_a_page_says_its_charset_in_many_ways(head):
    assert decode(head + "青石".encode("gb18030")).text.endswith("青石")


def test_a_page_that_calls_itself_utf_16_in_ascii_is_utf_8():
    assert decode(meta("utf-16") + "é".encode()).text.endswith("é")


def test_plain_text_does_not_speak_of_its_charset_in_tags():
    assert decode(meta("koi8-r") + "é".encode(), is_html=False).encoding == "utf-8"


def test_broken_bytes_are_replaced_and_counted():
    assert decode(b"a\xffb", "utf-8") == decode(b"a\xffb", "UTF8")
    assert decode(b"a\xffb", "utf-8").replaced == 1
    assert decode("a\ufffdb".encode(), "utf-8").replaced == 0
    assert decode(b"\x81", "shift_jis").replaced == 1


def test_a_utf_8_page_with_one_broken_byte_stays_utf_8():
    decoded = decode("“Señor” –".encode() + b"\xff")

    assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)


def test_every_label_names_a_codec_of_python():
    assert all(codecs.lookup(codec) for codec in LABELS)
    assert codec_for(" Latin1\n") == "cp1252"
    assert codec_for("utf-7") is None
    assert codec_for(None) is None


@given(st.binary(), st.sampled_from([None, *LABELS]))
def test_any_bytes_become_text(body, label):
    decode(body, label).text.encode("utf-8", "replace")


@pytest.mark.parametrize("part", [b"x", b"\xc3\xa9", b"\xff", b"<meta ", b"<!--", b"charset="])
def test_five_megabytes_are_decoded_quickly(part):
    started = time.process_time()

    decode(part * (5_000_000 // len(part)))

    assert time.process_time() - started < 2
