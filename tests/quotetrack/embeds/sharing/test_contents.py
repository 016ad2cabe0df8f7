"""What stands on a share image: text only, breakable, and nothing that cannot be drawn."""

import pytest

from quotetrack.embeds.sharing import contents, glyphs
from quotetrack.readers import quotes, standing

from ... import published_rows as rows

HOSTILE = 'It\'s </blockquote><script>alert(1)</script> #panic("x") $x$ &amp; \u202etfel\u202c'


def image_of(text="We will repair the bridges.", language="en", **parts):
    wording = [rows.wording(text, language)]
    document = rows.quote_document(
        text, language=language, wordings=wording, display=[{"seam": None, "text": text}], **parts
    )
    return contents.of_quote(quotes.told(document))


def words_of(image):
    return "".join(image["words"]["pieces"])


def test_an_image_says_who_what_where_and_how_it_stands():
    image = image_of(claims=[rows.claim_link(relation="denies", label="False", standing="false")])

    assert words_of(image) == "We will repair the bridges."
    assert image["who"]["text"] == "Ada Moor" and image["role"]["text"] == "harbour commissioner"
    assert image["from"] == "The Courier, 4 May 2025"
    said, true = image["rows"]
    assert said["strong"] == "attributed"
    assert (true["strong"], true["rating"]["label"], true["rating"]["day"]) == (
        "denies", "False", "as of 10 May 2025",
    )  # fmt: skip
    assert image["day"].startswith("as of ")


def test_what_turns_text_around_is_stripped_and_markup_stays_text():
    said = words_of(image_of(HOSTILE))

    assert said.replace("\u200b", "") == HOSTILE.replace("\u202e", "").replace("\u202c", "")


def test_a_long_token_may_break_every_thirty_letters():
    parts = words_of(image_of("x" * 600)).split("\u200b")

    assert "".join(parts) == "x" * 600 and max(map(len, parts)) == 30


def test_a_mark_is_never_parted_from_its_letter():
    parts = words_of(image_of("e\u0301x" * 40)).split("\u200b")

    assert all(not part.startswith("\u0301") for part in parts)


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [("en", "one two  three", 3), ("zh", "我们开放。", 5), ("zh", "在 iPhone 上", 3)],
)
def test_words_may_be_cut_between_pieces(language, text, count):
    pieces = contents.pieces(text, language)

    assert "".join(pieces) == text and len(pieces) == count


def test_words_without_a_font_give_way_to_an_invitation(monkeypatch):
    latin = glyphs.Coverage([(0x20, 0x2FF), (0x2010, 0x2027)])
    monkeypatch.setattr(glyphs, "coverage", lambda: latin)

    image = image_of("سنفتح المكتبة", "ar", speaker=rows.speaker_ref("سلمى", "Mayor"))

    assert image["words"]["pieces"] == [] and image["invitation"] == "Read the quote"
    assert image["who"] is None and image["from"] == "The Courier, 4 May 2025"


def test_pictures_without_a_font_are_marked_as_left_out(monkeypatch):
    latin = glyphs.Coverage([(0x20, 0x2FF), (0x2010, 0x2027)])
    monkeypatch.setattr(glyphs, "coverage", lambda: latin)

    assert words_of(image_of("We won 👩🏽‍🚀🇩🇪 today")) == "We won […] today"


def test_a_withdrawn_attribution_is_said_above_the_words():
    image = image_of(
        attribution="misattributed", speaker=None, misattributed_to=rows.speaker_ref("Oskar Muster")
    )

    assert image["notice"]["head"] == "Misattributed:" and image["notice"]["colour"] == "false"


def test_a_claim_says_how_it_stands():
    claim = rows.claim_link()

    image = contents.of_claim(claim, standing.rating_of(claim))

    assert words_of(image) == claim["text"] and image["rows"][0]["rating"]["label"] == "Confirmed"


def test_a_speaker_says_who_it_is():
    image = contents.of_speaker({"name": "Ada Moor", "role": "", "description": "Commissioner"})

    assert words_of(image) == "Ada Moor" and image["who"]["text"] == "Commissioner"
