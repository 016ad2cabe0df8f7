"""One object: its document, its ETag, its versions, and what became of it."""

from datetime import UTC, datetime

import pytest

from quotes.published.models import PublishedVersion, Redirect, Tombstone

from . import rows
from .test_quote_check import spoken


def test_a_quote_is_found_by_id_in_one_query(api, django_assert_num_queries, settings):
    row = rows.quote()

    with django_assert_num_queries(1):
        answer = api(f"quotes/{row.pk}/")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30"
    assert answer.json()["links"]["embed"] == f"{settings.SITE_URL}/embed/q/{row.pk}"


@pytest.mark.parametrize("path", ["speakers/ada-lovelace/", "outlets/courier/", "topics/floods/"])
def test_named_things_are_found_by_slug(api, path):
    rows.speaker(), rows.outlet(), rows.topic()

    assert api(path).json()["slug"] == path.split("/")[1]


def test_what_never_was_and_what_is_not_public_answer_alike(api):
    first, second = api("quotes/0123456789ab/"), api("quotes/not-an-id/")

    assert first.status_code == second.status_code == 404
    assert first.content == second.content
    assert first["Content-Type"] == "application/problem+json"
    assert first.json()["code"] == "not_found"


def test_a_known_etag_answers_304_in_one_query(api, django_assert_num_queries):
    row = rows.quote()
    etag = api(f"quotes/{row.pk}/")["ETag"]

    with django_assert_num_queries(1):
        answer = api(f"quotes/{row.pk}/", HTTP_IF_NONE_MATCH=f'"other", {etag}')

    assert answer.status_code == 304
    assert answer.content == b""
    assert answer["ETag"] == etag


def test_a_change_changes_the_etag(api):
    row = rows.quote()
    before = api("quotes/")["ETag"], api(f"quotes/{row.pk}/")["ETag"]
    row.detail_json = row.detail_json.replace("no memory", "a memory")
    row.list_json = row.list_json.replace("no memory", "a memory")
    row.save()

    assert api("quotes/", HTTP_IF_NONE_MATCH=before[0]).status_code == 200
    assert api(f"quotes/{row.pk}/", HTTP_IF_NONE_MATCH=before[1]).status_code == 200


def test_the_withdrawn_say_so_without_words(api):
    at = datetime(2025, 6, 2, tzinfo=UTC)
    Tombstone.objects.create(
        kind="quote", public_id="0123456789ab", reason="error", withdrawn_at=at
    )

    answer = api("quotes/0123456789ab/")

    assert answer.status_code == 410
    body = answer.json()
    assert (body["code"], body["reason"]) == ("withdrawn", "error")
    assert body["withdrawn_at"] == "2025-06-02T00:00:00Z"


def test_the_merged_lead_to_their_successor(api):
    row = rows.speaker()
    Redirect.objects.create(kind="speaker", old="a-lovelace", target=row.pk, reason="merged")

    answer = api("speakers/a-lovelace/?fields=id")

    assert answer.status_code == 301
    assert answer["Location"] == f"/api/v1/speakers/{row.pk}/?fields=id"


def test_a_gone_object_costs_two_queries(api, django_assert_num_queries):
    with django_assert_num_queries(2):
        api("quotes/0123456789ab/")


def add_version(row, number, text, at):
    stored = row.detail_json.replace("The river has no memory.", text)
    return PublishedVersion.objects.create(
        kind="quote",
        public_id=row.pk,
        number=number,
        change="substantive",
        at=at,
        correction=7,
        list_json=stored,
        detail_json=stored,
    )


def test_old_versions_answer_as_they_were(api):
    row = rows.quote()
    second = datetime(2025, 7, 1, tzinfo=UTC)
    add_version(row, 2, "The river forgets.", second)
    PublishedVersion.objects.filter(number=1).update(until=second)

    assert api(f"quotes/{row.pk}/?version=1").json()["text"] == "The river has no memory."
    assert api(f"quotes/{row.pk}/?version=2").json()["text"] == "The river forgets."
    assert api(f"quotes/{row.pk}/?version=3").status_code == 404
    assert api(f"quotes/{row.pk}/?at=2025-06").json()["text"] == "The river has no memory."
    assert api(f"quotes/{row.pk}/?at=2025-07-01").json()["text"] == "The river forgets."
    assert api(f"quotes/{row.pk}/?at=2025-05").status_code == 404


def test_history_tells_what_changed(api):
    row = rows.quote()
    add_version(row, 2, "The river forgets.", datetime(2025, 7, 1, tzinfo=UTC))

    first, second = api(f"quotes/{row.pk}/history/").json()["results"]

    assert (first["version"], first["change"], first["changed"]) == (1, "first", None)
    assert second["changed"] == ["text", "wordings"]
    assert second["correction"] == 7


def test_wordings_differ_word_by_word(api):
    row = rows.quote(
        wordings=[
            ("en", "The river has no memory."),
            ("en", "the river has “little” memory"),
            ("es", "El río no tiene memoria."),
        ]
    )

    same, other, spanish = api(f"quotes/{row.pk}/wordings/").json()["results"]

    assert [part["op"] for part in same["diff"]] == ["equal"]
    assert other["diff"][1] == {"op": "replace", "ours": "no", "theirs": "“little”"}
    assert spanish["diff"] is None


def test_a_head_answers_as_a_get_without_a_body(api, client):
    row = rows.quote()
    got = api(f"quotes/{row.pk}/")

    head = client.head(f"/api/v1/quotes/{row.pk}/")

    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == got["ETag"]
    assert head["Content-Length"] == str(len(got.content))


def test_a_missing_closing_slash_is_put_there(api):
    assert api("quotes?page_size=2")["Location"] == "/api/v1/quotes/?page_size=2"
    assert api("nothing").status_code == 404
    assert api("nothing/").json()["code"] == "not_found"


def test_linked_data_is_a_form_of_the_same_address(api):
    row = spoken("The river has no memory.", "ada-lovelace", "Ada Lovelace")
    rows.claim(), rows.outlet(), rows.topic(), rows.scale()

    answer = api(f"quotes/{row.pk}/", HTTP_ACCEPT="application/ld+json")

    assert answer["Content-Type"] == "application/ld+json"
    assert "Accept" in answer["Vary"]
    assert answer.json()["@type"] == "Quotation"
    assert answer.json()["author"]["name"] == "Ada Lovelace"
    assert answer["ETag"] != api(f"quotes/{row.pk}/")["ETag"]
    person = api("speakers/ada-lovelace/", HTTP_ACCEPT="application/ld+json").json()
    assert person["@id"].endswith("/speakers/ada-lovelace/")


def test_pieces_come_whole_or_in_pages(api):
    row = rows.quote(
        "One.", wordings=[("en", "One."), ("es", "Uno."), ("fr", "Un."), ("de", "Eins.")]
    )
    whole = api(f"quotes/{row.pk}/wordings/").json()
    first = api(f"quotes/{row.pk}/wordings/?page_size=3")
    second = api(first.json()["next"].split("/api/v1/")[1]).json()
    back = api(second["previous"].split("/api/v1/")[1]).json()

    assert (whole["next"], len(whole["results"])) == (None, 4)
    assert first.json()["results"] + second["results"] == whole["results"]
    assert 'rel="next"' in first["Link"]
    assert (second["next"], back["results"]) == (None, first.json()["results"])
    assert api(f"quotes/{row.pk}/history/?page_size=1").json()["next"] is None
    for cursor in ("x", "WyJwbGFjZSIsMCw5OTksIjAiXQ"):
        answer = api(f"quotes/{row.pk}/history/?cursor={cursor}")
        assert answer.status_code == 400 or answer.json()["results"] == []
