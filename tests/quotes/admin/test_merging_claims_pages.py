"""Merging claims on the desk, and what readers of the old addresses get then."""

import copy

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quotes.models import Assessment, Claim, Correction, Merge
from quotes.published.models import PublishedVersion
from tests import factories
from tests.conftest import person
from tests.quotes.claim_pairs import Pair
from tests.quotes.taken_back import taken_back

NOTICE = {
    "tier": "verdict_change",
    "what_was_wrong": "One sentence had two ratings.",
    "what_changed": "One of them stands.",
}


@pytest.fixture(scope="module")
def rows(committed):
    """A duplicate with another verdict, committed once."""
    return Pair(person("ada", "editor"), person("ben", "publisher"), ("confirmed", "false"))


@pytest.fixture
def pair(rows):
    """The pair, and readers who see what the test does; all of it is taken back."""
    kept = connections["reader"]
    connections["reader"] = connections["default"]
    try:
        with taken_back():
            yield copy.deepcopy(rows)
    finally:
        connections["reader"] = kept


@pytest.fixture
def desk(pair):
    """The publisher's browser."""
    client = Client()
    client.force_login(pair.ben)
    return client


def address(pair):
    return reverse("admin:desk_merge", args=["claim", pair.loser.public_id])


def form_of(desk, pair):
    """The page with both, and what its form would send."""
    html = desk.get(address(pair), {"into": pair.winner.public_id}).content.decode()
    seen = html.split('name="seen" value="')[1].split('"')[0]
    sent = {"into": pair.winner.public_id, "seen": seen, "reason": "One sentence."}
    pair.loser.refresh_from_db(), pair.winner.refresh_from_db()
    versions = {"edit_version": pair.loser.edit_version, "other_version": pair.winner.edit_version}
    choice = {f"stands-{pair.verdicts[1].scale_id}": pair.verdicts[1].public_id}
    return html, sent | versions | choice | NOTICE


def merge(desk, pair):
    return desk.post(address(pair), form_of(desk, pair)[1])


def test_the_page_shows_what_moves_and_asks_which_verdict_stands(desk, pair):
    html, sent = form_of(desk, pair)

    assert "Which verdict stands?" in html and "numbered notice" in html
    assert pair.second.preferred_wording.text in html
    assert desk.post(address(pair), sent).status_code == 302
    assert Claim.objects.get(pk=pair.loser.pk).merged_into == pair.winner
    assert Correction.objects.get().what_changed == NOTICE["what_changed"]
    page = desk.get(reverse("admin:quotes_claim_change", args=[pair.loser.pk]))
    assert "was merged into another one" in page.content.decode()


def test_what_is_missing_is_said_and_nothing_typed_is_lost(desk, pair):
    sent = form_of(desk, pair)[1]
    bare = {name: value for name, value in sent.items() if not name.startswith("stands-")}

    answer = desk.post(address(pair), bare)

    html = answer.content.decode()
    assert answer.status_code == 400 and "Say which verdict stands" in html
    assert all(one in html for one in ("One sentence.", *NOTICE.values()))
    assert not Merge.objects.exists()


def test_a_verdict_that_changed_meanwhile_is_shown_before_anything_is_done(desk, pair):
    sent = form_of(desk, pair)[1]
    Assessment.objects.filter(pk=pair.verdicts[0].pk).update(state="void")

    answer = desk.post(address(pair), sent)

    html = answer.content.decode()
    assert answer.status_code == 409 and "has changed since you looked" in html
    assert "One sentence." in html and not Merge.objects.exists()


def test_a_claim_that_was_edited_meanwhile_is_a_conflict_on_either_side(desk, pair):
    for claim in (pair.loser, pair.winner):
        sent = form_of(desk, pair)[1]
        Claim.objects.filter(pk=claim.pk).update(kind="promise")

        answer = desk.post(address(pair), sent)

        assert answer.status_code == 409 and b"data-refused" in answer.content
        assert b"One sentence." in answer.content
    assert not Merge.objects.exists()


def test_old_addresses_lead_on_and_what_was_published_is_told_of_then(desk, pair):
    was = timezone.now().isoformat().replace("+00:00", "Z")
    cursor = f"c{PublishedVersion.objects.latest('xid').xid}"
    old, new = pair.loser, pair.winner
    merge(desk, pair)
    ask = Client().get

    for name in (old.public_id, old.slug):
        answer = ask(f"/api/v1/claims/{name}/")
        where = f"/api/v1/claims/{new.public_id}/"
        assert (answer.status_code, answer["Location"]) == (301, where)
        assert ask(f"/claims/{name}/")["Location"] == f"/claims/{new.slug}/"
        assert new.text in ask(f"/embed/c/{name}").content.decode()
    first = ask(f"/api/v1/claims/{old.public_id}/?version=1").json()
    assert (first["text"], first["rating"]) == (old.text, "false")
    for then in (was, cursor):
        assert ask(f"/api/v1/claims/{old.public_id}/", {"at": then}).json()["text"] == old.text
    listed = ask("/api/v1/quotes/", {"claim": old.slug}).json()["results"]
    assert {row["id"] for row in listed} == {pair.first.public_id, pair.second.public_id}
    detail = ask(f"/api/v1/claims/{new.public_id}/").json()
    assert {row["state"] for row in detail["assessments"]} == {"published", "superseded"}
    assert detail["rating"] == "false" and len(detail["corrections"]) == 1
    page = ask(f"/claims/{new.slug}/").content.decode()
    assert '"ClaimReview"' in page and NOTICE["what_changed"] in page


def test_the_undo_asks_for_a_notice_and_both_are_public_again(desk, pair):
    merge(desk, pair)
    row = Merge.objects.get()
    undo = reverse("admin:desk_merge_undo", args=[row.public_id])
    pair.winner.refresh_from_db()
    sent = {"edit_version": pair.winner.edit_version}

    told = desk.post(undo, sent, follow=True).content.decode()
    assert "Readers will see both verdicts again" in told
    desk.post(undo, sent | NOTICE)

    assert Client().get(f"/api/v1/claims/{pair.loser.slug}/").json()["rating"] == "false"
    assert Client().get(f"/api/v1/claims/{pair.winner.slug}/").json()["rating"] == "confirmed"
    assert Correction.objects.count() == 2


def test_like_claims_are_proposed(desk, pair):
    other = factories.claim(pair.ada, text="It snowed in June")

    html = desk.get(address(pair)).content.decode()

    assert pair.winner.public_id in html and "<ins>" in html
    assert other.public_id not in html
    html = desk.get(address(pair), {"into": pair.winner.text.upper()}).content.decode()
    assert "Which verdict stands?" in html
