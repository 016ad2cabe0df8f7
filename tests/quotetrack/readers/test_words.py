"""How words are set: marks, folds, cuts, direction."""

import pytest

from quotetrack.readers import languages, words

LONG = "One clause of some length comes first, then another one follows it; " * 8


def set_words(*texts, language="en", form="direct"):
    display = [{"seam": None, "text": text} for text in texts]
    return words.of({"language": language, "form": form, "text": texts[0], "display": display})


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "“x”"), ("en-GB", "“x”"), ("es", "«x»"), ("de", "„x“"), ("fr", "«x»"),
     ("ar", "«x»"), ("ja", "「x」"), ("zh", "“x”"), ("xx", "“x”")],
)  # fmt: skip
def test_words_stand_in_the_marks_of_their_language(language, shown):
    assert words.line("x", language) == shown


@pytest.mark.parametrize(("form", "hangs"), [("direct", True), ("partial", True),
                                             ("mixed", False), ("indirect", False)])  # fmt: skip
def test_only_direct_and_partial_words_get_outer_marks(form, hangs):
    assert set_words("some words", form=form).is_hanging is hangs


def test_short_words_are_not_folded():
    assert words.folded(set_words("x" * 320)).folded == ""


def test_long_words_fold_at_the_end_of_a_clause():
    held = words.folded(set_words(LONG.strip()))

    assert held.parts[0].text.endswith(("first,", "it;")) and len(held.parts[0].text) <= 260
    assert held.parts[0].closing == "" and held.folded.endswith("it;”")
    assert f"{held.parts[0].text} {held.folded[:-1]}" == LONG.strip()


def test_long_words_without_a_clause_fold_at_a_word():
    held = words.folded(set_words("word " * 90 + "end"))

    assert held.parts[0].text.endswith("word") and held.folded.startswith("word")


def test_one_endless_word_folds_somewhere():
    held = words.folded(set_words("x" * 900))

    assert held.parts[0].text + held.folded == "x" * 900 + "”"


def test_a_split_quote_folds_whole_parts_before_it_cuts_one():
    held = words.folded(set_words("Short,", "y" * 30 + ". " + LONG))

    assert [part.text for part in held.parts][0] == "Short,"
    assert held.folded or held.folded_parts


@pytest.mark.parametrize("limit", [20, 40, 80])
def test_a_cut_text_is_never_too_long_and_ends_with_an_ellipsis(limit):
    text = words.cut(LONG, limit)

    assert len(text) <= limit and text.endswith("…") and not text.endswith(" …")


def test_what_fits_is_not_cut():
    assert words.cut("  a   b ", 10) == "a b"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he-IL", "rtl"),
                                                     ("fa", "rtl"), ("en", "ltr"),
                                                     ("zh", "ltr")])  # fmt: skip
def test_directions(language, direction):
    assert languages.direction(language) == direction


@pytest.mark.parametrize(("name", "is_kept"), [("Ada Moor", False), ("صوت الميناء", True),
                                               ("evil\u202e", True)])  # fmt: skip
def test_only_names_that_turn_text_around_are_kept_apart(name, is_kept):
    assert (languages.isolated(name) != name) is is_kept
