"""A search for a common word reads the newest places that are kept of it, and finds the same."""

import random
from datetime import date, timedelta

import orjson
import pytest
from django.db import connection

from quotes.published import heads, ranking
from quotes.published.models import PublishedQuote

from . import rows

DAY = date(2025, 1, 1)


@pytest.fixture
def record(readers_connection, monkeypatch):
    """Three hundred quotes, two common words, and heads that hold forty places of each."""
    monkeypatch.setattr(heads, "KEPT", 40)
    monkeypatch.setattr(ranking, "NEWEST", 25)
    chance = random.Random(4)
    made = [made_quote(number, chance) for number in range(300)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE published_publishedquote")
    assert heads.rebuild(fewest=100) == 2
    yield made, chance
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE published_commonword, published_wordhead")


def made_quote(number, chance):
    """A quote of the river, of the flood, of both or of neither."""
    words = "river " * chance.choice((0, 1, 1, 2, 3)) + "flood " * chance.choice((0, 1, 2))
    return rows.quote(f"{words}number{number}", said=DAY + timedelta(days=chance.randrange(200)))


def kept():
    """Every place that is kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lexeme, sort_day, public_id, rank FROM published_wordhead ORDER BY 1, 2, 3"
        )
        return cursor.fetchall()


def true():
    """Every place that should be: all quotes with the word that are not older than its edge."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.lexeme, q.sort_day, q.public_id, ts_rank(q.search, c.lexeme::tsquery)"
            " FROM published_commonword AS c"
            " JOIN published_publishedquote AS q ON c.lexeme = ANY(tsvector_to_array(q.search))"
            " AND (q.sort_day, q.public_id) >= (c.edge_day, c.edge_id) ORDER BY 1, 2, 3"
        )
        return cursor.fetchall()


def walked(api, query):
    """Ids of a whole walk."""
    found, path = [], f"quotes/?page_size=9&q={query}"
    while path:
        page = api(path).json()
        found += [row["id"] for row in page["results"]]
        path = page["next"] and page["next"].split("/api/v1/")[1]
    return found


def without_heads(monkeypatch, api, query):
    """The same walk as it would be if no word were common."""
    with monkeypatch.context() as patch:
        patch.setattr(ranking.Relevance, "heads_reach", lambda self, edge: False)
        return walked(api, query)


@pytest.mark.parametrize(
    "query",
    [
        "river",
        pytest.param("rivers", marks=pytest.mark.slow),
        pytest.param("flood", marks=pytest.mark.slow),
        "river OR flood",
        pytest.param("flood OR number7", marks=pytest.mark.slow),
    ],
)
def test_the_same_is_found_in_the_same_order(api, record, monkeypatch, query):
    found = walked(api, query)
    lines = b"".join(api(f"quotes/export/?format=jsonl&q={query}").streaming_content)

    assert found == without_heads(monkeypatch, api, query)
    assert [orjson.loads(line)["id"] for line in lines.splitlines()] == found
    assert len(found) == len(set(found)) > 0


def test_a_broad_filter_is_met_behind_the_heads_too(api, record, monkeypatch):
    made, _ = record
    spanish = {row.pk for row in made[::10]}
    PublishedQuote.objects.filter(pk__in=spanish).update(language="es")

    found = walked(api, "river&language=es")

    assert set(found) == set(without_heads(monkeypatch, api, "river&language=es"))
    assert len(found) == len(set(found)) > 5
    assert walked(api, "river&language=fr") == []


def test_where_a_filter_leaves_none_of_the_kept_the_list_and_its_export_agree(api, record):
    made, _ = record
    oldest = sorted(made, key=lambda row: row.sort_day)[:40]
    PublishedQuote.objects.filter(pk__in=[row.pk for row in oldest]).update(language="es")

    found = walked(api, "river&language=es")
    lines = b"".join(api("quotes/export/?format=jsonl&q=river&language=es").streaming_content)

    assert [orjson.loads(line)["id"] for line in lines.splitlines()] == found
    assert len(found) > 5


def test_places_stay_true_whatever_happens_to_quotes(api, record, monkeypatch):
    made, chance = record
    for number in range(300, 340):
        made_quote(number, chance)
    for row in made[:60]:
        day = DAY + timedelta(days=chance.randrange(400))
        PublishedQuote.objects.filter(pk=row.pk).update(sort_day=day)
    for row in made[60:90]:
        rows.index("published_publishedquote", row.pk, [("en", "flood and mud")])
    PublishedQuote.objects.filter(pk__in=[row.pk for row in made[90:150]]).delete()

    assert kept() == true() != []
    for query in ("river", "flood"):
        assert walked(api, query) == without_heads(monkeypatch, api, query)


@pytest.mark.slow
def test_when_too_many_were_withdrawn_the_rest_is_still_found(api, record, monkeypatch):
    newest = [key for lexeme, _, key, _ in kept() if lexeme == "river"]
    PublishedQuote.objects.filter(pk__in=newest[5:]).delete()

    found = walked(api, "river")

    assert set(found) == set(without_heads(monkeypatch, api, "river"))
    assert len(found) == len(set(found)) > 50


@pytest.mark.parametrize("fewest", [100, 10_000])
def test_words_may_be_chosen_anew_during_a_walk(api, record, monkeypatch, fewest):
    whole = walked(api, "river")
    page = api("quotes/?page_size=9&q=river").json()  # from now on the forms are remembered
    monkeypatch.setattr(heads, "KEPT", 15)  # the kept places end before the cursor's edge
    heads.rebuild(fewest)

    rest = walked(api, f"river&cursor={page['next'].split('cursor=')[1].split('&')[0]}")

    assert [row["id"] for row in page["results"]] + rest == whole


def test_a_word_that_is_common_no_more_is_forgotten(record):
    assert heads.rebuild(fewest=10_000) == 0

    assert kept() == []
