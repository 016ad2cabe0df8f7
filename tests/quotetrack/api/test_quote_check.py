"""The quote check: four vocabularies, never mixed."""

import json
from datetime import UTC, datetime

import orjson
import pytest

from quotes.published.models import Sketch, Tombstone

from . import rows

WORDS = "We are open to collaboration, but only inside our respective territories."


@pytest.fixture
def check(readers_connection, client):
    """POST a text and get the results."""

    def post(text, **more):
        answer = client.post(
            "/api/v1/quote-check/",
            json.dumps({"text": text, **more}),
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]

    return post


@pytest.fixture
def known(readers_connection):
    """A public quote of Claudia Sheinbaum's, as publishing would store it."""
    return spoken(WORDS)


def spoken(words, slug="claudia-sheinbaum", name="Claudia Sheinbaum", **columns):
    who = rows.PublishedSpeaker.objects.filter(slug=slug).first() or rows.speaker(slug, name)
    row = rows.quote(words, speaker=who.pk, **columns)
    person = {"id": who.pk, "slug": slug, "name": name, "url": f"/speakers/{slug}/"}
    person |= {"kind": "person", "wikidata_id": None}
    for form in ("list_json", "detail_json"):
        document = orjson.loads(getattr(row, form))
        document |= {"speaker": person, "attribution": row.attribution, "misattributed_to": None}
        document |= {"article": None, "responses": []}
        setattr(row, form, orjson.dumps(document).decode())
    row.save(update_fields=["list_json", "detail_json"])
    return row


@pytest.mark.parametrize(
    "text",
    [
        WORDS,
        "“we are open to collaboration — but only inside our respective territories”",
        "WE ARE OPEN TO COLLABORATION,   BUT ONLY INSIDE OUR RESPECTIVE TERRITORIES",
        "«We are open to collaboration; but only inside our\nrespective territories»",
    ],
)
def test_the_same_words_are_exact_whatever_their_marks(check, known, text):
    (result,) = check(text)

    assert (result["words"], result["speaker"]) == ("exact", "not_given")
    assert result["attribution"] == "attributed"
    assert result["state"] == "published"
    assert result["matches"][0]["quote"]["id"] == known.pk
    assert result["matches"][0]["similarity"] == 1.0
    assert all(part["op"] == "equal" for part in result["matches"][0]["diff"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We are open to collaboration", "shortened"),
        ("only inside our respective territories", "shortened"),
        ("We are open to collaboration … inside our respective territories", "shortened"),
        ("We are open to collaboration, but inside our respective territories.", "variant"),
        ("We are closed to collaboration, but only inside our own territories.", "variant"),
        ("We are fully open to collaboration, but only inside our respective territories.",
         "variant"),
        ("Nobody has ever seen the rain fall upwards in this town.", "none"),
        ("We are", "none"),
    ],
)  # fmt: skip
def test_changed_words_are_told_from_a_part_and_from_others(check, known, text, words):
    (result,) = check(text)

    assert result["words"] == words
    assert bool(result["matches"]) == (words != "none")


def test_the_difference_is_told_word_by_word(check, known):
    (result,) = check(WORDS.replace("respective", "own"))

    changed = [part for part in result["matches"][0]["diff"] if part["op"] != "equal"]
    assert changed == [{"op": "replace", "ours": "respective", "theirs": "own"}]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Claudia Sheinbaum", "same"), ("Sheinbaum", "same"), ("President Sheinbaum", "same"),
        ("President Claudia Sheinbaum", "same"), ("Claudia Sheinbuam", "same"),
        ("claudia-sheinbaum", "same"), ("Donald Sheinbaum", "other"), ("Donald Trump", "other"),
        ("", "not_given"),
    ],
)  # fmt: skip
def test_the_speaker_is_the_same_another_or_not_given(check, known, name, told):
    (result,) = check(WORDS, speaker=name)

    assert result["speaker"] == told


def test_a_known_misattribution_is_recognised_by_its_usual_name(check):
    row = spoken(
        "Kites fly highest against the wind, not with it.",
        "w-c",
        "Winston C",
        attribution="misattributed",
    )
    for form in ("list_json", "detail_json"):
        document = orjson.loads(getattr(row, form))
        document |= {"misattributed_to": document["speaker"], "speaker": None}
        setattr(row, form, orjson.dumps(document).decode())
    row.speaker = ""
    row.save()

    (result,) = check("Kites fly highest against the wind, not with it.", speaker="Winston C")

    assert (result["speaker"], result["attribution"]) == ("same", "misattributed")
    assert "wrongly attributed to Winston C" in result["summary"]


def test_an_article_is_checked_quote_by_quote_with_offsets(check, known):
    text = (
        "The president spoke at noon.\n\n"
        "“We are open to collaboration, but only inside our respective territories,” said Claudia"
        " Sheinbaum, the president.\n\n"
        "“It will snow in the desert on Thursday,” said Ada Holm, the mayor.\n\nHe said “no”.\n"
    )

    first, second = check(text)

    assert text[first["start"] : first["end"]].startswith("We are open")
    assert (first["words"], first["speaker"]) == ("exact", "same")
    assert first["speaker_text"] == "Claudia Sheinbaum"
    assert text[second["start"] : second["end"]].startswith("It will snow")
    assert (second["words"], second["matches"]) == ("none", [])
    assert second["summary"] == "These words are not in this database."


def test_a_wording_with_marks_inside_is_one_quote(check):
    words = "Mexico would “never accept” the presence of foreign soldiers within its borders"
    row = spoken(words)

    for text in (words, words.replace("“", "'").replace("”", "'"), words.replace("its", "the")):
        (result,) = check(text)
        assert result["matches"][0]["quote"]["id"] == row.pk
        assert (result["start"], result["end"]) == (0, len(text))


def test_a_withdrawn_quote_says_so_without_its_words(check, known):
    Tombstone.objects.create(
        kind="quote",
        public_id=known.pk,
        reason="error",
        withdrawn_at=datetime(2025, 6, 2, tzinfo=UTC),
    )
    key = known.pk
    known.delete()

    (result,) = check(WORDS)

    assert (result["state"], result["words"]) == ("withdrawn", "exact")
    assert result["matches"][0]["quote"] == {"id": key, "reason": "error"}
    assert result["matches"][0]["diff"] is None
    assert Sketch.objects.filter(quote=key).exists()


def test_a_retracted_quote_says_so(check, known):
    document = orjson.loads(known.detail_json) | {"responses": [{"kind": "retracts"}]}
    known.detail_json = orjson.dumps(document).decode()
    known.save()

    assert check(WORDS)[0]["state"] == "retracted"


def test_every_match_of_the_same_likeness_is_listed(check, known):
    other = spoken(WORDS, "grace-hopper", "Grace Hopper", seed=2)

    (result,) = check(WORDS, speaker="Grace Hopper")

    assert [match["quote"]["id"] for match in result["matches"]] == [other.pk, known.pk]
    assert result["speaker"] == "same"


def test_a_check_costs_few_questions(check, known, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        check("Nobody has ever seen the rain fall upwards in this town.")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400), ({"text": ""}, 400), ({"text": "a" * 20_001}, 400), ({"text": "a\x00"}, 400),
        ({"text": "x", "language": "../"}, 400), ({"text": "x", "quotes": 1}, 400),
        ({"text": "“" * 20_000}, 200), ({"text": "“a b c” " * 2_000}, 200),
        ({"text": "\u0301" * 10_000}, 200), ({"text": "洪水没有记忆"}, 200), ({"text": "😀"}, 200),
    ],
)  # fmt: skip
def test_no_text_is_a_5xx(readers_connection, client, body, status):
    answer = client.post("/api/v1/quote-check/", json.dumps(body), content_type="application/json")

    assert answer.status_code == status, answer.content
    assert client.get("/api/v1/quote-check/").status_code == 405
    assert client.post("/api/v1/quote-check/", {"text": "a"}).status_code == 415


@pytest.mark.parametrize(
    ("named", "speaker"),
    [
        ("the president of Mexico", "same"), ("Mexico’s president", "other"),
        ("the President", "other"), ("President of Mexico Claudia Sheinbaum", "same"),
        ("the president of Chile", "other"), ("the minister of Mexico", "other"),
    ],
)  # fmt: skip
def test_who_held_the_role_then_is_meant_by_it(check, named, speaker):
    row = spoken(WORDS)
    for form in ("list_json", "detail_json"):
        document = orjson.loads(getattr(row, form))
        document["speaker"]["role"] = "President of Mexico"
        setattr(row, form, orjson.dumps(document).decode())
    row.save(update_fields=["list_json", "detail_json"])

    (result,) = check(WORDS, speaker=named)

    assert (result["words"], result["speaker"]) == ("exact", speaker)


def test_a_check_costs_at_most_four_queries_a_quote(check, known, django_assert_max_num_queries):
    text = f"“{WORDS},” she said. “Nobody ever said these words of mine,” he said."
    with django_assert_max_num_queries(1 + 2 * 4):
        check(text)
    with django_assert_max_num_queries(1 + 4):
        check("Nobody ever said these very words of mine")


@pytest.mark.parametrize("text", ["a è7nú b", "one or two", "only a longer word is it"])
def test_a_text_of_short_words_is_looked_for_too(check, text):
    assert check(text)[0]["words"] == "none"
