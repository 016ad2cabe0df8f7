"""Text in its final form, at every entry."""

import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.cleaning import MAX_LINES, MAX_TEXT_BYTES, check_text, clean_line, clean_text
from sources.errors import TextEmpty, TextNotUsable, TextTooLong

HIDDEN = "می\u200cخواهم 👩\u200d👧 \u202bvon\u202c rechts a\u00adb \u2066x\u2069 \U000e0041"
FINAL = {
    "one\r\ntwo\rthree\u2028four\x0cfive": "one\ntwo\nthree\nfour\nfive",
    "\ufeffone": "one",
    "\n\none  \n two\t\n\n": "one\n two",
    "cafe\u0301": "café",
    "Å": "Å",
    "one\n\n\ntwo": "one\n\n\ntwo",
    HIDDEN: HIDDEN,
}
ANY_TEXT = st.text(
    st.characters(exclude_categories=[]) | st.sampled_from("\x00\ud800\u0301\u0344\r")
)


@pytest.mark.parametrize("clean", [check_text, lambda text: clean_text(text).text])
@pytest.mark.parametrize(("text", "final"), FINAL.items())
def test_text_gets_its_final_form(clean, text, final):
    assert clean(text) == final


def test_pasted_text_with_a_nul_is_refused_and_the_line_is_named():
    with pytest.raises(TextNotUsable, match="NUL character in line 2") as caught:
        check_text("one\ntwo\x00")

    assert caught.value.code == "text_not_usable"


@pytest.mark.parametrize("half", ["\ud800", "a\udfffb", "\udc80"])
def test_pasted_text_with_half_a_character_is_refused(half):
    with pytest.raises(TextNotUsable, match="lone surrogate"):
        check_text(half)


def test_what_cannot_be_stored_of_a_page_is_replaced_and_counted():
    clean = clean_text("a\x00b\x00\ud800c\udfff\udfff")

    assert clean.text == "a\ufffdb\ufffd\ufffdc\ufffd\ufffd"
    assert (clean.replaced_nuls, clean.replaced_surrogates, clean.replaced) == (2, 3, 5)


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t", "\u200b\u200e", "\ufeff", "\u00a0"])
def test_no_text_is_said_to_be_none(text):
    with pytest.raises(TextEmpty, match="There is no text"):
        check_text(text)
    with pytest.raises(TextEmpty):
        clean_text(text)


def test_ten_megabytes_on_one_line_are_refused_at_once():
    text = "x" * 10_000_000

    started = time.process_time()
    with pytest.raises(TextTooLong, match="9.5 MB long; one article may have 1 MB") as caught:
        check_text(text)

    assert time.process_time() - started < 0.05
    assert caught.value.code == "text_too_long"


def test_the_limit_counts_bytes_after_cleaning():
    assert check_text("é" * (MAX_TEXT_BYTES // 2))
    assert check_text("x" * MAX_TEXT_BYTES + " " * 100)
    with pytest.raises(TextTooLong):
        check_text("é" * (MAX_TEXT_BYTES // 2) + "x")
    with pytest.raises(TextTooLong):
        check_text("\U0001d160" * (MAX_TEXT_BYTES // 4))  # grows to three times as much in NFC


def test_the_limit_of_lines_counts_lines():
    assert check_text("x\n" * MAX_LINES)
    with pytest.raises(TextTooLong, match="20,001 lines"):
        check_text("x\n" * MAX_LINES + "x")


def test_a_flood_of_accents_is_refused_or_cut():
    flood = "e" + "\u0301\u0327" * 20

    with pytest.raises(TextNotUsable, match="accents on one letter"):
        check_text(flood)

    clean = clean_text(flood + " and words")
    assert clean.dropped_marks == clean.replaced == 10
    assert clean.text.endswith(" and words")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["\u0301\u0327", "\u0344", "e\u0301", " \n", " ", "\u1100\u1161", "\r"]
)
def test_hostile_megabytes_take_linear_time(text):
    def seconds(size):
        started = time.process_time()
        with suppress(TextNotUsable):
            clean_text(text * (size // len(text)) + "x")
        return time.process_time() - started

    small, large = (min(seconds(size) for _ in range(3)) for size in (125_000, 500_000))
    assert large < 0.5
    assert large < 12 * small + 0.05


@given(ANY_TEXT)
def test_clean_text_passes_the_check_and_does_not_change_again(text):
    try:
        clean = clean_text(text)
    except TextEmpty:
        return

    assert check_text(clean.text) == clean.text
    assert unicodedata.is_normalized("NFC", clean.text)
    clean.text.encode()


@given(ANY_TEXT)
def test_a_title_is_one_clean_line(text):
    line = clean_line(text)

    assert clean_line(line) == line
    assert not set(line) & set("\n\r\t\x00")
    line.encode()


def test_no_title_is_an_empty_one():
    assert clean_line(None) == ""
