"""Verdicts of others: taken in as theirs, shown once a publisher says so, never ours."""

import json

import orjson
import pytest
from django.core.management import CommandError, call_command

from quotes.actions import outside_reviews
from quotes.errors import MoveNotAllowed, NotAllowed, NotReady
from quotes.models import Assessment, Claim, OutsideReview
from quotes.published.models import PublishedClaim
from tests import factories

from .test_claim_reviews import REVIEW, as_json, without

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("same_for_readers")]


@pytest.fixture
def claim(ada, ben, eva):
    """A public claim with an assessment of ours."""
    row = factories.claim(ada)
    factories.assess(row, ada, ben, eva)
    return row


def public(claim):
    return orjson.loads(PublishedClaim.objects.get(pk=claim.public_id).detail_json)


def test_a_review_of_a_known_claim_is_tied_to_it(carla, claim):
    taken = outside_reviews.take_in(as_json(REVIEW), by=carla)

    assert [row.claim for row in taken.new] == [claim]
    assert public(claim)["outside_reviews"] == []


def test_an_unknown_claim_is_made_and_stays_open(carla):
    taken = outside_reviews.take_in(
        as_json(without("claimReviewed", claimReviewed="It snowed")), by=carla
    )

    (row,) = taken.new
    assert (row.claim.text, row.claim.status) == ("It snowed", "open")
    assert not Assessment.objects.exists() and not PublishedClaim.objects.exists()


def test_the_same_again_changes_nothing(carla):
    first = outside_reviews.take_in(as_json(REVIEW), by=carla)
    again = outside_reviews.take_in(as_json(REVIEW), by=carla)

    assert [row.pk for row in again.known] == [row.pk for row in first.new] and not again.new
    assert (Claim.objects.count(), OutsideReview.objects.count()) == (1, 1)


def test_readers_see_it_as_its_authors_once_it_is_published(carla, ben, claim):
    (row,) = outside_reviews.take_in(as_json(REVIEW), by=carla).new
    before = public(claim)

    outside_reviews.publish(row, by=ben)

    after = public(claim)
    (shown,) = after["outside_reviews"]
    assert (shown["author"], shown["label"], shown["url"]) == (
        "The Checkers", "Mostly true", "https://checkers.example/bridges",
    )  # fmt: skip
    assert (shown["value"], shown["worst"], shown["best"]) == (4.0, 1.0, 5.0)
    assert (after["label"], after["standing"]) == (before["label"], before["standing"])


def test_of_several_from_one_address_readers_see_the_last(carla, ben, claim):
    changed = without("reviewRating", reviewRating={"alternateName": "False"})
    for node in (REVIEW, changed):
        (row,) = outside_reviews.take_in(as_json(node), by=carla).new
        outside_reviews.publish(row, by=ben)

    assert [each["label"] for each in public(claim)["outside_reviews"]] == ["False"]


def test_a_withdrawn_one_is_gone_for_readers_and_stays_on_record(carla, ben, claim):
    (row,) = outside_reviews.take_in(as_json(REVIEW), by=carla).new
    outside_reviews.publish(row, by=ben)

    outside_reviews.withdraw(row, by=ben)

    assert public(claim)["outside_reviews"] == [] and OutsideReview.objects.count() == 1
    with pytest.raises(MoveNotAllowed):
        outside_reviews.publish(row, by=ben)


def test_roles(carla, ada, cleo, claim):
    with pytest.raises(NotAllowed):
        outside_reviews.take_in(as_json(REVIEW), by=cleo)
    (row,) = outside_reviews.take_in(as_json(REVIEW), by=carla).new
    for person in (carla, ada):
        with pytest.raises(NotAllowed):
            outside_reviews.publish(row, by=person)


def test_our_own_reviews_are_not_taken_in(carla, settings):
    settings.SITE_URL = "https://quotes.example"
    ours = without("url", url="https://quotes.example/claims/bridges/")

    taken = outside_reviews.take_in(as_json(ours), by=carla)

    assert not taken.new and "a review of ours" in taken.troubles[0]


def test_what_holds_none_is_refused(carla):
    with pytest.raises(NotReady, match="No ClaimReview was found"):
        outside_reviews.take_in(b"<p>Nothing</p>", by=carla)


def test_the_command_takes_files_and_says_what_it_did(tmp_path, capsys):
    file = tmp_path / "reviews.json"
    file.write_text(json.dumps([REVIEW, without("author")]))

    with pytest.raises(CommandError, match="could not be used whole"):
        call_command("import_claim_reviews", str(file))

    said = capsys.readouterr()
    assert "1 new, 0 known" in said.out and "The Checkers: Mostly true" in said.out
    assert "Review 2: It does not say who judged (author)." in said.err


def test_the_desk_takes_a_file(client, carla, tmp_path):
    file = tmp_path / "reviews.json"
    file.write_bytes(as_json(REVIEW))
    client.force_login(carla)

    with file.open("rb") as opened:
        answer = client.post("/admin/desk/reviews/import/", {"file": opened})

    assert answer.status_code == 200 and "1 new, 0 known." in answer.content.decode()


def test_the_desk_says_what_is_wrong(client, carla):
    client.force_login(carla)

    nothing = client.post("/admin/desk/reviews/import/", {})
    inside = client.post("/admin/desk/reviews/import/", {"url": "http://127.0.0.1/reviews"})

    assert nothing.status_code == inside.status_code == 422
    assert "Give an address or a file." in nothing.content.decode()
    assert "not a site of the public web" in inside.content.decode()


def test_the_desk_publishes_and_withdraws(client, carla, ben, claim):
    (row,) = outside_reviews.take_in(as_json(REVIEW), by=carla).new
    client.force_login(ben)
    page = f"/admin/quotes/outsidereview/{row.pk}/change/"

    assert "Publish</button>" in client.get(page).content.decode()
    client.post(f"/admin/desk/reviews/{row.public_id}/publish/", {"edit_version": row.edit_version})
    assert len(public(claim)["outside_reviews"]) == 1
    row.refresh_from_db()
    client.post(
        f"/admin/desk/reviews/{row.public_id}/withdraw/", {"edit_version": row.edit_version}
    )
    assert public(claim)["outside_reviews"] == []
