"""Words in quotes: stems, accents, phrases, OR, -not, scripts without spaces, marks."""

from datetime import date, timedelta

import pytest

from quotes.published import ranking

from . import rows


def found(api, query, **more):
    answer = api("quotes/", data={"q": query, **more})
    assert answer.status_code == 200, answer.content
    return {row["id"] for row in answer.json()["results"]}


@pytest.fixture
def river():
    return rows.quote("The river is rising, and the dykes will not hold.")


@pytest.fixture
def spanish():
    return rows.quote("Las inundaciones llegaron de la montaña.", language="es")


@pytest.fixture
def chinese():
    return rows.quote("洪水没有记忆。", language="zh")


def test_words_are_found_in_any_form(api, river, spanish):
    assert found(api, "dyke rises") == {river.pk}
    assert found(api, "inundación") == {spanish.pk}
    assert found(api, "MONTANA") == {spanish.pk}


def test_accents_hide_no_form_of_a_word(api):
    one = rows.quote("Una inundación grave.", language="es")
    many = rows.quote("Las inundaciones de mayo fueron graves.", language="es")
    french = rows.quote("L’élévation était prévue.", language="fr")

    for words in ("inundaciones", "inundación", "inundacion", "INUNDACIÓN"):
        assert found(api, words) == {one.pk, many.pk}, words
    assert found(api, '"inundaciones graves"') == {one.pk}
    assert found(api, "inundaciones -grave") == set()
    for words in ("élévations", "elevation", "prevues"):
        assert found(api, words) == {french.pk}, words
    marks = {row["id"]: row["highlight"] for row in api("quotes/?q=inundaciones").json()["results"]}
    assert marks[one.pk] == "Una <mark>inundación</mark> grave."
    assert marks[many.pk] == "Las <mark>inundaciones</mark> de mayo fueron graves."


@pytest.mark.parametrize(
    "words", ["“Rivers” rise — dykes—don’t hold", "«Rivers» rise… dykes don't (hold)", "„Rivers“"]
)
def test_marks_hide_no_word_beside_them(api, words):
    row = rows.quote(words)

    assert found(api, "river") == {row.pk}
    (answer,) = api("quotes/", data={"q": "river “rise”" if "rise" in words else "rivers"}).json()[
        "results"
    ]
    assert "<mark>Rivers</mark>" in answer["highlight"]
    if "dykes" in words:
        assert found(api, "dyke") == found(api, "don’t hold") == {row.pk}


def test_stop_words_do_not_hide_anything(api, river):
    assert found(api, "the river and the dykes") == {river.pk}


def test_phrases_or_and_not(api, river, spanish):
    assert found(api, '"river is rising"') == {river.pk}
    assert found(api, '"rising river"') == set()
    assert found(api, "river OR montaña") == {river.pk, spanish.pk}
    assert found(api, "river -dykes") == set()
    assert found(api, "river -mountain") == {river.pk}
    assert found(api, "river OR montaña -inundaciones") == {river.pk}


def test_scripts_without_spaces_are_found_by_any_part(api, chinese):
    assert found(api, "洪水") == {chinese.pk}
    assert found(api, "记忆") == {chinese.pk}
    assert found(api, "水洪") == set()


def test_any_wording_is_searched_and_marked(api):
    row = rows.quote(
        "The river has no memory.",
        wordings=[("en", "The river has no memory."), ("es", "El río no tiene memoria.")],
    )
    rows.article("El río", language="es")

    answer = api("quotes/?q=río").json()["results"][0]

    assert answer["id"] == row.pk
    assert answer["highlight"] == "El <mark>río</mark> no tiene memoria."


def test_what_is_found_is_marked_and_everything_else_escaped(api, chinese):
    rows.quote('He said <b>"rivers"</b> & left.')

    (answer,) = api("quotes/?q=river").json()["results"]
    (other,) = api("quotes/?q=洪水").json()["results"]

    assert answer["highlight"] == (
        "He said &lt;b&gt;&quot;<mark>rivers</mark>&quot;&lt;/b&gt; &amp; left."
    )
    assert other["highlight"] == "<mark>洪</mark><mark>水</mark>没有记忆。"


def test_marks_are_those_that_postgres_would_make(api):
    texts = {
        "en": ["Dying is easy; <i>comedy</i> dies hard & “early” skies (sky-high) lie: he lied.",
               "Skis, 3.5 km off-piste: don’t e-mail skier@example.com about skiing at www.ski.no"],
        "es": ["La inundación —dijo— INUNDÓ «todo» el año; inundaciones, ¿no?"],
        "de": ["Die Straße überflutet: „Aerosole“ über Straßen, Äpfel und ein Apfel."],
        "nl": ["Wij hebben gewerkt en werken nog."],
        "hi": ["नदी में बाढ़ आई और नदियों का पानी बढ़ा।"],
        "ja": ["洪水の記憶。川は川。"],
    }  # fmt: skip
    for tag, every in texts.items():
        for text in every:
            rows.quote(text, language=tag)

    for words in ("dying OR lie", "sky skies", "early -late", "ski 3.5", "e-mail", "inundaciones",
                  "“straße” apfel", "aerosol", "werken", "नदी", "川", "ano"):  # fmt: skip
        here = api("quotes/", data={"q": words}).json()["results"]
        there = api("quotes/", data={"q": words, "count": "exact"}).json()["results"]
        assert here, words
        assert all("<mark>" in row["highlight"] for row in here), words
        assert [row["highlight"] for row in here] == [row["highlight"] for row in there], words


def test_the_best_match_comes_first(api):
    once = rows.quote("A river, and many other things that have nothing to do with it.")
    often = rows.quote("River, river, river.")

    answer = api("quotes/?q=river").json()["results"]

    assert [row["id"] for row in answer] == [often.pk, once.pk]


def test_a_ranked_walk_neither_skips_nor_repeats(api):
    made = {rows.quote("river " * (1 + number % 4) + f"number {number}").pk for number in range(17)}
    found, path = [], "quotes/?q=river&page_size=4"
    while path:
        page = api(path).json()
        found += [row["id"] for row in page["results"]]
        path = page["next"] and page["next"].split("/api/v1/")[1]

    assert len(found) == 17
    assert set(found) == made


def test_beyond_the_newest_the_others_follow_newest_first(api, monkeypatch):
    monkeypatch.setattr(ranking, "NEWEST", 7)
    made = [
        rows.quote("river " * (1 + number % 3) + f"number {number}",
                   said=date(2025, 1, 1) + timedelta(days=number))
        for number in range(20)
    ]  # fmt: skip
    path, seen, pages = "quotes/?q=river&page_size=4", [], []
    while path:
        page = api(path).json()
        pages.append(page)
        seen += [row["id"] for row in page["results"]]
        if len(pages) == 2:
            rows.quote("river, published meanwhile", said=date(2026, 1, 1))
        path = page["next"] and page["next"].split("/api/v1/")[1]

    staying = [key for key in seen if key in {row.pk for row in made}]
    assert len(staying) == 20 == len(set(staying))
    assert set(staying[:7]) == {row.pk for row in made[-7:]}
    assert staying[7:] == [row.pk for row in made[12::-1]]
    back = api(pages[-1]["previous"].split("/api/v1/")[1]).json()
    assert [row["id"] for row in back["results"]] == [row["id"] for row in pages[-2]["results"]]
    first = api(back["previous"].split("/api/v1/")[1]).json()
    assert [row["id"] for row in first["results"]] == [row["id"] for row in pages[-3]["results"]]


def test_a_search_is_two_queries_and_three_with_a_count(api, river, django_assert_num_queries):
    with django_assert_num_queries(2):
        api("quotes/?q=river")
    with django_assert_num_queries(3):
        api("quotes/?q=river&count=exact")


@pytest.mark.parametrize("query", ["-river", "river OR -dykes", '""', "...", "a b c d e f g h i"])
def test_a_search_that_cannot_be_answered_says_why(api, query):
    answer = api("quotes/", data={"q": query})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "q"


def test_the_words_can_be_had_in_another_language(api):
    row = rows.quote(
        "The river has no memory.",
        wordings=[("en", "The river has no memory."), ("es", "El río no tiene memoria.")],
    )

    assert api("quotes/?lang=es").json()["results"][0]["text"] == "El río no tiene memoria."
    spanish = api(f"quotes/{row.pk}/?lang=es").json()
    assert (spanish["language"], spanish["translation"]["translator"]) == ("es", "outlet")
    assert api(f"quotes/{row.pk}/?lang=fr").json()["text"] == "The river has no memory."


def test_speakers_are_found_by_alias_and_misspelt(api):
    row = rows.speaker(names="ada lovelace\naugusta ada king\ncountess of lovelace")
    rows.speaker("grace-hopper", "Grace Hopper")

    for query in ("Lovelace", "Ada Lovelase", "augusta ada", "COUNTESS"):
        assert [r["id"] for r in api("speakers/", data={"q": query}).json()["results"]] == [row.pk]


def test_claims_are_found_by_their_words(api):
    row = rows.claim()

    assert [r["id"] for r in api("claims/?q=rivers").json()["results"]] == [row.pk]
    assert api("claims/?q=mountain").json()["results"] == []
