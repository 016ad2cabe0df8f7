"""oEmbed: what consumers that nobody here wrote will get."""

import json
import re
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from quotes.published.models import Redirect, Tombstone

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")

HOSTILE = 'It\'s </blockquote><script>alert(1)</script> &amp; "x"'
WORDPRESS = re.compile(r"^\s*(<blockquote>.*?</blockquote>)?.*?(<iframe.*?></iframe>).*?$", re.S)


def ask(client, url, **params):
    return client.get("/oembed", {"url": url, **params})


def address(row):
    return f"https://quotes.example/quotes/{row.pk}/"


def test_the_answer_is_a_rich_card(client):
    row = rows.quote()

    answer = ask(client, address(row))
    held = answer.json()

    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert (held["type"], held["version"]) == ("rich", "1.0")
    assert held["title"] == "Quote by Ada Moor, 3 May 2025"
    assert held["author_name"] == "Ada Moor"
    assert isinstance(held["width"], int) and 200 <= held["height"] <= 1000
    assert (held["quotetrack_status"], held["quotetrack_revision"]) == ("attributed", 1)


def test_html_is_words_with_a_date_and_then_a_frame(client):
    row = rows.quote(claims=[rows.claim_link(relation="denies")])

    html = ask(client, address(row)).json()["html"]

    assert html.startswith('<blockquote class="quotetrack"')
    assert html.index("</blockquote>") < html.index("<iframe hidden")
    assert f'src="https://quotes.example/embed/q/{row.pk}"' in html
    assert 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"' in html
    assert "denies “The library will open every evening”: Confirmed, as of 10 May 2025." in html
    assert 'title="Quote by Ada Moor, 3 May 2025"' in html


def test_what_wordpress_leaves_of_it_still_says_everything(client):
    html = ask(client, address(rows.quote())).json()["html"]
    bare = re.sub(r"<blockquote [^>]*>", "<blockquote>", html)

    match = WORDPRESS.match(bare)

    assert match[1] and match[2]
    text = re.sub(r"<[^>]+>", "", match[1])
    assert "bridges.”\u2069 — Ada Moor, harbour commissioner. Source: The Courier" in text


def test_no_character_of_the_json_means_anything_to_html(client):
    row = rows.quote(HOSTILE)

    body = ask(client, address(row)).content.decode()

    assert not set("<>&") & set(body)
    assert "alert(1)" in json.loads(body)["html"]
    assert "<script>alert" not in json.loads(body)["html"]


def test_xml_says_the_same(client):
    row = rows.quote(HOSTILE)

    answer = ask(client, address(row), format="xml")
    root = ElementTree.fromstring(answer.content)

    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert root.tag == "oembed"
    assert root.find("html").text == ask(client, address(row)).json()["html"]
    assert root.find("version").text == "1.0"


@pytest.mark.parametrize(("width", "height"), [(320, 240), (200, 200), (5000, 9000)])
def test_both_ceilings_are_obeyed(client, width, height):
    held = ask(client, address(rows.quote()), maxwidth=width, maxheight=height).json()

    assert held["width"] <= width and held["height"] <= height
    assert f'width="{held["width"]}" height="{held["height"]}"' in held["html"]


@pytest.mark.parametrize("spelling", ["{}#claim-1", "{}?utm=1", "http://{}", "embed", "bare"])
def test_an_address_may_be_spelt_in_many_ways(client, spelling):
    row = rows.quote()
    url = address(row)
    if spelling.startswith("http"):
        url = url.replace("https://", "http://")
    elif spelling == "embed":
        url = f"https://quotes.example/embed/q/{row.pk}"
    elif spelling == "bare":
        url = url.rstrip("/")
    else:
        url = spelling.format(url)

    assert ask(client, url).status_code == 200


def test_a_merged_quote_gives_its_heir(client):
    row = rows.quote()
    Redirect.objects.create(kind="quote", old="aaaaaaaaaaaa", target=row.pk, reason="merged")

    held = ask(client, "https://quotes.example/quotes/aaaaaaaaaaaa/").json()

    assert f"/embed/q/{row.pk}" in held["html"]


@pytest.mark.parametrize("query", ["", "url=", "url=quotes", "url=%2Fquotes%2Fx%2F"])
def test_a_missing_or_bad_address_is_a_400_problem(client, query):
    answer = client.get(f"/oembed?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["code"] == "bad_url"


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/quotes/0123456789ab/",
        "https://quotes.example.evil.example/quotes/0123456789ab/",
        "https://quotes.example/quotes/0123456789ab/",
        "https://quotes.example/quotes/",
        "https://quotes.example/",
        "https://quotes.example/quotes/1c5r9h4v2e6w/",
        "ftp://quotes.example/quotes/x/",
    ],
)
def test_a_foreign_unknown_or_withdrawn_one_is_a_404_problem(client, url):
    Tombstone.objects.create(kind="quote", public_id="1c5r9h4v2e6w", reason="legal",
                             withdrawn_at=datetime(2026, 6, 14, tzinfo=UTC))  # fmt: skip

    answer = ask(client, url)

    assert answer.status_code == 404
    assert answer.json()["code"] == "no_card"


def test_another_format_is_not_implemented(client):
    assert ask(client, address(rows.quote()), format="yaml").status_code == 501


def test_a_retracted_quote_says_so_first(client):
    row = rows.quote(responses=[rows.response("retracts")])

    assert ask(client, address(row)).json()["title"].startswith("[Retracted] ")


def test_it_takes_at_most_two_queries(client, django_assert_max_num_queries):
    row = rows.quote(claims=[rows.claim_link()])

    with django_assert_max_num_queries(2):
        client.get(f"/oembed?url={quote(address(row))}&format=json")
