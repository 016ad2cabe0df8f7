"""The search box: speakers by any name, claims and quotes by their words."""

import pytest
from django.db import connection

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")


def findable(row, text):
    """The row with the search vector that publishing would give it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET search = to_tsvector('qt_english', %s)"
            " WHERE public_id = %s",
            [text, row.pk],
        )
    return row


@pytest.mark.parametrize("path", ["/search/?q=bridge", "/?q=bridges"])
def test_words_find_quotes_and_claims(client, path):
    row = findable(rows.quote(), "We will repair the bridges.")
    claim = findable(rows.claim("The bridges were repaired"), "The bridges were repaired")

    body = client.get(path).content.decode()

    assert f"/quotes/{row.pk}/" in body and f"/claims/{claim.slug}/" in body


def test_a_misspelt_name_finds_the_speaker(client):
    speaker = rows.speaker("Adalberta Moorhen")

    body = client.get("/search/?q=Adalberta Morhen").content.decode()

    assert f"/speakers/{speaker.slug}/" in body


def test_what_is_not_found_is_not_called_untrue(client):
    body = client.get("/search/?q=zeppelin").content.decode()

    assert "These words are not in this database." in body
    assert "That says nothing about whether they were spoken." in body


def test_a_search_is_not_for_crawlers(client):
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=x").content.decode()


def test_a_search_is_shown_as_text(client):
    body = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in body and "&lt;script&gt;alert(1)" in body
