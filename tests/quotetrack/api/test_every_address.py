"""What every reading address costs, found from the addresses themselves so that none is forgotten.

Few questions, whatever the size of the answer; and for each question a way by an index: with scans
of whole tables switched off, Postgres uses one only where it has no other way.
"""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.urls.resolvers import RoutePattern

from quotetrack.api import door
from quotetrack.api.v1.reading.answers import Reading
from quotetrack.api.v1.reading.lists import Listing

from . import rows

NEEDED = {"search/": "q=river", "quotes/<str:name>/cite/": "style=csl"}
# Answered from memory or from files of ours: no question is asked.
NOTHING_ASKED = {"schema/"}
# What is counted over the whole record is read whole, once, and kept (quotes/published/kept.py);
# scales and releases are a handful of rows, and positions are read along an index of their own.
READ_WHOLE = {"quotes/facets/", "rating-scales/", "releases/", "positions/"}


def addresses():
    """(pattern, view) of every address that anyone may GET and that is no page and no stream."""
    for pattern in get_resolver(door.ADDRESSES).url_patterns:
        view = getattr(pattern.callback, "view_class", None)
        plain = view is not None and issubclass(view, Reading) and not view.is_page
        readable = plain and hasattr(view, "get") and not view.streams
        if readable and isinstance(pattern.pattern, RoutePattern):
            yield str(pattern.pattern), view


ALL = dict(addresses())
LISTS = {path: view for path, view in ALL.items() if issubclass(view, Listing)}


@pytest.fixture
def names(readers_connection):
    """One public object of each kind, by the first part of its address."""
    speaker, outlet, topic = rows.speaker(), rows.outlet(), rows.topic()
    article, claim = rows.article(), rows.claim()
    quote = rows.quote(
        "The river is high.", speaker=speaker.pk, outlets=[outlet.pk], topics=[topic.pk],
        articles=[article.pk], position="0123456789ab", position_kind="minister",
    )  # fmt: skip
    rows.link(quote, claim, "asserts")
    rows.many(60)
    return {
        "quotes": quote.pk, "speakers": speaker.slug, "outlets": outlet.slug,
        "topics": topic.slug, "articles": article.pk, "claims": claim.slug,
        "rating-scales": rows.scale().pk, "corrections": rows.correction().pk,
    }  # fmt: skip


def asked(api, names, path, more="", **headers):
    """The answer at this address, and the questions that it took."""
    query = "&".join(part for part in (NEEDED.get(path, ""), more) if part)
    address = path.replace("<str:name>", names.get(path.split("/")[0], ""))
    with CaptureQueriesContext(connection) as questions:
        answer = api(f"{address}?{query}" if query else address, **headers)
    assert answer.status_code in (200, 304), (path, answer.content)
    found = [question["sql"] for question in questions.captured_queries]
    return answer, [sql for sql in found if "api_ratecount" not in sql]


@pytest.mark.parametrize("path", ALL)
def test_an_answer_takes_few_questions(api, names, path):
    _, questions = asked(api, names, path)

    most = 3 if "<str:name>" not in path else 2
    # A search box has three lists: one question each, and one each for the words of two of them.
    assert len(questions) <= (5 if path == "search/" else most), questions
    assert questions or path in NOTHING_ASKED


@pytest.mark.parametrize("path", LISTS)
def test_a_page_of_everything_with_a_count_takes_three(api, names, path):
    for size in (2, 50):
        assert len(asked(api, names, path, f"page_size={size}&count=exact")[1]) <= 3


@pytest.mark.parametrize("path", [path for path in ALL if "<str:name>" in path])
def test_what_the_reader_has_takes_one_question_a_part(api, names, path):
    answer, _ = asked(api, names, path)
    if "ETag" not in answer:
        pytest.skip("not conditional")

    again, questions = asked(api, names, path, HTTP_IF_NONE_MATCH=answer["ETag"])

    assert again.status_code == 304
    assert len(questions) <= (2 if "stats" in path else 1)


def nodes(plan):
    """Every node of a plan."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def plans(questions):
    """The nodes of the plans of these questions, with whole tables and sorts made dear."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        for sql in questions:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql.replace('%', '%%')}", [])
            plan = cursor.fetchone()[0]
            plan = json.loads(plan) if isinstance(plan, str) else plan
            yield from nodes(plan[0]["Plan"])
        cursor.execute("RESET enable_seqscan")
        cursor.execute("RESET enable_sort")


def whole_tables(found):
    """The tables of ours that are read from end to end."""
    return {
        node["Relation Name"]
        for node in found
        if node["Node Type"] == "Seq Scan" and node["Relation Name"].startswith("published_")
    }


@pytest.mark.parametrize("path", [path for path in ALL if path not in READ_WHOLE])
def test_every_question_has_a_way_by_an_index(api, names, path):
    _, questions = asked(api, names, path)

    # Which words are common is a short list of its own.
    assert whole_tables(plans(questions)) <= {"published_commonword"}


ORDERED = [
    (path, order) for path, view in LISTS.items() if path not in READ_WHOLE for order in view.orders
]


@pytest.mark.parametrize(("path", "order"), ORDERED)
def test_every_order_is_that_of_an_index(api, names, path, order):
    _, questions = asked(api, names, path, f"ordering={order}")

    found = list(plans(questions))
    assert not whole_tables(found)
    assert "Sort" not in {node["Node Type"] for node in found}
