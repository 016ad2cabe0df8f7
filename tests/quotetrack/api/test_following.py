"""Citations and feeds parse back to what they were made of."""

import re
from datetime import date
from xml.etree import ElementTree

import bibtexparser
import feedparser
import orjson
import pytest
import rispy

from quotes.published.models import PublishedCorrection

from . import rows
from .test_quote_check import spoken

WORDS = "50% & more: {braces}, “marks”\nand a $ sign"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def row(readers_connection):
    return spoken(WORDS, "ada-lovelace", "Ada Lovelace", said=date(2025, 5, 3))


def cite(api, row, style):
    answer = api(f"quotes/{row.pk}/cite/?style={style}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_csl_names_id_version_and_day_of_access(api, row, time_machine):
    time_machine.move_to("2026-02-03T12:00:00Z")

    (item,) = orjson.loads(cite(api, row, "csl"))

    assert item["number"] == row.pk
    assert item["version"] == "1"
    assert item["accessed"] == {"date-parts": [[2026, 2, 3]]}
    assert item["issued"] == {"date-parts": [[2025, 5, 3]]}
    assert item["title"] == WORDS.replace("\n", " ")


def test_bibtex_holds_no_brace_that_is_not_closed(api, row):
    text = cite(api, row, "bibtex")

    assert text.startswith(f"@misc{{quote-{row.pk},")
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")
    assert r"50\% \& more: \{braces\}" in text


def test_ris_is_one_record_of_tagged_lines(api, row):
    lines = cite(api, row, "ris").split("\r\n")

    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert f"AN  - {row.pk}" in lines


def test_the_sentence_has_everything(api, row, settings):
    text = cite(api, row, "text")

    for part in (row.pk, "version 1", "accessed", settings.SITE_URL, "2025-05-03"):
        assert part in text


def test_programs_of_others_read_every_citation(api, row, settings):
    (entry,) = bibtexparser.loads(cite(api, row, "bibtex")).entries
    (record,) = rispy.loads(cite(api, row, "ris"))

    assert entry["ID"] == f"quote-{row.pk}"
    assert (entry["author"], entry["year"], entry["version"]) == ("Ada Lovelace", "2025", "1")
    assert entry["url"] == f"{settings.SITE_URL}/quotes/{row.pk}/"
    assert (record["accession_number"], record["type_of_reference"]) == (row.pk, "ELEC")
    assert record["title"] == WORDS.replace("\n", " ")
    assert record["urls"] == [f"{settings.SITE_URL}/quotes/{row.pk}/"]


@pytest.mark.parametrize("filters", ["", "?speaker=ada-lovelace", "?topic=floods",
                                     "?outlet=courier", "?claim=the-river-rose"])  # fmt: skip
def test_programs_of_others_read_every_feed(api, row, settings, filters):
    where, what, claim = rows.outlet(), rows.topic(), rows.claim()
    row.outlets, row.topics = [where.pk], [what.pk]
    row.save(update_fields=["outlets", "topics"])
    rows.link(row, claim)

    feed = feedparser.parse(api(f"quotes/feed/{filters}").content)

    assert not feed.bozo
    (entry,) = feed.entries
    assert entry.link == f"{settings.SITE_URL}/quotes/{row.pk}/"
    assert entry.content[0].value == WORDS
    assert entry.author == "Ada Lovelace"
    assert entry.updated_parsed.tm_year == 2025


def test_a_citation_needs_a_style_that_we_have(api, row):
    assert api(f"quotes/{row.pk}/cite/").status_code == 400
    assert "bibtex" in api(f"quotes/{row.pk}/cite/?style=apa").json()["detail"]
    assert api("quotes/0123456789ab/cite/?style=csl").status_code == 404


def test_quotes_can_be_followed_by_any_filter(api, row):
    rows.quote("Other words.\x0b", language="es")

    answer = api("quotes/feed/?language=en")
    feed = ElementTree.fromstring(answer.content)

    assert answer["Content-Type"].startswith("application/atom+xml")
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}content").text == WORDS
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/quotes/{row.pk}/")
    assert feed.find(f"{ATOM}updated").text == entry.find(f"{ATOM}updated").text
    assert len(ElementTree.fromstring(api("quotes/feed/").content).findall(f"{ATOM}entry")) == 2


def test_corrections_can_be_followed(api):
    item = {
        "id": rows.public_id("c"), "url": "/corrections/#correction-1", "number": 1,
        "tier": "update", "what_was_wrong": "The day.", "what_changed": "It is the third.",
    }  # fmt: skip
    PublishedCorrection.objects.create(
        public_id=item["id"], number=1, tier="update", target_kind="quote", target="x",
        **rows.document(item),
    )  # fmt: skip

    feed = ElementTree.fromstring(api("corrections/feed/").content)

    assert feed.find(f"{ATOM}entry/{ATOM}title").text == "Correction 1: update"
