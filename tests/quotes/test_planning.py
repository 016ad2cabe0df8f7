"""Publication at a set time: who sets it, what goes out by itself, and what waits."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from quotes import candidates, workflow
from quotes.actions import assessments, drafts, planning
from quotes.errors import EditConflict, MoveNotAllowed, NotAllowed, NothingToDo, NotReady
from quotes.models import Quote
from quotes.published.models import Change, PublishedClaim, PublishedQuote
from tests import factories
from tests.conftest import person

SOON = timedelta(hours=3)


@pytest.fixture
def soon():
    """A moment that lies ahead."""
    return timezone.now() + SOON


def at_its_time(wait=SOON):
    """How many rows went out at a later moment."""
    with time_machine.travel(timezone.now() + wait + timedelta(seconds=1), tick=True):
        return planning.publish_due()


def approved(ada, ben, claim=None, slug="confirmed"):
    """An approved assessment that waits for a publisher."""
    row = factories.drafted(claim or factories.claim(ada), ada, slug)
    assessments.submit(row, by=ada)
    return assessments.approve(row, by=ben)


def test_a_quote_comes_out_at_its_time_and_not_before(quote, ben, soon, same_for_readers):
    planned = planning.plan_quote(quote, soon, by=ben)

    assert (planned.status, planned.publish_at, planned.publish_by) == ("in_review", soon, ben)
    assert planning.publish_due() == 0
    assert not PublishedQuote.objects.exists() and not Change.objects.exists()

    assert at_its_time() == 1

    planned.refresh_from_db()
    assert (planned.status, planned.published_by, planned.publish_at) == ("published", ben, None)
    assert planned.published_at > soon and PublishedQuote.objects.count() == 1
    told = Quote.events.rel.related_model.objects.filter(pgh_obj_id=quote.pk).order_by("-pgh_id")[0]
    assert told.pgh_context.metadata["reason"] == planning.REASON
    assert at_its_time() == 0


@pytest.mark.parametrize("role", ["", "contributor", "editor", "administrator"])
def test_publishers_alone_set_times_and_call_off(quote, ben, soon, role):
    other = person("other", *filter(None, [role]))
    planned = planning.plan_quote(quote, soon, by=ben)

    with pytest.raises(NotAllowed):
        planning.plan_quote(planned, soon, by=other)
    with pytest.raises(NotAllowed):
        planning.call_off(planned, by=other)


def test_times_that_are_over_or_far_away_are_refused(quote, ben):
    for away in (timedelta(minutes=-1), timedelta(days=800)):
        with pytest.raises(NotReady):
            planning.plan_quote(quote, timezone.now() + away, by=ben)


def test_what_is_called_off_waits_and_whoever_comes_second_is_told(quote, ben, soon):
    planned = planning.plan_quote(quote, soon, by=ben)
    with pytest.raises(EditConflict):
        planning.plan_quote(planned, soon, by=ben, expect=quote.edit_version)

    off = planning.call_off(planned, by=ben, expect=planned.edit_version)

    assert (off.status, off.publish_at, off.publish_by) == ("in_review", None, None)
    assert at_its_time() == 0
    with pytest.raises(NothingToDo):
        planning.call_off(off, by=ben)


def test_sending_back_or_publishing_by_hand_forgets_the_time(quote, ben, soon):
    planned = planning.plan_quote(quote, soon, by=ben)
    back = workflow.send_back(planned, by=ben)
    assert back.publish_at is None

    again = planning.plan_quote(back, soon, by=ben)
    out = workflow.publish(again, by=ben)

    assert (out.status, out.publish_at) == ("published", None)
    with pytest.raises(MoveNotAllowed):
        planning.plan_quote(out, soon, by=ben)


@pytest.mark.parametrize("change", ["speaker", "words", "topic", "place", "claim"])
def test_what_was_changed_after_the_time_was_set_waits(quote, ada, ben, soon, change):
    planned = planning.plan_quote(quote, soon, by=ben)
    if change == "speaker":
        drafts.set_speaker(planned, factories.speaker("Vera Ohm"), by=ben)
    elif change == "words":
        planned.preferred_wording.text += " indeed"
        planned.preferred_wording.save(update_fields=["text"])
    elif change == "topic":
        drafts.set_topics(planned, [factories.topic("Harbours")], by=ben)
    elif change == "place":
        factories.print_again(planned, ada)
    else:
        factories.claim(ada, quote=planned)

    assert at_its_time() == 0
    planned.refresh_from_db()
    assert planned.status == "in_review" and "changed after" in planning.hindrance(planned)

    planning.plan_quote(planned, timezone.now() + SOON, by=ben)
    assert at_its_time() == 1


def test_a_publisher_who_left_publishes_nothing(quote, ben, soon):
    planned = planning.plan_quote(quote, soon, by=ben)
    ben.groups.clear()

    assert at_its_time() == 0
    assert "does not publish any more" in planning.hindrance(Quote.objects.get(pk=planned.pk))


def test_one_row_that_waits_does_not_hold_the_others(ada, ben, soon):
    first = planning.plan_quote(factories.draft(ada), soon, by=ben)
    planning.plan_quote(factories.draft(ada), soon + timedelta(seconds=1), by=ben)
    drafts.set_speaker(first, factories.speaker("Vera Ohm"), by=ben)

    assert at_its_time(SOON + timedelta(minutes=1)) == 1


def test_what_a_draft_needs_is_asked_for_when_the_time_is_set(ada, ben, soon):
    taken = factories.take_in(ada).candidates[0]
    quote = candidates.accept(taken, by=ada).quote
    Quote.objects.filter(pk=quote.pk).update(preferred_wording=None)

    with pytest.raises(NotReady):
        planning.plan_quote(quote, soon, by=ben)
    quote.refresh_from_db()
    assert quote.status == "draft"


def test_an_assessment_comes_out_at_its_time(ada, ben, soon, same_for_readers):
    row = approved(ada, ben)
    with pytest.raises(MoveNotAllowed):
        planning.plan_assessment(factories.drafted(row.claim, ada), soon, by=ben)
    planned = planning.plan_assessment(row, soon, by=ben)
    assert not PublishedClaim.objects.exists()

    assert at_its_time() == 1

    planned.refresh_from_db()
    assert (planned.state, planned.published_by, planned.publish_at) == ("published", ben, None)
    assert PublishedClaim.objects.count() == 1


def test_a_change_of_verdict_is_never_made_by_the_clock(ada, ben, soon):
    claim = factories.claim(ada)
    planned = planning.plan_assessment(approved(ada, ben, claim), soon, by=ben)
    factories.assess(claim, ada, ben, ben, "false")

    assert at_its_time() == 0
    planned.refresh_from_db()
    assert planned.state == "approved" and "notice" in planning.hindrance(planned)
    with pytest.raises(NotReady, match="by hand"):
        planning.plan_assessment(approved(ada, ben, claim), soon, by=ben)
