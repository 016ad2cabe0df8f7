"""A quote is found again in a changed text, or the answer says that it is not."""

from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.extraction.anchors import anchor, find, text_fragment

TEXT = (
    "The vote was close. “We will not wait,” said Ada Field on Monday. Others would.\n"
    "“We will not wait,” Ben Moor repeated, to laughter. The chamber rose at noon.\n"
)


def _anchor(words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return anchor(TEXT, start, start + len(words))


def test_words_that_stayed_are_anchored():
    placement = find(_anchor("We will not wait"), TEXT)

    assert (placement.status, placement.score) == ("anchored", 1.0)


def test_words_that_moved_are_relocated_and_say_so():
    changed = "A paragraph was put before it.\n" + TEXT
    known = _anchor("We will not wait")

    placement = find(known, changed)

    assert placement.status == "relocated"
    assert changed[placement.start : placement.end] == known.exact


def test_surroundings_tell_the_second_of_two_equal_quotes():
    changed = "Correction: a line was added here.\n" + TEXT
    known = _anchor("We will not wait", nth=1)

    placement = find(known, changed)

    assert changed[placement.end : placement.end + 10] == TEXT[known.end : known.end + 10]


def test_words_that_were_edited_are_found_with_a_lower_score():
    changed = TEXT.replace("The chamber rose at noon", "The chamber then rose at one o'clock")
    known = _anchor("The chamber rose at noon.")

    placement = find(known, changed.replace("one o'clock", "noon"))

    assert placement.status == "relocated"
    assert placement.score < 0.95


def test_words_that_are_gone_are_orphaned():
    placement = find(_anchor("The chamber rose at noon"), "Nothing of the old article is left.")

    assert (placement.status, placement.start, placement.end) == ("orphaned", None, None)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.data())
def test_an_unchanged_text_never_loses_an_anchor(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    known = anchor(text, start, end)

    placement = find(known, text)

    if known.exact:
        assert placement.status == "anchored"
        assert text[placement.start : placement.end] == known.exact


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_a_placement_lies_in_the_text(before, words, after):
    known = anchor(before + words + after, len(before), len(before) + len(words))

    placement = find(known, after + words)

    if placement.start is not None:
        assert 0 <= placement.start < placement.end <= len(after + words)


def test_a_fragment_names_words_that_stand_once():
    start = TEXT.index("The vote was close")

    assert text_fragment(TEXT, start, start + 18) == ":~:text=The%20vote%20was%20close"


def test_a_fragment_for_the_second_of_two_names_its_surroundings():
    start = TEXT.index("We will not wait", 60)

    fragment = text_fragment(TEXT, start, start + len("We will not wait"))

    assert "-," in fragment or ",-" in fragment
    assert "We will not wait" in unquote(fragment)


def test_a_long_stretch_is_named_by_its_first_and_last_words():
    fragment = text_fragment(TEXT * 1, 0, len(TEXT))

    assert fragment == ":~:text=The%20vote%20was%20close.,chamber%20rose%20at%20noon."
