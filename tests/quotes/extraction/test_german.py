"""German: reported speech by mood, by source and by split verbs; nouns with capitals; points."""

import pytest

from quotes.extraction import extract


def reported(text):
    """The words of each quote without marks, its parts joined by a bar."""
    return [
        " | ".join(text[start:end] for start, end in quote.spans)
        for quote in extract(text, "de")
        if quote.form == "indirect"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Ministerin Lore Anders hob dabei auch hervor, dass der Hafen bald öffne.",
            "der Hafen bald öffne",
        ),
        (
            "Nach Angaben der Polizei drangen vier Männer in die Halle ein.",
            "drangen vier Männer in die Halle ein",
        ),
        (
            "Nach Ansicht von Bürgermeister Karl Blank ist damit nichts entschieden.",
            "ist damit nichts entschieden",
        ),
        (
            "Der Sprecher sagte vor der Presse, die Stadt sehe keine Gefahr.",
            "die Stadt sehe keine Gefahr",
        ),
        (
            "Die Brücke werde während der Ferien gesperrt, so Amtsleiterin Eva Kurz.",
            "Die Brücke werde während der Ferien gesperrt",
        ),
    ],
)
def test_the_reported_words_are_found_without_what_announces_them(text, words):
    assert reported(text) == [words]


def test_a_source_inside_the_sentence_leaves_two_parts():
    text = "Der Verein hatte laut seiner Sprecherin im Mai tausend neue Mitglieder."

    assert reported(text) == ["Der Verein hatte | im Mai tausend neue Mitglieder"]


def test_so_dass_tells_a_result_and_reports_nothing():
    text = "Die Bahn blieb auf der Strecke stehen, so dass die Gäste zu Fuß gehen mussten."

    assert reported(text) == []


def test_a_point_after_a_number_does_not_end_the_sentence():
    text = "Der Minister erklärte am 24. August in Bern, die 3. Liga sei gerettet."

    assert reported(text) == ["die 3. Liga sei gerettet"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("„Nein“, sagte die Vorsitzende des Landesverbands, Eva Kurz.", "Eva Kurz"),
        ("„Wir gehen“, sagte der Sprecher der Universität Velm, Karl Blank.", "Karl Blank"),
        ("„Es ist alt“, teilte das Institut für Moorkunde mit.", "Institut für Moorkunde"),
        ("„Er ist da“, schrieb die Gemeinde Velm.", "Gemeinde Velm"),
        ("„Er ist da“, sagte Fraktionschefin Lore Anders.", "Lore Anders"),
    ],
)
def test_the_full_name_is_found(text, name):
    (quote,) = [quote for quote in extract(text, "de") if quote.form == "direct"]

    assert quote.speaker_name == name
