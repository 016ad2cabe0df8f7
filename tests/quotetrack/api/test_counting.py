"""Counts: facets, a speaker's bounds, positions; and the search box."""

from datetime import date

import pytest

from quotes.published import facets, kept
from sources.records import CROCKFORD

from . import rows


@pytest.fixture
def three(readers_connection):
    """Three quotes of two speakers."""
    ada, cleo, topic = rows.speaker(), rows.speaker("cleo", "Cleo Park"), rows.topic()
    return [
        rows.quote("One river.", speaker=ada.pk, topics=[topic.pk], said=date(2024, 3, 1)),
        rows.quote(
            "Two rivers.", speaker=ada.pk, attribution="verified", said=date(2025, 3, 1),
            topics=[topic.pk],
        ),
        rows.quote("Tres ríos.", speaker=cleo.pk, language="es", attribution="disputed"),
    ]  # fmt: skip


def values(answer, facet):
    return {row["value"]: row["count"] for row in answer.json()[facet]}


def test_facets_count_what_the_filters_select(api, three, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = api("quotes/facets/")

    assert values(answer, "language") == {"en": 2, "es": 1}
    assert values(answer, "year") == {"2024": 1, "2025": 1}
    assert answer.json()["speaker"][0]["label"] == "Ada Lovelace"
    assert answer.json()["speaker"][0]["slug"] == "ada-lovelace"
    assert (answer.json()["total"], answer.json()["exact"]) == (3, True)
    assert values(api("quotes/facets/?language=es"), "attribution") == {"disputed": 1}
    assert values(api("quotes/facets/?q=river"), "language") == {"en": 2}


def test_claim_standings_count_quotes_that_take_a_stand(api, three):
    about = rows.claim()
    rows.link(three[0], about, "asserts")
    rows.link(three[1], about, "denies")

    assert values(api("quotes/facets/"), "claim_standing") == {"true": 1}


def test_beyond_the_limit_a_sample_is_counted_and_said_to_be_one(api, three, monkeypatch):
    monkeypatch.setattr(facets, "COUNTED", 2)
    monkeypatch.setattr(facets, "SAMPLE", 3)

    answer = api("quotes/facets/").json()

    assert (answer["total"], answer["exact"]) == (3, False)
    assert sum(row["count"] for row in answer["language"]) == 3


def test_a_speakers_counts_are_bounds_by_year_and_topic(api, three):
    answer = api("speakers/ada-lovelace/stats/").json()

    assert answer["total"] == [1, 2, 2]
    assert answer["by_year"] == [
        {"year": 2024, "bounds": [0, 1, 1]}, {"year": 2025, "bounds": [1, 1, 1]},
    ]  # fmt: skip
    assert answer["by_topic"][0]["slug"] == "floods"
    assert answer["by_topic"][0]["bounds"] == [1, 2, 2]
    assert api("speakers/cleo/stats/").json()["by_year"] == [{"year": None, "bounds": [0, 0, 1]}]
    assert api("speakers/nobody/stats/").status_code == 404


def test_positions_are_listed_with_their_quotes(api):
    house = rows.speaker("the-house", "The House", kind="organisation")
    for number in range(3):
        rows.quote(
            f"Words {number}.", position=f"{number}23456789abc", position_kind="minister",
            organisation=house.pk, country="XC",
        )  # fmt: skip

    first = api("positions/?page_size=2").json()
    second = api(first["next"].split("/api/v1/")[1]).json()

    assert [row["id"][0] for row in first["results"] + second["results"]] == ["0", "1", "2"]
    assert second["next"] is None
    assert first["results"][0]["organisation"]["slug"] == "the-house"
    assert first["results"][0]["quotes"] == 1


def test_a_search_box_gets_the_best_of_each_kind(api, three, django_assert_num_queries):
    rows.claim()

    with django_assert_num_queries(3):
        answer = api("search/?q=river").json()

    assert len(answer["quotes"]) == 2
    assert "<mark>" in answer["quotes"][0]["highlight"]
    assert [row["slug"] for row in answer["claims"]] == ["the-river-rose"]
    assert [row["slug"] for row in api("search/?q=lovelase").json()["speakers"]] == ["ada-lovelace"]


@pytest.mark.parametrize("query", ["...", "-river", '"', "a b c d e f g h i j k l", "😀"])
def test_a_search_box_takes_anything(api, query):
    assert api("search/", data={"q": query}).status_code == 200


def test_a_search_box_needs_something(api):
    assert api("search/").json()["errors"] == [{"parameter": "q", "detail": "Give q."}]


def test_numbers_of_a_large_record_are_kept_until_it_changes(monkeypatch):
    turns, counted = iter([7, 7, 7, 8, 8]), iter([100, 200, 300])
    monkeypatch.setattr(kept, "ask", lambda sql, hot: [(next(turns),)])
    monkeypatch.setattr(kept, "numbers", {})

    def number(now):
        return kept.kept("rows", lambda: next(counted), lambda value: value > 50, now=now)

    assert number(now=0) == 100
    assert number(now=kept.FRESH - 1) == 100
    assert number(now=40) == 200  # whether it changed was not known yet
    assert number(now=400) == 200  # nothing has changed
    assert number(now=800) == 300


def test_facets_of_everything_are_those_of_a_large_record_too(api, three, monkeypatch):
    monkeypatch.setattr(kept, "LARGE", 1)
    monkeypatch.setattr(kept, "numbers", {})
    first = api("quotes/facets/").json()
    number = api("quotes/?count=exact").json()["count"]

    assert api("quotes/facets/").json() == first
    assert first["total"] == number == api("quotes/?count=exact").json()["count"] > 1
    assert len(kept.numbers) == 2
    assert api("quotes/facets/?language=de").json()["total"] == 0


def test_a_sample_is_the_rows_with_the_lowest_ids():
    assert facets.id_at(0) == "000000"
    assert facets.id_at(0.5) == "g00000"
    assert facets.id_at(1) == "zzzzzz"


def test_a_sample_stands_for_the_whole(api, readers_connection, monkeypatch):
    row = rows.quote(language="en")
    for number in range(1, 256):
        row.pk = f"{CROCKFORD[number // 8]}{number % 8}xxxxxxxxxx"
        row.language = "es" if number % 4 else "en"
        row.save(force_insert=True)
    monkeypatch.setattr(facets, "COUNTED", 100)
    monkeypatch.setattr(facets, "SAMPLE", 64)

    answer = api("quotes/facets/")

    assert (answer.json()["total"], answer.json()["exact"]) == (256, False)
    counts = values(answer, "language")
    assert 186 <= counts["es"] <= 198
    assert counts["es"] + counts["en"] == 256
