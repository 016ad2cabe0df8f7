"""How Postgres answers the hot questions: through an index, and with no large sort."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes.published.models import Change
from quotetrack.api.v1.reading import exports

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


def plans(api, path, of="published_publishedquote"):
    """The nodes of the plans of all questions that this request asks of these tables."""
    with CaptureQueriesContext(connection) as asked:
        answer = api(path)
    assert answer.status_code == 200, answer.content
    for query in asked.captured_queries:
        if of in query["sql"] and query["sql"].lstrip().startswith(("SELECT", "WITH", "(")):
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


MANY = 5_000
AGAIN = """
INSERT INTO published_{table} SELECT (jsonb_populate_record(one, jsonb_build_object(
    'id', n + 1000, 'xid', n, 'public_id', lpad(to_hex(n), 12, 'x'), 'slug', 'slug-' || n,
    'sort_key', md5(n::text), 'names', md5(n::text), 'number', n + 1000, 'quotes', n %% 90,
    'updated_at', now() - n * interval '1 minute', 'sort_day', date '2000-01-01' + n %% 8000,
    'search', format('''%%s'':1', md5(n::text))
))).* FROM published_{table} AS one, generate_series(1, %s) AS n
"""
LISTS = ("speakers", "outlets", "topics", "articles", "claims", "corrections", "changes")


@pytest.fixture
def long_lists(large):
    """Thousands of rows in every list."""
    rows.article(), rows.claim(), rows.scale(), rows.correction()
    Change.objects.create(
        kind="quote", public_id="0123456789ab", version=1, action="created", at=rows.START
    )
    with connection.cursor() as cursor:
        for name in LISTS:
            table = "change" if name == "changes" else f"published{name.removesuffix('s')}"
            cursor.execute(AGAIN.format(table=table), [MANY])
            cursor.execute(f"ANALYZE published_{table}")


@pytest.mark.slow
def test_every_other_list_goes_by_an_index_too(api, long_lists):
    paths = ["changes/?type=quote", "positions/?page_size=50", "search/?q=rare77",
             "speakers/?q=c4ca4238", "claims/?q=c4ca4238a0b923820dcc509a6f75849b"]  # fmt: skip
    for name in LISTS:
        orders = getattr(exports.EXPORTS[name], "orders", {})
        paths += [f"{name}/", *(f"{name}/?ordering={order}" for order in orders)]

    for path in paths:
        found = list(plans(api, path, "published_"))
        assert found, path
        for node in found:
            whole = node["Node Type"] == "Seq Scan" and node["Actual Rows"] > 1000
            large_sort = node["Node Type"] == "Sort" and node["Actual Rows"] > 1000
            assert not whole and not large_sort, (path, node)
