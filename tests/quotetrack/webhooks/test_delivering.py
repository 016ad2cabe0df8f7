"""Receivers are called until they have taken what they are to hear."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from quotes import workflow
from quotetrack.api.management.commands import worker
from quotetrack.webhooks import acts, delivering, queueing
from quotetrack.webhooks.models import Delivery, Outcome, Webhook
from tests import factories

from .conftest import Receiver, changed, hook

LATER = timedelta(hours=7)  # longer than the longest wait


@pytest.fixture(autouse=True)
def asked(readers):
    """Every test asks as readers do."""


def test_a_change_is_called_once_with_what_the_object_says(receiver, max_):
    hook(receiver, max_)
    change = changed()

    assert delivering.turn() == 1
    assert delivering.turn() == 0

    (call,) = receiver.calls
    assert call.headers["Content-Type"] == "application/json"
    assert call.headers["Idempotency-Key"] == call.said["event"] == f"c{change.xid}.{change.pk}"
    assert (call.said["type"], call.said["action"]) == ("quote", "created")
    assert call.said["url"] == f"https://quotes.example/api/v1/quotes/{change.public_id}/"
    document = call.said["current"]["document"]
    assert document["text"] == "We will repair the bridges."
    assert document["url"].startswith("https://quotes.example/")


def test_what_changed_before_it_was_made_is_not_told(receiver, max_):
    changed()
    hook(receiver, max_)

    assert delivering.turn() == 0 and receiver.calls == []


def test_a_webhook_hears_of_its_kinds_only(receiver, max_):
    row, _secret = hook(receiver, max_, kinds=["claim"])
    changed("quote")
    last = changed("claim", "0123456789ab", "withdrawn")

    delivering.turn()

    assert [call.said["type"] for call in receiver.calls] == ["claim"]
    row.progress.refresh_from_db()
    assert (row.progress.xid, row.progress.number) == (last.xid, last.pk)


def test_drafts_are_in_no_call_and_what_was_withdrawn_has_no_words(receiver, max_, ada, ben):
    hook(receiver, max_)
    secret_words = "Nobody has to know about the second bridge yet"
    factories.draft(ada, words=secret_words, who="Vera Ohm")
    workflow.submit(factories.draft(ada, words=f"{secret_words} indeed"), by=ada)
    public = factories.publish(factories.draft(ada), ben)
    workflow.withdraw(public, by=ben, reason="error", note="The tape was cut.")

    delivering.turn()

    told = {(call.said["id"], call.said["action"]) for call in receiver.calls}
    assert {(public.public_id, "created"), (public.public_id, "withdrawn")} <= told
    for call in receiver.calls:
        for words in (secret_words, factories.WORDS, "The tape was cut", "Vera Ohm"):
            assert words.encode() not in call.body
        if call.said["id"] == public.public_id:
            current = call.said["current"]
            assert current["state"] == "withdrawn" and current["reason"] == "error"
            assert set(current) == {"state", "reason", "withdrawn_at"}


@pytest.mark.slow
def test_a_body_is_fetched_afresh_for_every_try(receiver, max_, ada, ben):
    hook(receiver, max_)
    public = factories.publish(factories.draft(ada), ben)
    receiver.answers["/"] = 500
    delivering.turn()
    assert factories.WORDS.encode() in receiver.calls[0].body
    workflow.withdraw(public, by=ben, reason="error")
    receiver.answers["/"] = 200

    with time_machine.travel(timezone.now() + LATER, tick=True):
        delivering.turn()

    of_quote = [call for call in receiver.calls[1:] if call.said["id"] == public.public_id]
    assert of_quote and all(factories.WORDS.encode() not in call.body for call in of_quote)


def test_after_an_outage_everything_arrives(max_, receiver):
    row, _secret = hook(receiver, max_)
    port = receiver.port
    receiver.close()
    wanted = {f"c{one.xid}.{one.pk}" for one in [changed() for _ in range(12)]}
    for hours in (0, 7, 14):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=True):
            delivering.turn()
    row.progress.refresh_from_db()
    assert row.progress.failures > 1
    assert row.deliveries.filter(outcome=Outcome.SILENT).exists()

    again = Receiver(port)
    try:
        with time_machine.travel(timezone.now() + timedelta(hours=40), tick=True):
            delivering.turn()
        assert set(again.events()) == wanted
    finally:
        again.close()
    row.progress.refresh_from_db()
    assert row.progress.failures == 0 and not row.deliveries.waiting().exists()


def test_a_receiver_that_fails_is_left_alone_for_longer_each_time(receiver, max_):
    row, _secret = hook(receiver, max_)
    receiver.answers["/"] = 503
    changed(), changed(), changed()

    delivering.turn()
    delivering.turn()

    assert len(receiver.calls) == 1
    waits = [delivering.wait(failures).total_seconds() for failures in range(1, 25)]
    assert 11 <= waits[0] <= 19 and max(waits) <= 1.25 * 6 * 3600 and waits[-1] > 4 * 3600
    assert len({delivering.wait(5) for _ in range(5)}) > 1
    assert delivering.wait(1, asked=900) >= timedelta(seconds=900)


def test_an_event_that_is_refused_holds_no_other_up(receiver, max_):
    row, _secret = hook(receiver, max_)
    first = changed()
    for _ in range(3):
        changed()
    refused = f"c{first.xid}.{first.pk}"
    receiver.answers["/"] = lambda: 400 if receiver.events()[-1] == refused else 200

    delivering.turn()
    with time_machine.travel(timezone.now() + timedelta(seconds=20), tick=True):
        delivering.turn()

    waiting = row.deliveries.waiting().get()
    assert waiting.event == refused and waiting.status == 400
    assert row.deliveries.filter(outcome=Outcome.TAKEN).count() == 3


def test_redirects_are_not_followed(receiver, max_):
    row, _secret = hook(receiver, max_, "/moved")
    receiver.answers["/moved"] = 307
    changed()

    delivering.turn()

    assert [call.path for call in receiver.calls] == ["/moved"]
    assert row.deliveries.get().status == 307


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://[::ffff:10.0.0.1]/"]
)
def test_an_address_that_is_barred_is_recorded_and_waits_as_others_do(
    receiver, max_, settings, url
):
    row, _secret = hook(receiver, max_)
    settings.FETCH_ALLOW_NETWORKS = []
    Webhook.objects.filter(pk=row.pk).update(url=url)
    changed()

    delivering.turn()
    delivering.turn()

    one = row.deliveries.get()
    assert (one.outcome, one.tries, one.status) == (Outcome.BARRED, 1, None)
    assert "not a site of the public web" in one.answer and receiver.calls == []
    row.progress.refresh_from_db()
    assert row.progress.not_before > timezone.now()


def test_after_three_days_it_is_switched_off_and_administrators_get_a_mail(
    receiver, max_, ben, mailoutbox
):
    max_.email, ben.email = "max@desk.example", "ben@desk.example"
    max_.save(), ben.save()
    row, _secret = hook(receiver, max_)
    receiver.answers["/"] = 500
    changed(), changed()
    begin = timezone.now()
    delivering.turn()
    for hours in range(7, 71, 7):
        with time_machine.travel(begin + timedelta(hours=hours), tick=True):
            delivering.turn()
    row.refresh_from_db()
    assert row.is_live and not mailoutbox

    with time_machine.travel(begin + timedelta(hours=77), tick=True):
        delivering.turn()
        changed()
        delivering.turn()

    row.refresh_from_db()
    assert not row.is_live and row.disabled_by is None and "three days" in row.disabled_why
    (mail,) = mailoutbox
    assert mail.to == ["max@desk.example"] and row.name in mail.subject
    assert f"/admin/webhooks/webhook/{row.pk}/change/" in mail.body
    last = row.events.order_by("-pgh_id").first().pgh_context.metadata
    assert (last["user"], last["act"]) == (None, "switch off webhook")

    called = len(receiver.calls)
    receiver.answers["/"] = 200
    acts.switch_on(row, by=max_)
    delivering.turn()
    assert len(set(receiver.events()[called:])) == 3


def test_a_mail_that_cannot_be_sent_is_sent_later(receiver, max_, mailoutbox, monkeypatch):
    from quotetrack.webhooks import telling

    max_.email = "max@desk.example"
    max_.save()
    row, _secret = hook(receiver, max_)
    Webhook.objects.filter(pk=row.pk).update(disabled_at=timezone.now(), disabled_why="So.")

    def down(*args, **more):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(telling, "send_mail", down)
        assert telling.tell() == 0
    assert telling.tell() == 0  # not at once
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=True):
        assert telling.tell() == 1
        assert telling.tell() == 0
    assert len(mailoutbox) == 1


def test_what_was_taken_is_forgotten_after_a_month_and_what_waits_is_not(receiver, max_):
    row, _secret = hook(receiver, max_)
    changed(), changed()
    delivering.turn()
    receiver.answers["/"] = 500
    changed()
    delivering.turn()

    assert queueing.forget(timezone.now() + timedelta(days=29)) == 0
    assert queueing.forget(timezone.now() + timedelta(days=31)) == 2
    assert row.deliveries.waiting().count() == 1


@pytest.mark.slow
def test_no_more_is_queued_than_a_table_can_bear(receiver, max_, monkeypatch):
    monkeypatch.setattr(queueing, "MOST_WAITING", 5)
    monkeypatch.setattr(queueing, "AT_ONCE", 3)
    row, _secret = hook(receiver, max_)
    wanted = {f"c{one.xid}.{one.pk}" for one in [changed() for _ in range(20)]}
    for _ in range(4):
        queueing.fill_all()
    assert row.deliveries.count() == 6

    for _ in range(8):
        delivering.turn()

    assert set(receiver.events()) == wanted


def test_a_worker_that_died_leaves_its_claim_for_a_minute(receiver, max_):
    row, _secret = hook(receiver, max_)
    changed()
    queueing.fill_all()
    claimed = delivering.claim(row.pk)

    assert claimed.tries == 1 and delivering.turn() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=True):
        assert delivering.turn() == 1
    assert Delivery.objects.get().tries == 2


def test_the_worker_calls(receiver, max_, capsys):
    hook(receiver, max_)
    changed()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "CHORES", ())
        call_command("worker", "--once")

    assert "call_webhooks: 1" in capsys.readouterr().out and len(receiver.calls) == 1


def test_a_clock_that_jumps_switches_nothing_off_and_stops_nothing(receiver, max_):
    row, _secret = hook(receiver, max_)
    receiver.answers["/"] = 500
    changed()
    delivering.turn()

    with time_machine.travel(timezone.now() + timedelta(days=3, hours=1), tick=True):
        delivering.turn()
    row.refresh_from_db()
    assert row.is_live and len(receiver.calls) == 2
    receiver.answers["/"] = 200

    assert delivering.turn() == 1  # although the next try was noted for three days later
