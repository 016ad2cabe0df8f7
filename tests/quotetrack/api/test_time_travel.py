"""A list with `at=`: what was public then, the same rows for ever, withdrawn words excepted."""

from datetime import UTC, date, datetime

import orjson
import pytest
from django.db import connection

from quotes.published.models import Change, PublishedQuote, PublishedVersion

from . import rows

JUNE, JULY, AUGUST = (datetime(2025, month, 1, tzinfo=UTC) for month in (6, 7, 8))
EMPTY = {"attributions": [], "occurrences": [], "topics": [],
         "said_range": {"earliest": "2025-05-03", "latest": "2025-05-03"}}  # fmt: skip


@pytest.fixture
def record(readers_connection):
    """Three quotes of June; one was changed in July, one was withdrawn, one stands. One is new."""
    kept = rows.quote("The river has no memory.", said=date(2025, 5, 1))
    changed = rows.quote("The river forgets.", said=date(2025, 5, 3), form="indirect")
    gone = rows.quote("The river lies.", said=date(2025, 5, 2))
    rows.quote("The river of August.", said=date(2025, 7, 30), at=AUGUST)
    for row in (changed, gone):
        first = PublishedVersion.objects.get(public_id=row.pk)
        detail = orjson.loads(first.detail_json) | EMPTY
        item = orjson.loads(first.list_json) | {"form": row.form, "occasion": None,
                "reach": {"outlets": 2}, "attribution": "attributed"}  # fmt: skip
        PublishedVersion.objects.filter(pk=first.pk).update(until=JULY)
        documents(first.pk, item, detail)
    PublishedQuote.objects.filter(pk=changed.pk).update(
        version=2, updated_at=JULY, form="direct",
        list_json=changed.list_json.replace("forgets", "remembers"),
    )  # fmt: skip
    rows.index("published_publishedquote", changed.pk, [("en", "The river remembers.")])
    PublishedVersion.objects.filter(public_id=gone.pk).update(list_json="", detail_json="")
    gone.delete()
    return kept, changed


def documents(pk, item, detail):
    """Put documents under a version as they would have been stored; the guard stands aside."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE published_publishedversion SET list_json = %s, detail_json = %s WHERE id = %s",
            [orjson.dumps(item).decode(), orjson.dumps(detail).decode(), pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def texts(api, query):
    answer = api(f"quotes/?{query}")
    assert answer.status_code == 200, answer.content
    return [row["text"] for row in answer.json()["results"]]


def test_then_and_now(api, record):
    assert texts(api, "at=2025-06-15") == ["The river forgets.", "The river has no memory."]
    assert texts(api, "at=2025-07-15") == ["The river remembers.", "The river has no memory."]
    assert texts(api, "at=2025-05-01") == []
    assert len(texts(api, "")) == 3


def test_filters_and_searches_work_on_the_past(api, record):
    assert texts(api, "at=2025-06&form=indirect") == ["The river forgets."]
    assert texts(api, "at=2025-07-15&form=indirect") == []
    assert texts(api, "at=2025-06&q=forgets") == ["The river forgets."]
    assert texts(api, "at=2025-06&q=remembers") == []
    assert texts(api, "at=2025-07-15&q=remember") == ["The river remembers."]
    assert set(texts(api, "at=2025-06&q=river")) == {"The river forgets.",
                                                     "The river has no memory."}  # fmt: skip
    assert texts(api, "at=2025-06&said_after=2025-05-03") == ["The river forgets."]
    assert texts(api, "at=2025-06&min_outlets=2") == ["The river forgets."]
    kept, changed = record
    assert texts(api, f"at=2025-06&id={changed.pk}") == ["The river forgets."]
    assert texts(api, f"id={changed.pk}&id={kept.pk}")[0] == "The river remembers."


def test_it_says_how_many_have_changed_since(api, record):
    answer = api("quotes/?at=2025-06-15&count=exact").json()

    assert (answer["count"], answer["changed_since"]) == (2, 1)
    assert answer["as_of"].startswith("2025-06-15T23:59:59")
    assert api("quotes/?at=2025-06-15&form=direct").json()["changed_since"] == 0


def test_walks_and_exports_replay_too(api, record):
    first = api("quotes/?at=2025-06-15&page_size=1").json()
    second = api(first["next"].split("/api/v1/")[1]).json()
    lines = b"".join(api("quotes/export/?format=jsonl&at=2025-06-15").streaming_content)

    walked = [row["text"] for page in (first, second) for row in page["results"]]
    assert walked == ["The river forgets.", "The river has no memory."]
    assert [orjson.loads(line)["text"] for line in lines.splitlines()] == walked


def test_the_position_of_the_past_is_asked_for(api, readers_connection):
    """What organisation and country were is kept when they change, with a new version or none."""
    house, senate = (rows.speaker(slug, slug.title()) for slug in ("house", "senate"))
    stays, moves, goes = (
        rows.quote(f"The {name} river.", said=date(2025, 5, day), organisation=house.pk,
                   country="MX")
        for day, name in ((3, "staying"), (2, "moving"), (1, "leaving"))
    )  # fmt: skip
    first = PublishedVersion.objects.get(public_id=moves.pk)
    with connection.cursor() as cursor:  # another act's turn
        cursor.execute("SELECT set_config('quotetrack.turn', %s, true)", [str(first.xid + 1)])
    table = PublishedQuote.objects
    table.filter(pk=moves.pk).update(
        version=2, organisation=senate.pk, country="US", updated_at=JULY
    )
    PublishedVersion.objects.filter(pk=first.pk).update(until=JULY, until_xid=first.xid + 1)
    documents(first.pk, orjson.loads(first.list_json), orjson.loads(first.detail_json) | EMPTY)
    table.filter(pk=goes.pk).delete()

    assert texts(api, "organisation=house") == ["The staying river."]
    for at in ("2025-06-15", f"c{first.xid}"):
        assert texts(api, f"at={at}&organisation=senate") == []
        assert texts(api, f"at={at}&country=US") == []
        for query in ("organisation=house", "country=MX"):
            held = texts(api, f"at={at}&{query}")
            assert held[:2] == ["The staying river.", "The moving river."], (at, query)
    table.filter(pk=stays.pk).update(country="US")  # without a new version

    assert texts(api, "country=US&organisation=house") == ["The staying river."]
    assert "The staying river." in texts(api, "at=2025-06-15&country=MX&organisation=house")
    assert texts(api, "at=2025-06-15&country=US&organisation=house") == []


def test_a_cursor_of_the_changes_is_a_time(api, record):
    place = PublishedVersion.objects.latest("id").xid

    for query in ("", "&topic=floods", "&q=river", "&claim=the-river-rose", "&outlet=courier"):
        rows.PublishedTopic.objects.exists() or (rows.topic(), rows.claim(), rows.outlet())
        assert isinstance(texts(api, f"at=c{place}.1{query}"), list)


def kept_versions(kind, model, first, then, **columns):
    """An object that was changed on the first of July, and what it was before."""
    row = model(**first)
    PublishedVersion.objects.create(
        kind=kind, public_id=row.pk, number=1, change="first", at=rows.START,
        until=datetime(2025, 7, 1, tzinfo=UTC), list_json=row.list_json,
        detail_json=row.detail_json,
    )  # fmt: skip
    now = orjson.loads(row.list_json) | then | {"version": 2}
    PublishedVersion.objects.create(
        kind=kind, public_id=row.pk, number=2, change="additive",
        at=datetime(2025, 7, 1, tzinfo=UTC), list_json=orjson.dumps(now).decode(),
        detail_json=orjson.dumps(orjson.loads(row.detail_json) | now).decode(),
    )  # fmt: skip
    return row


def test_lists_of_every_kind_are_asked_of_the_past(api):
    kept_versions("speaker", rows.speaker, {"name": "Ada Byron"}, {"name": "Ada Lovelace"})
    kept_versions("outlet", rows.outlet, {"name": "The Post"}, {"name": "The Courier"})
    kept_versions("topic", rows.topic, {"name": "Water"}, {"name": "Floods"})
    kept_versions("article", rows.article, {"title": "It rains"}, {"title": "The flood"})
    kept_versions("claim", rows.claim, {"text": "It rained."}, {"text": "The river rose."})
    kept_versions("rating_scale", rows.scale, {"slug": "a"}, {"slug": "b"})
    names = {"speakers": ("name", "Ada Byron", "Ada Lovelace"),
             "topics": ("name", "Water", "Floods"),
             "outlets": ("name", "The Post", "The Courier"),
             "articles": ("title", "It rains", "The flood"),
             "claims": ("text", "It rained.", "The river rose."),
             "rating-scales": ("slug", "a", "b")}  # fmt: skip

    for kind, (member, before, after) in names.items():
        then = api(f"{kind}/?at=2025-06-15&count=exact").json()
        later = api(f"{kind}/?at=2025-07-15&page_size=1").json()
        line = b"".join(api(f"{kind}/export/?format=jsonl&at=2025-06-15").streaming_content)
        assert [row[member] for row in then["results"]] == [before], kind
        assert (then["count"], then["changed_since"]) == (1, 1)
        assert [row[member] for row in later["results"]] == [after]
        assert later["changed_since"] == 0
        assert orjson.loads(line)[member] == before
    for query in ("speakers/?q=byron", "outlets/?q=post", "topics/?q=water", "claims/?q=rained"):
        assert len(api(f"{query}&at=2025-06-15").json()["results"]) == 1, query
        assert api(f"{query}&at=2025-07-15").json()["results"] == [], query
    assert api("corrections/?at=2025-06-15&tier=update").json()["results"] == []


def test_what_has_not_come_yet_is_pinned_to_the_last_change(api):
    last = Change.objects.create(
        kind="quote", public_id=rows.many(3)[0].pk, version=1, action="created", at=rows.START
    )
    for query in ("at=2099", "at=c999999999999999999.1"):
        answer = api(f"quotes/?{query}").json()
        assert answer["as_of"] == f"c{last.xid}"
        again = api(f"quotes/?at={answer['as_of']}").json()
        assert again["results"] == answer["results"] != []
        assert again["as_of"] == answer["as_of"]


def test_the_past_costs_no_more_queries(api, record, django_assert_num_queries):
    rows.speaker()
    with django_assert_num_queries(3):
        api("quotes/?at=2025-06&count=exact&speaker=ada-lovelace")
