"""Exports: the list as one stream, in JSON lines and in a table, nothing lost on the way."""

import csv
import io
from datetime import date

import orjson
import pytest
from django.urls import get_resolver

from quotes.published import exporting
from quotes.published.models import Change, PublishedQuote, QuoteLine
from quotetrack.api import door
from quotetrack.api.models import Release
from quotetrack.api.v1.reading import exports

from . import rows

NAUGHTY = [
    'He said "no", twice.',
    "Back\\slash and \\n that is none",
    "Line one\nline two\r\nline three",
    "Tab\there, null \\N there",
    "=cmd()",
    "-1 degree",
    "'=already quoted",
    "@home",
    "+1",
    "Ünïcödé 🙂 洪水 \u202eright\u202c",
    "comma, semicolon; quote's",
    "\\.",
]


def stream(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.fixture
def naughty(readers_connection):
    """Quotes with words that break careless formats."""
    return [
        rows.quote(words, said=date(2025, 1, 1 + number)) for number, words in enumerate(NAUGHTY)
    ]


def test_json_lines_are_the_rows_of_the_list_in_its_order(api, naughty):
    lines = stream(api("quotes/export/?format=jsonl")).splitlines()

    walked = api("quotes/?page_size=100").json()["results"]
    assert [orjson.loads(line) for line in lines] == walked
    assert [row["text"] for row in walked] == NAUGHTY[::-1]


def test_a_table_holds_the_same_and_nothing_that_runs(api, naughty):
    text = stream(api("quotes/export/?format=csv&ordering=said_on")).decode()
    table = list(csv.DictReader(io.StringIO(text, newline="")))

    assert table[0]["speaker.name"] == ""
    assert table[0]["claims"] == "[]"
    for row, words in zip(table, NAUGHTY, strict=True):
        assert row["text"][:1] not in ("=", "+", "-", "@", "\t", "\r")
        escaped = row["text"].startswith("'") and row["text"][1:].lstrip("'")[:1] in "=+-@\t\r"
        assert (row["text"][1:] if escaped else row["text"]) == words


def test_lines_that_are_kept_are_those_that_are_made(api, naughty):
    rows.quote("A character \x7f that stands for our origin.")
    made = stream(api("quotes/export/?format=csv"))
    lines = exporting.quote_lines()
    for row in PublishedQuote.objects.all():
        line = lines.kept(row.list_json)
        if line is not None:
            QuoteLine.objects.create(pk=row.pk, columns=lines.name, line=line)

    assert QuoteLine.objects.count() == len(NAUGHTY)
    assert stream(api("quotes/export/?format=csv")) == made

    QuoteLine.objects.update(line="kept")
    assert stream(api("quotes/export/?format=csv")).count(b"kept\r\n") == len(NAUGHTY)
    ordered = stream(api("quotes/export/?format=csv&q=degree"))
    assert ordered.count(b"kept\r\n") == 1

    QuoteLine.objects.update(columns="others")
    assert stream(api("quotes/export/?format=csv")) == made


def test_filters_orders_and_fields_are_those_of_the_list(api, naughty):
    rows.quote("Uno.", language="es")

    lines = stream(api("quotes/export/?format=jsonl&language=es&fields=text,id")).splitlines()

    assert [list(orjson.loads(line)) for line in lines] == [["text", "id"]]
    assert api("quotes/export/").status_code == 400
    assert api("quotes/export/?format=xml").status_code == 400
    assert api("quotes/export/?format=csv&page_size=3").status_code == 400


@pytest.mark.parametrize(
    "kind",
    ["speakers", "outlets", "topics", "articles", "claims", "corrections", "rating-scales"],
)
def test_every_list_has_its_export(api, kind):
    rows.speaker(), rows.outlet(), rows.topic(), rows.article(), rows.claim(), rows.scale()

    for form in ("jsonl", "csv"):
        answer = api(f"{kind}/export/?format={form}")
        assert f'filename="{kind}.{form}"' in answer["Content-Disposition"]
        lines = stream(answer).splitlines()
        assert len(lines) == (0 if kind == "corrections" else 1) + (form == "csv")


def test_an_export_is_one_question_however_long(api, django_assert_num_queries):
    rows.many(40)

    lines = stream(api("quotes/export/?format=jsonl")).splitlines()

    assert len(lines) == 40


def test_a_head_streams_nothing(api, client):
    rows.quote()

    answer = client.head("/api/v1/quotes/export/?format=csv")

    assert b"".join(answer.streaming_content) == b"" or answer.status_code == 200


@pytest.mark.parametrize("kind", ["changes", "positions", "releases"])
def test_what_is_no_document_leaves_as_it_is_listed(api, kind, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    for number in range(5):
        row = rows.quote(f"Words {number}.", position=f"0123456789a{number}", position_kind="mayor")
        Change.objects.create(
            kind="quote", public_id=row.pk, version=1, action="created", at=rows.START
        )
        Release.objects.create(
            version=f"2025.{number}", address="", cursor="c1.1", files=[], changes={"created": 1}
        )

    listed = api(f"{kind}/?page_size=100").json()["results"]
    lines = stream(api(f"{kind}/export/?format=jsonl")).splitlines()
    table = stream(api(f"{kind}/export/?format=csv")).decode()

    assert [orjson.loads(line) for line in lines] == listed
    assert len(list(csv.DictReader(io.StringIO(table, newline="")))) == len(listed) == 5


def test_changes_leave_from_a_place_on(api):
    for number in range(3):
        Change.objects.create(
            kind="quote", public_id="0123456789ab", version=number, action="updated", at=rows.START
        )
    first = api("changes/").json()["results"][0]["cursor"]

    lines = stream(api(f"changes/export/?format=jsonl&after={first}&fields=version"))

    assert [orjson.loads(line) for line in lines.splitlines()] == [{"version": 1}, {"version": 2}]
    assert api("changes/export/?format=jsonl&after=c1.1").status_code == 400


def test_every_list_of_the_contract_has_its_export():
    lists = {
        str(one.pattern).split("/")[0]
        for one in get_resolver(door.ADDRESSES).url_patterns
        if str(one.pattern).count("/") == 1 and getattr(one.callback.view_class, "is_list", False)
    }

    assert lists == set(exports.EXPORTS)
