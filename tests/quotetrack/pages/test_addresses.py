"""What an address leads to: the record, its new place, a tombstone, or nothing."""

from datetime import UTC, datetime

import pytest

from quotes.published.models import PublishedCorrection, Redirect, Tombstone

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")

PAGES = ["/", "/quotes/", "/speakers/", "/outlets/", "/articles/", "/claims/", "/topics/",
         "/corrections/", "/methodology/", "/about/", "/search/", "/search/?q=river",
         "/search/?q=-", "/search/?q=%00", "/search/?q=" + "a+" * 90]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_stand_without_any_record(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_unknown_parameters_and_cursors_are_ignored(client, path):
    mark = "&" if "?" in path else "?"

    answer = client.get(f"{path}{mark}utm=<x>&cursor=WyJuZXh0IiwgIngi&theme=pink&lang=xx")

    assert answer.status_code == 200
    assert b"<x>" not in answer.content and b"pink" not in answer.content


def test_an_id_leads_to_the_slug(client):
    speaker = rows.speaker()

    answer = client.get(f"/speakers/{speaker.pk}/")

    assert (answer.status_code, answer["Location"]) == (301, "/speakers/ada-moor/")


@pytest.mark.parametrize("reason", ["merged", "renamed"])
def test_an_old_name_leads_to_the_new_one(client, reason):
    speaker = rows.speaker()
    Redirect.objects.create(kind="speaker", old="ada-less", target=speaker.pk, reason=reason)

    answer = client.get("/speakers/ada-less/")

    assert (answer.status_code, answer["Location"]) == (301, "/speakers/ada-moor/")


def test_an_id_read_out_aloud_leads_to_the_right_spelling(client):
    row = rows.quote()

    answer = client.get(f"/quotes/{row.pk.upper()}/")

    assert (answer.status_code, answer["Location"]) == (301, f"/quotes/{row.pk}/")


def test_a_withdrawn_record_says_when_and_why_and_no_words(client):
    when = datetime(2026, 6, 14, tzinfo=UTC)
    Tombstone.objects.create(
        kind="quote", public_id="1c5r9h4v2e6w", reason="wrong_person", withdrawn_at=when
    )

    answer = client.get("/quotes/1c5r9h4v2e6w/")
    body = answer.content.decode()

    assert answer.status_code == 410
    assert "withdrawn on 14 June 2026: it was attributed to the wrong person." in body
    assert '<meta name="robots" content="noindex">' in body
    assert "<blockquote" not in body


def test_a_merged_record_whose_heir_is_withdrawn_is_withdrawn(client):
    when = datetime(2026, 6, 14, tzinfo=UTC)
    Tombstone.objects.create(kind="quote", public_id="1c5r9h4v2e6w", reason="error",
                             withdrawn_at=when)  # fmt: skip
    Redirect.objects.create(kind="quote", old="aaaaaaaaaaaa", target="1c5r9h4v2e6w",
                            reason="merged")  # fmt: skip

    assert client.get("/quotes/aaaaaaaaaaaa/").status_code == 410


@pytest.mark.parametrize("path", ["/quotes/0123456789ab/", "/speakers/nobody/", "/claims/%00x/",
                                  "/topics/" + "x" * 300 + "/"])  # fmt: skip
def test_what_never_was_public_is_not_found(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert b"There is no public record at this address." in answer.content


@pytest.mark.parametrize(
    "path", ["/", "/quotes/", "/speakers/ada-moor/", "/quotes/{}/", "/claims/"]
)
def test_anyone_may_keep_a_page_for_a_while(client, path):
    rows.speaker()
    row = rows.quote()
    path = path.format(row.pk)

    answer = client.get(path)

    assert answer["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30"
    assert answer["ETag"].startswith('"')
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    again = client.get(path, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_changed_record_has_another_tag(client):
    row = rows.quote()
    before = client.get(f"/quotes/{row.pk}/")["ETag"]
    document = rows.quote_document(display=[{"seam": None, "text": "Changed."}])
    type(row).objects.filter(pk=row.pk).update(**rows.columns(document))

    assert client.get(f"/quotes/{row.pk}/")["ETag"] != before


def test_pages_are_only_read(client):
    assert client.post("/").status_code == 405


def test_every_page_has_a_policy_that_allows_nothing_inline(client):
    policy = client.get("/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy


def test_lists_are_read_to_their_end_and_back(client):
    for number in range(45):
        rows.quote(
            f"Words number {number}.", sort_day=rows.START.date().replace(year=1980 + number)
        )
    seen, path = [], "/quotes/"

    while path:
        body = client.get(path).content.decode()
        seen.append(body.count('<p class="words row'))
        path = next_page(body, "next")

    assert seen == [20, 20, 5]
    back = client.get(next_page(body, "prev")).content.decode()
    assert "Words number 24." in back and "Words number 5." in back


def next_page(body, rel):
    mark = f'rel="{rel}" href="'
    return "/quotes/" + body.split(mark)[1].split('"')[0] if mark in body else ""


def test_site_maps_name_every_public_page(client):
    row, speaker = rows.quote(), rows.speaker()

    assert b"sitemap-quote.xml" in client.get("/sitemap.xml").content
    assert f"https://quotes.example/quotes/{row.pk}/".encode() in (
        client.get("/sitemap-quote.xml").content
    )
    assert speaker.slug.encode() in client.get("/sitemap-speaker.xml").content
    assert b"Sitemap: https://quotes.example/sitemap.xml" in client.get("/robots.txt").content


def test_a_correction_has_an_address_of_its_own(client):
    document = rows.correction_ref() | {
        "version": 1, "language": "en", "reported_by": None, "updated_at": "2025-05-12T08:00:00Z",
        "target": {"type": "quote", "id": "aaaaaaaaaaaa", "url": "/quotes/aaaaaaaaaaaa/"},
    }  # fmt: skip
    PublishedCorrection.objects.create(
        public_id=document["id"], number=17, target_kind="quote", target="aaaaaaaaaaaa",
        tier="correction", **rows.columns(document),
    )  # fmt: skip

    body = client.get("/corrections/17/").content.decode()

    assert "The second half of these words was missing." in body
    assert "https://quotes.example/quotes/aaaaaaaaaaaa/difference/1/2/" in body
    assert client.get("/corrections/18/").status_code == 404
    assert b"/corrections/17/" in client.get("/corrections/").content
