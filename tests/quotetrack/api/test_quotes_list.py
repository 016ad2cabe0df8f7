"""The list of quotes: filters, orders, pages."""

from datetime import date

import pytest

from . import rows


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def walk(api, path):
    """Ids of all pages, by following `next`, and the number of pages."""
    found, pages = [], 0
    while path:
        answer = api(path).json()
        found += [row["id"] for row in answer["results"]]
        path = answer["next"] and answer["next"].split("/api/v1/")[1]
        pages += 1
    return found, pages


def test_the_newest_words_come_first_and_undated_ones_last(api):
    undated = rows.quote("Undated.")
    old = rows.quote("Old.", said=date(2020, 1, 1))
    new = rows.quote("New.", said=date(2025, 5, 3))

    assert ids(api("quotes/")) == [new.pk, old.pk, undated.pk]
    assert ids(api("quotes/?ordering=said_on")) == [undated.pk, old.pk, new.pk]


def test_addresses_are_absolute(api, settings):
    row = rows.quote()

    answer = api("quotes/").json()["results"][0]

    assert answer["url"] == f"{settings.SITE_URL}/quotes/{row.pk}/"


@pytest.mark.parametrize(
    "ordering", ["-said_on", "said_on", "-published_at", "published_at", "-updated_at"]
)
def test_a_walk_to_the_end_neither_skips_nor_repeats(api, ordering):
    made = {row.pk for row in rows.many(23)} | {rows.quote("Undated.").pk}

    found, pages = walk(api, f"quotes/?page_size=5&ordering={ordering}")

    assert pages == 5
    assert len(found) == 24
    assert set(found) == made


def test_previous_leads_back(api):
    rows.many(9)
    first = api("quotes/?page_size=4").json()
    second = api(first["next"].split("/api/v1/")[1]).json()

    back = api(second["previous"].split("/api/v1/")[1]).json()

    assert first["previous"] is None
    assert back["results"] == first["results"]
    assert back["previous"] is None
    assert back["next"] == first["next"]


def test_links_stand_in_a_header_too(api):
    rows.many(3)

    answer = api("quotes/?page_size=2")

    assert answer["Link"] == f'<{answer.json()["next"]}>; rel="next"'


def test_the_list_is_one_query_and_names_cost_one_more(api, django_assert_num_queries):
    who = rows.speaker()
    rows.many(3, speaker=who.pk)

    with django_assert_num_queries(1):
        assert len(ids(api("quotes/"))) == 3
    with django_assert_num_queries(2):
        assert len(ids(api("quotes/?speaker=ada-lovelace"))) == 3
    with django_assert_num_queries(3):
        assert api("quotes/?speaker=ada-lovelace&count=exact").json()["count"] == 3


def test_count_is_there_when_asked_for(api):
    rows.many(3)

    assert "count" not in api("quotes/").json()
    assert api("quotes/?count=exact&page_size=1").json()["count"] == 3
    assert isinstance(api("quotes/?count=estimate").json()["count"], int)


def test_repeated_values_are_or_and_different_filters_are_and(api):
    en = rows.quote("One.", form="direct")
    es = rows.quote("Dos.", language="es", form="indirect")
    fr = rows.quote("Trois.", language="fr", form="direct")

    assert set(ids(api("quotes/?language=en&language=es"))) == {en.pk, es.pk}
    assert ids(api("quotes/?language=en&language=es&form=indirect")) == [es.pk]
    assert set(ids(api("quotes/?form=direct"))) == {en.pk, fr.pk}


def test_said_filters_match_where_the_ranges_overlap(api):
    may = rows.quote(
        "Some day in May.",
        said_earliest=date(2025, 5, 1),
        said_latest=date(2025, 5, 31),
        sort_day=date(2025, 5, 31),
    )
    rows.quote("Undated.")

    assert ids(api("quotes/?said_after=2025-05-31")) == [may.pk]
    assert ids(api("quotes/?said_before=2025-05-01")) == [may.pk]
    assert ids(api("quotes/?said_after=2025-06")) == []
    assert ids(api("quotes/?said_after=2025&said_before=2025")) == [may.pk]


def test_names_are_ids_or_slugs(api):
    who, where, what = rows.speaker(), rows.outlet(), rows.topic()
    row = rows.quote(speaker=who.pk, attributed_to=[who.pk], outlets=[where.pk], topics=[what.pk])
    rows.quote("Other words.")

    for name in (
        f"speaker={who.pk}",
        "speaker=ada-lovelace",
        "attributed_to=ada-lovelace",
        "outlet=courier",
        "topic=floods",
    ):
        assert ids(api(f"quotes/?{name}")) == [row.pk]


def test_a_speaker_who_is_not_public_is_said_to_be_none(api):
    answer = api("quotes/?speaker=nobody")

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"parameter": "speaker", "detail": "“nobody” is not the id or slug of a public speaker."}
    ]


def test_claims_filter_by_relation_rating_and_standing(api):
    rows.scale()
    about = rows.claim()
    yes, no = rows.quote("It rose."), rows.quote("It did not rise.")
    rows.link(yes, about, "asserts")
    rows.link(no, about, "denies")

    assert set(ids(api("quotes/?claim=the-river-rose"))) == {yes.pk, no.pk}
    assert ids(api("quotes/?claim_standing=true")) == [yes.pk]
    assert ids(api("quotes/?claim_rating=confirmed")) == [yes.pk]
    assert ids(api("quotes/?claim_rating=quotetrack-status:confirmed")) == [yes.pk]
    assert ids(api("quotes/?claim_standing=true&claim_relation=denies")) == [no.pk]
    wrong = api("quotes/?claim_rating=pants-on-fire").json()
    assert "confirmed" in wrong["detail"]


def test_fields_and_omit_choose_members(api):
    rows.quote()

    assert set(api("quotes/?fields=id,text").json()["results"][0]) == {"id", "text"}
    assert "text" not in api("quotes/?omit=text").json()["results"][0]
    assert api("quotes/?fields=secret").status_code == 400
