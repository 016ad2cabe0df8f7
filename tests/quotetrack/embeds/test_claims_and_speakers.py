"""Cards of claims and speakers, by card and by oEmbed."""

import gzip

import pytest

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")


def test_a_claim_shows_how_it_stands_and_why(client):
    claim = rows.claim()

    answer = client.get(f"/embed/c/{claim.slug}")
    body = answer.content.decode()

    assert answer.status_code == 200
    assert "“The library will open every evening”" in body
    assert "Confirmed</span>" in body and "as of 10 May 2025" in body
    assert "It was opened." in body and "1 piece of evidence" in body
    assert answer["Surrogate-Key"] == f"c-{claim.pk}"
    assert "frame-ancestors *" in answer["Content-Security-Policy"]


def test_a_speaker_shows_the_latest_quotes_each_with_its_standing(client):
    speaker = rows.speaker()
    for day in range(1, 6):
        rows.quote(f"Words of day {day}.", sort_day=rows.START.date().replace(day=day))

    body = client.get(f"/embed/s/{speaker.slug}").content.decode()

    assert [f"Words of day {day}." in body for day in (5, 4, 3, 2, 1)] == [True] * 3 + [False] * 2
    assert body.count('<b class="to">attributed</b>') == 3


@pytest.mark.parametrize("path", ["/embed/c/{claim}", "/embed/s/{speaker}", "/embed/q/{quote}"])
def test_compact_cards_are_smaller_and_all_are_light(client, path):
    names = {"claim": rows.claim().slug, "speaker": rows.speaker().slug, "quote": rows.quote().pk}
    path = path.format(**names)

    normal, compact = (client.get(path, {"size": size}).content for size in ("", "compact"))

    assert len(compact) < len(normal) <= 6 * 1024
    assert len(gzip.compress(normal, 9)) <= 2.5 * 1024


@pytest.mark.parametrize("kind", ["claims", "speakers"])
def test_oembed_has_a_card_for_both(client, kind):
    row = rows.claim() if kind == "claims" else rows.speaker()
    rows.quote()

    held = client.get("/oembed", {"url": f"https://quotes.example/{kind}/{row.slug}/"}).json()

    assert f'src="https://quotes.example/embed/{kind[0]}/{row.slug}"' in held["html"]
    assert held["html"].startswith("<blockquote")


@pytest.mark.parametrize("path", ["/embed/c/nothing", "/embed/s/nobody"])
def test_what_is_not_public_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_two_queries_are_enough(client, django_assert_max_num_queries):
    speaker, claim = rows.speaker(), rows.claim()
    rows.quote()

    for path in (f"/embed/s/{speaker.slug}", f"/embed/c/{claim.slug}"):
        with django_assert_max_num_queries(2):
            assert client.get(path).status_code == 200
