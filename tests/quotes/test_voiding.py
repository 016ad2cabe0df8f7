"""Claims are made void: what readers see, who may, and what no longer hangs on them."""

import pytest

from quotes.actions import assessments, voiding
from quotes.actions.corrections import Notice
from quotes.errors import MoveNotAllowed, NotAllowed, NotReady
from quotes.models import Correction
from quotes.published.models import Change, PublishedClaim, PublishedQuote, Tombstone
from quotes.publishing.store import parsed
from tests import factories
from tests.conftest import person

NOTICE = Notice("void", "The sentence cannot be checked.", "We took it back.")


@pytest.fixture
def rated(ada, ben):
    """A claim that a published quote asserts, rated in public."""
    quote = factories.draft(ada)
    claim = factories.claim(ada, quote=quote)
    factories.publish(quote, ben)
    factories.assess(claim, ada, ben, ben)
    claim.refresh_from_db()
    return claim


def voided(claim, by, **more):
    """The claim, made void before readers."""
    given = {"reason": "error", "notice": NOTICE} | more
    return voiding.void_claim(claim, by=by, **given)


def test_a_public_claim_goes_with_a_notice_and_a_tombstone(rated, ben, same_for_readers):
    gone = voided(rated, ben, expect=rated.edit_version)

    assert gone.status == "void"
    assert [row.state for row in rated.assessments.all()] == ["void"]
    assert not PublishedClaim.objects.filter(pk=rated.public_id).exists()
    assert Tombstone.objects.get(public_id=rated.public_id).reason == "error"
    notice = Correction.objects.get(claim=rated)
    assert (notice.tier, notice.after_version) == ("void", None) and notice.before_version
    assert Change.objects.filter(public_id=rated.public_id).last().action == "withdrawn"
    assert parsed(PublishedQuote.objects.get().detail_json)["claims"] == []


@pytest.mark.django_db(transaction=True, databases=["default", "reader"])
def test_its_address_tells_that_it_is_gone_without_its_words(client, rated, ben):
    voided(rated, ben)

    answer = client.get(f"/api/v1/claims/{rated.public_id}/")

    assert answer.status_code == 410 and rated.text not in answer.content.decode()
    told = client.get("/api/v1/corrections/").json()["results"][0]
    assert told["target"]["id"] == rated.public_id and rated.text not in str(told)
    assert client.get(f"/claims/{rated.slug}/").status_code == 410


def test_nothing_new_hangs_on_it_and_it_stays_void(rated, ada, ben):
    waits = factories.drafted(rated, ada)
    assessments.submit(waits, by=ada)
    assessments.approve(waits, by=ben)
    voided(rated, ben)
    rated.refresh_from_db()

    with pytest.raises(MoveNotAllowed):
        voided(rated, ben)
    with pytest.raises(NotReady, match="is void"):
        factories.drafted(rated, ada)
    with pytest.raises(NotReady, match="is void"):
        assessments.publish(waits, by=ben)
    with pytest.raises(NotReady, match="is void"):
        assessments.link(rated, factories.draft(ada), "asserts", by=ada)


def test_readers_are_told_why_or_nothing_happens(rated, ben):
    with pytest.raises(NotReady, match="Give a reason"):
        voided(rated, ben, reason="")
    with pytest.raises(NotReady, match="notice"):
        voided(rated, ben, notice=None)
    with pytest.raises(NotReady, match="what was wrong"):
        voided(rated, ben, notice=Notice("void", "", ""))
    rated.refresh_from_db()
    assert rated.status == "assessed"


@pytest.mark.parametrize("role", ["", "contributor", "editor", "administrator"])
def test_publishers_alone_make_public_claims_void(rated, role):
    with pytest.raises(NotAllowed):
        voided(rated, person("other", *filter(None, [role])))


def test_an_editor_voids_what_readers_have_not_seen_and_says_why(ada, same_for_readers):
    claim = factories.claim(ada)
    with pytest.raises(NotReady, match="Say why"):
        voiding.void_claim(claim, by=ada)
    with pytest.raises(NotAllowed):
        voiding.void_claim(claim, by=person("other", "contributor"), why="Not checkable.")

    assert voiding.void_claim(claim, by=ada, why="Not checkable.").status == "void"
    assert not Tombstone.objects.exists() and not Correction.objects.exists()
