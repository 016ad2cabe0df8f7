"""Splitting, handing over, putting versions back, other addresses and the pack, on the desk."""

import hashlib
import re

import pytest
from django.db import connection
from django.urls import reverse

from quotes.actions import waiting
from quotes.admin.quote import pack
from quotes.models import Handover, Quote
from quotes.published.models import Redirect
from tests import factories

AGAIN = "We will repair both of the bridges before the first frost comes"


@pytest.fixture
def two_places(ada):
    quote = factories.draft(ada)
    factories.print_again(quote, ada, AGAIN)
    return quote


def fields(html):
    """Names of the boxes of a page."""
    return set(re.findall(r'name="([^"]+)"', html))


def test_a_quote_is_split_after_a_look_and_parted_again(logged_in, two_places, ada):
    client, url = logged_in(ada), reverse("admin:desk_split", args=[two_places.public_id])
    ticked = {"wordings": two_places.wordings.get(text=AGAIN).pk, "reason": "Another day."}

    look = client.post(url, ticked | {"look": "1"}).content.decode()
    assert 'name="do"' in look and not Handover.objects.exists()
    client.post(url, ticked | {"do": "1", "edit_version": two_places.edit_version})
    connection.check_constraints()

    act = Handover.objects.get()
    html = client.get(reverse("admin:quotes_quote_change", args=[act.target])).content.decode()
    assert AGAIN in html and "Another day." in html
    two_places.refresh_from_db()
    undo = reverse("admin:desk_handover_undo", args=[act.public_id])
    client.post(undo, {"edit_version": two_places.edit_version})
    connection.check_constraints()
    assert two_places.wordings.count() == 2 and Quote.objects.count() == 1


def test_whoever_splits_what_has_changed_is_told(logged_in, two_places, ada):
    url = reverse("admin:desk_split", args=[two_places.public_id])
    ticked = {"wordings": two_places.wordings.get(text=AGAIN).pk, "do": "1", "edit_version": "1"}

    answer = logged_in(ada).post(url, ticked)

    assert answer.status_code == 409 and "Somebody changed this" in answer.content.decode()


def test_a_look_that_shows_an_obstacle_offers_nothing_to_do(logged_in, two_places, ada):
    url = reverse("admin:desk_split", args=[two_places.public_id])
    every = [row.pk for row in two_places.wordings.all()]

    html = logged_in(ada).post(url, {"wordings": every, "look": "1"}).content.decode()

    assert "Something must stay" in html and 'name="do"' not in html


def test_places_are_handed_to_a_quote_found_by_its_id(logged_in, two_places, ada):
    other = factories.draft(ada, "Nobody closes my harbour this year")
    client = logged_in(ada)
    url = reverse("admin:desk_hand_over", args=[two_places.public_id])
    place = two_places.wordings.get(text=AGAIN).occurrences.get()

    assert "Id or words" in client.get(url).content.decode()
    assert AGAIN[:20] in client.get(f"{url}?to={other.public_id}").content.decode()
    client.post(
        url,
        {"to": other.public_id, "occurrences": place.pk, "do": "1",
         "edit_version": two_places.edit_version, "other_version": other.edit_version},
    )  # fmt: skip
    connection.check_constraints()

    assert other.wordings.filter(text=AGAIN).exists()


def test_what_is_public_is_not_offered_to_an_editor(logged_in, two_places, ada, ben):
    factories.publish(two_places, ben)
    url = reverse("admin:desk_split", args=[two_places.public_id])
    ticked = {"wordings": two_places.wordings.get(text=AGAIN).pk}

    html = logged_in(ada).post(url, ticked | {"look": "1"}).content.decode()
    answer = logged_in(ada).post(url, ticked | {"do": "1"})

    assert 'name="do"' not in html
    assert answer.status_code == 409 and not Handover.objects.exists()


def test_versions_are_listed_and_one_is_looked_at(logged_in, quote, ada):
    client = logged_in(ada)

    html = client.get(
        reverse("admin:desk_versions", args=["quote", quote.public_id])
    ).content.decode()
    assert "accept suggestion" in html
    url = reverse("admin:desk_version", args=["quote", quote.public_id])
    assert client.get(url).status_code == 404
    assert client.get(f"{url}?before=yesterday").status_code == 404
    seen = client.get(f"{url}?before=2001-01-01T00:00:00%2B00:00")
    assert "holds nothing that differs" in seen.content.decode()


def test_an_address_is_changed_on_its_page(logged_in, published, ben, ada):
    speaker = published.attributions.get().speaker
    url, old = reverse("admin:desk_address", args=["speaker", speaker.public_id]), speaker.slug
    version = {"edit_version": speaker.edit_version}

    assert 'name="slug"' not in logged_in(ada).get(url).content.decode()
    assert logged_in(ben).post(url, {"slug": "Not Plain"} | version).status_code == 400
    assert logged_in(ben).post(url, {"slug": "ruth-s"} | version).status_code == 302
    assert logged_in(ben).post(url, {"slug": "ruth-t"} | version).status_code == 409

    assert Redirect.objects.get().old == old
    assert old in logged_in(ben).get(url).content.decode()
    change = reverse("admin:quotes_speaker_change", args=[speaker.pk])
    assert url in logged_in(ben).get(change).content.decode()


def test_the_pack_is_a_pdf_for_whoever_reads_the_desk(logged_in, quote, carla, cleo):
    url = reverse("admin:desk_evidence", args=[quote.public_id])

    answer = logged_in(carla).get(url)

    assert answer["content-type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    assert "no-store" in answer["cache-control"]
    assert logged_in(cleo).get(url).status_code == 302


def test_the_pack_holds_words_hashes_chain_and_decisions(ada, ben):
    words = "سنصلح الجسرين قبل أول صقيع"
    quote = factories.draft(
        ada, words, who="سميرة دوخان", language="ar",
        chain=[{"kind": "told_to", "party": "reporters"}],
    )  # fmt: skip
    factories.claim(ada, quote=quote)
    quote = factories.publish(quote, ben)

    told = pack.contents(quote, by=ben, at=quote.published_at)

    place = told["occurrences"][0]
    snapshot = quote.preferred_wording.occurrences.get().snapshot
    assert told["words"] == {"text": words, "lang": "ar", "dir": "rtl"}
    assert place["parts"][0]["words"]["text"] == words
    values = {fact["name"]: fact["value"] for fact in place["snapshot"]}
    assert values["SHA-256 of the text"] == hashlib.sha256(snapshot.text.encode()).hexdigest()
    assert values["Checked"].startswith("the hash holds")
    assert place["chain"][0]["text"] == "told to reporters"
    assert told["claims"][0]["relation"] == "asserts"
    assert {"ada", "ben"} <= {one["who"] for one in told["history"]}
    assert any("quote published" in one["what"] for one in told["history"])
    assert pack.typeset(told).startswith(b"%PDF-")


def test_what_the_pack_says_is_never_read_as_markup(quote, ada):
    quote.note = "x"
    told = pack.contents(quote, by=ada, at=quote.created_at)
    told["words"] = pack.spoken('#panic("read as markup") $x$ *b* @label \\ <tag>')

    assert pack.typeset(told).startswith(b"%PDF-")


def test_a_planted_change_of_a_text_shows_in_the_pack(quote):
    place = quote.preferred_wording.occurrences.get()
    segments = [part for part in place.segments.all() if part.role == "content"]
    place.snapshot.text = place.snapshot.text.replace("bridges", "bridge!")

    assert pack.checked(place.snapshot, segments).startswith("DOES NOT HOLD")


PAGES = {"desk_versions": 30, "desk_split": 20, "desk_evidence": 45}


@pytest.mark.parametrize("name, most", PAGES.items())
def test_the_quotes_pages_ask_no_more_for_more_rows(
    logged_in, two_places, ada, ben, django_assert_max_num_queries, name, most
):
    for number in range(4):
        factories.print_again(two_places, ada, f"We will repair bridge {number} before the frost")
    factories.publish(two_places, ben)
    client = logged_in(ben)
    key = [two_places.public_id]
    url = reverse(f"admin:{name}", args=["quote", *key] if name == "desk_versions" else key)
    client.get(url)

    with django_assert_max_num_queries(most):
        assert client.get(url).status_code == 200


def test_a_drafts_card_is_drawn_and_nothing_is_kept(logged_in, quote, ada):
    client, url = logged_in(ada), reverse("admin:desk_preview", args=[quote.public_id])
    change = reverse("admin:quotes_quote_change", args=[quote.pk])
    events = quote.events.count()

    answer = client.get(url)

    assert factories.WORDS in answer.content.decode()
    assert "frame-ancestors 'self'" in answer["content-security-policy"]
    assert answer["x-frame-options"] == "SAMEORIGIN"
    assert url in client.get(change).content.decode()
    quote.refresh_from_db()
    assert (quote.status, quote.published_at, quote.events.count()) == ("draft", None, events)
    assert not quote.wordings.filter(published_at__isnull=False).exists()


def test_the_card_to_come_has_what_waits(logged_in, published, ada, ben):
    url = reverse("admin:desk_preview", args=[published.public_id])
    change = reverse("admin:quotes_quote_change", args=[published.pk])
    assert url not in logged_in(ben).get(change).content.decode()
    waiting.change("wording", published.preferred_wording, {"text": AGAIN}, by=ada)

    assert AGAIN in logged_in(ben).get(url).content.decode()
    assert url in logged_in(ben).get(change).content.decode()
    assert published.wordings.get().text == factories.WORDS


def test_a_quote_without_words_has_no_card_yet(logged_in, ada):
    empty = Quote.objects.create()

    html = (
        logged_in(ada).get(reverse("admin:desk_preview", args=[empty.public_id])).content.decode()
    )

    assert "Choose the wording" in html
