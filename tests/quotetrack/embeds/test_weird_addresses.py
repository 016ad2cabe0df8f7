"""What embedders paste and send: odd parameters, old names, other methods, conditional requests."""

import pytest

from quotes.published.models import Redirect
from quotetrack.embeds import remembered

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")
HERE = "https://quotes.example"


@pytest.mark.parametrize(
    "query", ["lang=xx", "theme=pink", "size=huge", "utm_source=x", "lang=%00", "lang=" + "e" * 500]
)
def test_parameters_that_mean_nothing_change_nothing(client, query):
    row = rows.quote()
    plain = client.get(f"/embed/q/{row.pk}")

    answer = client.get(f"/embed/q/{row.pk}?{query}")

    assert (answer.status_code, answer.content) == (200, plain.content)


@pytest.mark.parametrize("language", ["es", "ES", "es-MX", "es-419"])
def test_a_language_is_known_with_any_region(client, language):
    body = client.get(f"/embed/q/{rows.quote().pk}?lang={language}").content.decode()

    assert '<html lang="es"' in body and "Dicho" in body


def test_ids_are_read_in_capitals_and_with_a_slash(client):
    row = rows.quote()

    for name in (row.pk.upper(), row.pk + "/"):
        assert client.get(f"/embed/q/{name}").status_code == 200


@pytest.mark.parametrize("rest", ["@99", "@0", "@x", "/more", "%20", "@1/2"])
def test_what_is_not_there_is_a_card_that_says_so(client, rest):
    answer = client.get(f"/embed/q/{rows.quote().pk}{rest}")

    assert answer.status_code == 404 and "X-Frame-Options" not in answer
    assert b"There is no public record" in answer.content


def test_a_merged_record_takes_two_queries(client, django_assert_max_num_queries):
    row = rows.quote()
    Redirect.objects.create(kind="quote", old="aaaaaaaaaaaa", target="bbbbbbbbbbbb")
    Redirect.objects.create(kind="quote", old="bbbbbbbbbbbb", target=row.pk)

    with django_assert_max_num_queries(2):
        answer = client.get("/embed/q/aaaaaaaaaaaa")

    assert answer.status_code == 200 and row.pk in answer.content.decode()


def test_a_circle_of_redirects_ends(client):
    Redirect.objects.create(kind="quote", old="aaaaaaaaaaaa", target="bbbbbbbbbbbb")
    Redirect.objects.create(kind="quote", old="bbbbbbbbbbbb", target="aaaaaaaaaaaa")

    assert client.get("/embed/q/aaaaaaaaaaaa").status_code == 404


def test_conditional_requests(client):
    row = rows.quote()
    etag = client.get(f"/embed/q/{row.pk}")["ETag"]

    def status(**headers):
        return client.get(f"/embed/q/{row.pk}", headers=headers).status_code

    known = client.get(f"/embed/q/{row.pk}", headers={"if-none-match": etag})
    assert (known.status_code, known["ETag"]) == (304, etag)
    assert known["Cache-Control"].startswith("public, max-age=30")
    assert status(if_none_match=f"W/{etag}") == 304
    assert status(if_none_match=f'"other", {etag}') == 304
    assert status(if_none_match='"other"') == 200
    assert status(if_modified_since="Tue, 24 Nov 2099 10:00:00 GMT") == 200  # tags alone count


@pytest.mark.parametrize("path", ["/embed/q/{}", "/oembed?url=" + HERE + "/quotes/{}/"])
def test_head_says_what_get_says(client, path):
    path = path.format(rows.quote().pk)

    got, headed = client.get(path), client.head(path)

    assert headed.status_code == 200 and headed.content == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
        assert headed[name] == got[name]


@pytest.mark.parametrize("path", ["/embed/q/{}", "/embed/q/{}.json", "/oembed", "/og/q/{}.png"])
def test_other_methods_are_not_allowed(client, path):
    assert client.post(path.format(rows.quote().pk)).status_code == 405


@pytest.mark.parametrize(
    ("asked", "width", "most"),
    [("maxwidth=99999&maxheight=99999", 600, 1000), ("maxwidth=320", 320, 1000),
     ("maxwidth=-5&maxheight=x", 600, 1000), ("maxwidth=0", 600, 1000), ("maxheight=1", 600, 1)],
)  # fmt: skip
def test_maxima_are_ceilings(client, asked, width, most):
    held = client.get(f"/oembed?url={HERE}/quotes/{rows.quote().pk}/&{asked}").json()

    assert held["width"] == width and 0 < held["height"] <= most


def test_oembed_of_a_frozen_card_is_that_card(client):
    row = rows.quote()
    rows.version(row, rows.quote_document(display=[{"seam": None, "text": "As it was."}]), number=5)
    address = f"{HERE}/embed/q/{row.pk}@5"

    held = client.get("/oembed", {"url": address}).json()

    assert f'src="{address}"' in held["html"] and "As it was." in held["html"]
    assert held["quotetrack_revision"] == 5
    for other in (f"{HERE}/embed/q/{row.pk}@77", f"{HERE}/embed/q/{row.pk}@x"):
        assert client.get("/oembed", {"url": other}).status_code == 404


@pytest.mark.parametrize("path", ["/embed/s/{}", "/oembed?url=" + HERE + "/speakers/{}/"])
def test_a_known_answer_is_one_query_whatever_it_is(client, django_assert_max_num_queries, path):
    rows.quote()
    path = path.format(rows.speaker().slug)
    etag = client.get(path)["ETag"]

    with django_assert_max_num_queries(1):
        assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    with django_assert_max_num_queries(1):
        assert client.get(path).status_code == 200


def test_what_is_remembered_is_never_older_than_the_record(client):
    row = rows.quote(claims=[rows.claim_link()])
    path = f"/embed/q/{row.pk}"
    for _again in range(2):
        assert b"Confirmed" in client.get(path).content
    changed = rows.quote_document(claims=[rows.claim_link(label="Outdated", standing="mixed")])
    type(row).objects.filter(pk=row.pk).update(**rows.columns(changed))

    assert b"Outdated" in client.get(path).content
    row.delete()
    assert client.get(path).status_code == 404


def test_a_new_quote_shows_on_the_card_of_its_speaker_at_once(client):
    speaker = rows.speaker()
    rows.quote("The first words.")
    assert b"The first words." in client.get(f"/embed/s/{speaker.slug}").content

    rows.quote("The second words.", seed="second")

    assert b"The second words." in client.get(f"/embed/s/{speaker.slug}").content


def test_memory_has_an_end(monkeypatch):
    monkeypatch.setattr(remembered, "MOST_BYTES", 10_000)
    remembered.forget_all()

    for number in range(50):
        remembered.keep((number,), remembered.Answer("1", b"x" * 1000, {}))

    assert remembered.size["bytes"] <= 10_000 and remembered.known((49,))
    assert remembered.known((0,)) is None
    remembered.forget_all()
