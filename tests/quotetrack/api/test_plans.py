"""How Postgres answers the hot questions: through an index, and with no large sort."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from . import rows

ROWS = 20_000
FILL = """
INSERT INTO published_publishedquote (public_id, version, digest, published_at, updated_at,
    list_json, detail_json, speaker, speaker_kind, attributed_to, position, position_kind,
    organisation, country, outlets, articles, topics, language, form, attribution, evidentiality,
    occasion, has_original, said_earliest, said_latest, sort_day, reach_articles, reach_outlets,
    reach_roots, search)
SELECT lpad(to_hex(n), 12, '0'), 1, '', now() - n * interval '1 minute',
    now() - n * interval '1 minute', '{"text": "x"}', '{"wordings": []}',
    lpad((n %% 200)::text, 12, 's'), 'person', ARRAY[lpad((n %% 200)::text, 12, 's')],
    '', '', '', '', ARRAY[lpad((n %% 300)::text, 12, 'o')], ARRAY[lpad(n::text, 12, 'a')],
    ARRAY[lpad((n %% 100)::text, 12, 't')], CASE WHEN n %% 50 = 0 THEN 'es' ELSE 'en' END, 'direct',
    CASE WHEN n %% 40 = 0 THEN 'disputed' ELSE 'attributed' END, 'first_hand', 'speech', true,
    '2020-01-01', '2020-01-01', date '2000-01-01' + n, 1, 1, 1,
    to_tsvector('qt_simple', 'common rare' || (n %% 900))
FROM generate_series(1, %s) AS n
"""


@pytest.fixture
def large(readers_connection):
    """Enough rows for the planner to care, without the cost of making each by hand."""
    rows.speaker(), rows.outlet(), rows.topic()
    with connection.cursor() as cursor:
        cursor.execute(FILL, [ROWS])
        for kind, letter in (("speaker", "s"), ("outlet", "o"), ("topic", "t")):
            cursor.execute(
                f"UPDATE published_published{kind} SET public_id = lpad('7', 12, %s)", [letter]
            )
        cursor.execute("ANALYZE published_publishedquote")


def nodes(plan):
    """Every node of a plan."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def plans(api, path):
    """The nodes of the plans of all questions that this request asks of quotes."""
    with CaptureQueriesContext(connection) as asked:
        answer = api(path)
    assert answer.status_code == 200, answer.content
    for query in asked.captured_queries:
        if "published_publishedquote" in query["sql"]:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql'].replace('%', '%%')}",
                               [])  # fmt: skip
                plan = cursor.fetchone()[0]
            plan = json.loads(plan) if isinstance(plan, str) else plan
            yield from nodes(plan[0]["Plan"])


@pytest.mark.parametrize(
    "query",
    [
        "", "ordering=said_on", "ordering=published_at", "ordering=-published_at",
        "ordering=updated_at", "speaker=ada-lovelace", "language=es", "attribution=disputed",
        "outlet=courier", "topic=floods", "q=rare77", "q=common", "q=common&ordering=-said_on",
        "speaker=ada-lovelace&language=es", "id=000000000001", "updated_after=2030",
    ],
)  # fmt: skip
def test_a_list_reads_no_whole_table_and_sorts_no_thousands(api, large, query):
    for node in plans(api, f"quotes/?page_size=50&{query}"):
        on_quotes = node.get("Relation Name") == "published_publishedquote"
        assert not (node["Node Type"] == "Seq Scan" and on_quotes), node
        if node["Node Type"] == "Sort":
            assert node["Actual Rows"] <= 1000, node


def test_a_deep_page_costs_what_the_first_one_costs(api, large):
    first = api("quotes/?page_size=50").json()["next"].split("/api/v1/")[1]
    deep = first
    for _ in range(40):
        deep = api(deep).json()["next"].split("/api/v1/")[1]

    rows_read = [
        sum(node["Actual Rows"] for node in plans(api, path) if "Scan" in node["Node Type"])
        for path in (first, deep)
    ]

    assert rows_read[1] <= rows_read[0] * 1.2
    assert rows_read[1] <= 60


def test_a_detail_is_one_look_into_an_index(api, large):
    kinds = {node["Node Type"] for node in plans(api, "quotes/000000000001/")}

    assert kinds <= {"Index Scan", "Bitmap Heap Scan", "Bitmap Index Scan"}
