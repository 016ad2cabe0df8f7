"""What an editor is offered: who said it, in which form, how it came to the page."""

import json
import os

import pytest

from quotes.extraction import ParserMissing, extract
from quotes.extraction.languages import detect, detect_surely, load
from quotes.extraction.parsing import is_installed
from quotes.extraction.ranker import WEIGHTS
from quotes.extraction.spans import marked_regions


def words(text, quote):
    return [text[start:end] for start, end in quote.verbatim_spans]


def marked(text, language="en"):
    return [quote for quote in extract(text, language) if quote.verbatim_spans]


INTRODUCTION = (
    "Ada Field, the head of the harbour agency, opened the meeting on Monday. "
    "The Harbour Users' Forum, a local association, had asked for it.\n\n"
)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("“We open in May,” Field said.", "Ada Field"),
        ("“We open in May,” said Field.", "Ada Field"),
        ("Field said: “We open in May.”", "Ada Field"),
        ("She told reporters that the bridge was “good for a century”.", "Ada Field"),
        (
            "The bridge is “good for a century”, said its head, Ada Field.",
            "Ada Field",
        ),
        ("“We were not asked,” the association said in a statement.", "Harbour Users' Forum"),
        ("Field, who has led the agency since 2019, said: “We open in May.”", "Ada Field"),
        ("“We open in May,” she added.", "Ada Field"),
    ],
)
def test_the_full_name_is_found(sentence, name):
    found = marked(INTRODUCTION + sentence)

    assert [quote.speaker_name.removeprefix("The ") for quote in found] == [name]


@pytest.mark.parametrize(
    ("sentence", "form"),
    [
        ("“We open in May,” Ada Field said.", "direct"),
        ("Ada Field said the bridge would be “good for a century”.", "mixed"),
        ("Ada Field called the offer “an insult with a ribbon on it”.", "partial"),
        ("The ferry “Morning Promise” left port on Tuesday.", "scare"),
    ],
)
def test_forms_are_told_apart(sentence, form):
    assert [quote.form for quote in marked(sentence)] == [form]


def test_a_mixed_quote_spans_its_clause_and_keeps_the_marked_words():
    text = "Ada Field said that the bridge would be “good for a century”."

    (quote,) = marked(text)

    assert text[quote.start : quote.end] == "the bridge would be “good for a century”"
    assert words(text, quote) == ["good for a century"]


def test_a_marked_term_scores_low_and_is_never_ready():
    (quote,) = marked("Her novel, “The Salt Road,” was translated into nine languages.")

    assert (quote.form, quote.ready) == ("scare", False)
    assert quote.score <= 0.1


def test_two_people_of_one_name_are_offered_and_not_guessed():
    text = "Anna Moor and Karl Moor sat side by side. Both were tired. “It is late,” Moor said."

    (quote,) = marked(text)

    assert quote.speaker_name is None
    assert {one.name for one in quote.speaker_candidates} >= {"Anna Moor", "Karl Moor"}
    assert not quote.ready


def test_paragraphs_that_open_again_are_one_quote():
    text = "“The first part,” she said.\n\n“The second part goes on.\n\n“And ends here.”"

    assert [len(quote.spans) for quote in marked(text)][-1] == 2


def test_marks_that_never_close_end_with_their_paragraph_and_say_so():
    text = "“We open in May, said Ada Field.\n\nNothing else was said."

    (quote,) = marked(text)

    assert quote.flags == ("unclosed",)
    assert quote.end <= text.index("\n")


def test_nested_marks_belong_to_the_quote_around_them():
    text = "“He said ‘never’ and he meant “never”,” said Ada Field."

    assert len(marked_regions(text)) == 1


def test_how_the_words_came_is_data():
    text = (
        "Ada Field reportedly told the Harbour Courier in an email that the bridge was “done”. "
        "“It is not,” Ben Moor said, as reported by Radio North."
    )

    first, second = marked(text)

    assert first.hedge == "reportedly"
    assert first.addressee.text == "the Harbour Courier"
    assert first.medium.text == "email"
    assert second.via.text == "Radio North"


def test_a_transcript_gives_each_line_to_its_label():
    text = (
        "MS. FIELD: The gate was open.\nMR. MOOR: It was shut.\n"
        "MS. FIELD: Then who shut it?\nMR. MOOR: I did."
    )

    found = [quote for quote in extract(text, "en") if "layout" in quote.flags]

    assert [quote.speaker_name for quote in found] == ["Field", "Moor", "Field", "Moor"]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("es", "La alcaldesa, Ana Prieto, habló. «No hay obra», dijo Prieto.", "Ana Prieto"),
        ("es", "Ana Prieto llegó.\n—No hay obra —dijo Prieto—. Ni hoy ni nunca.", "Ana Prieto"),
        ("fr", "La maire, Eve Prieur, a parlé. « Il n'y aura rien », a dit Prieur.", "Eve Prieur"),
        ("fr", "La maire, Eve Prieur, est là. « Il n'y aura rien », a-t-elle dit.", "Eve Prieur"),
        ("de", "Bürgermeisterin Eva Vogt kam. „Das bauen wir nicht“, sagte Vogt.", "Eva Vogt"),
    ],
)  # fmt: skip
def test_other_languages_have_their_own_marks_and_verbs(language, text, name):
    found = [quote for quote in extract(text, language) if quote.form == "direct"]

    assert [quote.speaker_name for quote in found] == [name]


def test_an_unknown_language_still_yields_its_marked_stretches():
    text = "„Tämä on hyvä päivä kaikille“, sanoi Aino Virtanen kokouksen jälkeen eilen."

    assert words(text, marked(text, "fi")[0]) == ["Tämä on hyvä päivä kaikille"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The agency said on Monday that it would open the bridge in May."),
        ("es", "La agencia dijo el lunes que abrirá el puente en mayo, según la nota."),
        ("fr", "L'agence a dit lundi que le pont serait ouvert en mai, selon la note."),
        ("de", "Die Behörde sagte am Montag, dass die Brücke im Mai geöffnet wird."),
        ("und", "Lorem ipsum dolor sit amet"),
    ],
)
def test_the_language_is_told_from_the_words(code, text):
    assert detect(text) == code


def test_a_region_of_a_language_is_that_language():
    assert load("es-MX").code == "es"


def test_a_found_quote_is_plain_json():
    for quote in extract(INTRODUCTION + "“We open in May,” Field told Radio North.", "en"):
        assert json.loads(json.dumps(quote.as_dict()))["start"] == quote.start


def test_an_editor_can_see_why_this_speaker():
    (quote,) = marked("“We open in May,” Ada Field said.")

    assert quote.reasons and all(isinstance(weight, float) for _, weight in quote.reasons)


def test_the_weights_are_small_enough_to_ship():
    assert WEIGHTS.stat().st_size <= 1_000_000


def test_an_unknown_mode_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="choose one of default, parser, auto"):
        extract("“Yes,” she said.", mode="magic")


@pytest.mark.skipif(is_installed(), reason="the parser extra is installed here")
def test_parser_mode_without_its_extra_says_what_to_install():
    with pytest.raises(ParserMissing, match=r"pip install '\.\[parser\]'"):
        extract("“Yes,” she said.", "en", mode="parser")


@pytest.mark.skipif(not is_installed(), reason="the parser extra is not installed here")
def test_parser_mode_finds_the_subject_of_the_outer_verb():
    text = "An aide to Ada Field wrote that the minister was “out of her depth”."

    found = [quote for quote in extract(text, "en", mode="parser") if quote.verbatim_spans]

    assert [quote.speaker_text.lower() for quote in found] == ["an aide"]


def test_auto_mode_works_with_and_without_the_parser():
    assert extract("“We open in May,” Ada Field said.", "en", mode="auto")


@pytest.mark.skipif("QUOTETRACK_DATA" not in os.environ, reason="QUOTETRACK_DATA is not set")
def test_german_news_yields_its_marked_stretches():
    folder = os.environ["QUOTETRACK_DATA"]
    path = os.path.join(folder, "quotes-dev", "wikinews-de.dev.jsonl")
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][:40]

    assert sum(len(marked(text, "de")) for text in texts) > 40


def test_a_language_is_told_surely_only_where_no_other_comes_near():
    sure = "The harbour was closed, and nobody had said so to those who work there, she told us."
    assert detect_surely(sure) == "en"
    assert detect_surely("The harbour was closed") == "und"
    assert (
        detect_surely("O porto foi fechado e ninguém o disse aos que lá trabalham, disse ela.")
        == "und"
    )
