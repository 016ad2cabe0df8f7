"""A quote's page: words, standing, facts, and every part of the record."""

import pytest

from quotetrack.readers.dates import written

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")


def page(client, row, **params):
    answer = client.get(f"/quotes/{row.pk}/", params)
    return answer, answer.content.decode()


def test_words_speaker_and_both_chips_stand_on_the_page(client):
    claim = rows.claim()
    row = rows.quote(claims=[rows.claim_link(relation="denies")])

    answer, body = page(client, row)

    assert answer.status_code == 200
    assert "“We will repair the bridges.”" in body
    assert '<a href="https://quotes.example/speakers/ada-moor/"><bdi>Ada Moor</bdi></a>' in body
    assert '<b class="to">attributed</b>' in body
    assert "<b>denies</b>" in body and "Confirmed</span>" in body
    assert f"#claim-{claim.pk}" in body


@pytest.mark.parametrize("relation", ["asks", "implies"])
def test_asking_and_implying_give_no_verdict_chip(client, relation):
    rows.claim()
    row = rows.quote(claims=[rows.claim_link(relation=relation)])

    _answer, body = page(client, row)

    assert "True?" not in body
    assert "carry no verdict" in body


def test_without_an_assessed_claim_there_is_no_verdict_chip(client):
    link = rows.claim_link(rating=None, label=None, scale=None, standing=None, as_of=None)

    _answer, body = page(client, rows.quote(claims=[link]))

    assert "True?" not in body


def test_a_split_quote_shows_its_seam_and_no_ellipsis(client):
    display = [{"seam": None, "text": "Two of our bridges,"}, {"seam": "Moor said", "text": "go."}]

    _answer, body = page(client, rows.quote("Two of our bridges, go.", display=display))

    assert '<span class="seam">Moor said</span>' in body
    assert "“Two of our bridges,”" in body and "“go.”" in body
    assert "bridges, …" not in body


def test_mixed_words_keep_their_inner_marks_and_get_no_outer_ones(client):
    text = "she would “never accept” it"
    row = rows.quote(text, form="mixed", display=[{"seam": None, "text": text}])

    _answer, body = page(client, row)

    assert f'<span class="part">{text}</span>' in body


def test_words_from_right_to_left_have_their_direction_and_their_marks(client):
    text = "سنفتح المكتبة كل مساء"
    row = rows.quote(text, language="ar", wordings=[rows.wording(text, "ar")])

    _answer, body = page(client, row)

    assert '<blockquote lang="ar" dir="rtl"' in body
    assert f"«{text}»" in body
    assert "toward-end" in body


@pytest.mark.parametrize(
    ("parts", "notice"),
    [
        ({"attribution": "fabricated", "speaker": None}, "<b>Fabricated:</b>"),
        (
            {
                "attribution": "misattributed",
                "speaker": None,
                "misattributed_to": rows.speaker_ref("Oskar Muster"),
            },
            "<b>Misattributed:</b> Oskar Muster is wrongly named",
        ),
        ({"responses": [rows.response("retracts")]}, "<b>Retracted by Ada Moor on 1 June 2025."),
        ({"corrections": [rows.correction_ref()]}, "<b>Corrected 12 May 2025:</b>"),
    ],
)
def test_a_notice_stands_before_the_words(client, parts, notice):
    _answer, body = page(client, rows.quote(**parts))

    assert notice in body
    assert body.index(notice) < body.index("<blockquote")


def test_an_earlier_version_can_be_read_as_it_was(client):
    row = rows.quote()
    rows.version(row, rows.quote_document(display=[{"seam": None, "text": "As it was."}]), number=7)

    answer, body = page(client, row, version=7)

    assert answer.status_code == 200
    assert "As published on 5 May 2025." in body and "“As it was.”" in body
    assert '<meta name="robots" content="noindex">' in body


@pytest.mark.parametrize("asked", ["99", "0"])
def test_a_version_that_never_was_is_not_found(client, asked):
    answer, _body = page(client, rows.quote(), version=asked)

    assert answer.status_code == 404


def test_wordings_are_aligned_word_by_word(client):
    other = rows.wording("We shall repair the bridges.", preferred=False, is_original=False)
    first = rows.wording("We will repair the bridges.")

    _answer, body = page(client, rows.quote(wordings=[first, other]))

    assert "<ruby><b>will</b><rt>shall</rt></ruby>" in body
    assert "they differ in 1 place" in body


def test_lang_picks_the_wording_in_that_language(client):
    spanish = rows.wording("Repararemos los puentes.", "es", preferred=False, is_original=True)
    first = rows.wording("We will repair the bridges.", is_original=False, translator="outlet")

    _answer, body = page(client, rows.quote(wordings=[first, spanish]), lang="es")

    assert '<p class="words big"><span class="part">«Repararemos los puentes.»' in body


def test_the_chain_marks_the_independent_source(client):
    chain = [
        {"position": 1, "kind": "told_to", "outlet": None, "party": "reporters", "article": None},
        {"position": 2, "kind": "reported_by", "outlet": rows.outlet_ref("Wire", "wire"),
         "party": "", "article": None},
    ]  # fmt: skip
    text = "We will repair the bridges."

    _answer, body = page(client, rows.quote(occurrences=[rows.occurrence(text, chain=chain)]))

    assert body.count('<li class="root">') == 1
    root = body[body.index('<li class="root">') :]
    assert "Wire" in root[:300] and "independent source" in root[:600]


def test_readers_see_at_most_64_characters_around_the_words(client):
    text = "We will repair the bridges."
    around = {"type": "TextQuoteSelector", "exact": text, "prefix": "before " * 40,
              "suffix": "after " * 40}  # fmt: skip
    position = {"type": "TextPositionSelector", "start": 900, "end": 927}
    held = rows.occurrence(text, segments=[{"role": "content", "selector": [position, around]}])

    _answer, body = page(client, rows.quote(occurrences=[held]))
    context = body[body.index('<p class="context"') :].split("</p>")[0]

    assert f"<mark>{text}</mark>" in context
    assert context.count("before") <= 10 and context.count("after") <= 11


def test_the_source_is_one_step_away(client):
    row = rows.quote()

    answer = client.get(f"/quotes/{row.pk}/source")

    assert answer.status_code == 303
    assert answer["Location"] == "https://courier.example/flood#:~:text=words"


def test_a_javascript_address_is_never_a_link(client):
    article = rows.article_ref(source_url="javascript:alert(1)")
    text = "We will repair the bridges."
    held = rows.occurrence(text, article, source_link="javascript:alert(1)")
    row = rows.quote(article=article, occurrences=[held])

    _answer, body = page(client, row)

    assert 'href="javascript:' not in body
    assert client.get(f"/quotes/{row.pk}/source")["Location"].startswith("https://quotes.example/")


def test_four_queries_are_enough_for_everything(client, django_assert_max_num_queries):
    rows.claim()
    own = rows.quote("I never said so.", "own")
    answered = rows.response(quote={"id": own.pk, "url": f"/quotes/{own.pk}/"})
    row = rows.quote(claims=[rows.claim_link()], responses=[answered])

    with django_assert_max_num_queries(4):
        _answer, body = page(client, row)

    assert "I never said so." in body


@pytest.mark.parametrize(
    ("edtf", "text"),
    [("2025-05-04", "4 May 2025"), ("2025-05", "May 2025"), ("2025", "2025"),
     ("202X", "the 2020s")],
)  # fmt: skip
def test_dates_are_written_out_as_far_as_they_are_known(edtf, text):
    assert str(written(edtf)) == text


def test_the_difference_between_two_versions_is_told(client):
    row = rows.quote(corrections=[rows.correction_ref(after_version=2)])
    new = rows.quote_document(said="2025-05-02") | {"text": "We shall repair the bridges."}
    rows.version(row, new, number=2, correction=17)

    body = client.get(f"/quotes/{row.pk}/difference/1/2/").content.decode()

    assert "<ruby><b>will</b><rt>shall</rt></ruby>" in body
    assert "3 May 2025" in body and "2 May 2025" in body
    assert "Correction 17" in body and '<meta name="robots" content="noindex">' in body


@pytest.mark.parametrize("pair", ["1/9", "2/1", "1/1", "0/1", "1/99999999999"])
def test_versions_that_never_were_have_no_difference(client, pair):
    row = rows.quote()
    rows.version(row, rows.quote_document(), number=2)

    assert client.get(f"/quotes/{row.pk}/difference/{pair}/").status_code == 404
