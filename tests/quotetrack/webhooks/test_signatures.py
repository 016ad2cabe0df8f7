"""What receivers check, by the code that docs/webhooks.md gives them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from quotes.errors import EditConflict, NotAllowed, NotReady
from quotetrack.webhooks import acts, delivering, signing
from quotetrack.webhooks.models import Outcome, Webhook

from .conftest import changed, hook

PAGE = Path(__file__).parents[3] / "docs" / "webhooks.md"
SIGNATURE = "QuoteTrack-Signature"


@pytest.fixture
def sample():
    """The receiver's code, as it stands on the page."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    exec(compile(code, str(PAGE), "exec"), names)  # noqa: S102  it is the page's own
    return names


@pytest.fixture
def call(readers, receiver, max_):
    """A real call, and the secret that it was signed with."""
    _row, secret = hook(receiver, max_)
    changed()
    delivering.turn()
    return receiver.calls[0], secret


def refused(sample, *args):
    """The sample refuses it."""
    with pytest.raises(sample["NotFromThem"]):
        sample["receive"](*args)
    return True


def test_a_call_of_ours_is_taken_and_the_same_again_is_recognised(sample, call):
    one, secret = call

    assert sample["receive"](one.body, one.headers, secret)["event"] == one.said["event"]
    assert sample["receive"](one.body, one.headers, secret) is None


def test_forged_changed_and_old_calls_are_refused(sample, call):
    one, secret = call
    sent = int(re.search(r"t=(\d+)", one.headers[SIGNATURE])[1])
    later = re.sub(r"t=\d+", f"t={sent + 250}", one.headers[SIGNATURE])

    assert sample["receive"](one.body, one.headers, secret, sent + 300)
    assert refused(sample, one.body, one.headers, secret, sent + 301)
    assert refused(sample, one.body, one.headers, secret, sent - 301)
    assert refused(sample, one.body, one.headers, signing.secret_of("another"))
    assert refused(sample, one.body + b" ", one.headers, secret)
    assert refused(sample, one.body.replace(b"repair", b"break!"), one.headers, secret)
    assert refused(sample, one.body, one.headers | {SIGNATURE: later}, secret)
    assert refused(sample, one.body, one.headers | {"Idempotency-Key": "c1.1"}, secret)
    for header in ("", "t=", f"t={sent}", f"t={sent},v1=", f"t={sent},v1=é", "v1=0"):
        assert refused(sample, one.body, one.headers | {SIGNATURE: header}, secret)


def test_both_secrets_sign_while_one_is_replaced(sample, readers, receiver, max_):
    row, first = hook(receiver, max_)
    second = acts.rotate(row, by=max_)
    changed()
    delivering.turn()
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1), tick=True):
        changed()
        delivering.turn()
    during, after = receiver.calls

    assert first != second
    for secret in (first, second):
        assert sample["verified"](during.body, during.headers[SIGNATURE], secret)
    now = timezone.now().timestamp() + 3 * 24 * 3600 + 60
    assert sample["verified"](after.body, after.headers[SIGNATURE], second, now)
    with pytest.raises(sample["NotFromThem"]):
        sample["verified"](after.body, after.headers[SIGNATURE], first, now)


def test_a_former_secret_can_be_ended_at_once(readers, receiver, max_):
    row, _first = hook(receiver, max_)
    acts.rotate(row, by=max_)
    row.refresh_from_db()
    acts.end_former(row, by=max_, expect=row.edit_version)
    changed()

    delivering.turn()

    assert receiver.calls[0].headers[SIGNATURE].count("v1=") == 1
    with pytest.raises(EditConflict):
        acts.rotate(row, by=max_, expect=row.edit_version - 1)


def test_no_secret_lies_in_the_database(readers, receiver, max_):
    row, secret = hook(receiver, max_)
    kept = str(Webhook.objects.filter(pk=row.pk).values()) + str(row.events.values())

    assert secret not in kept and secret.removeprefix("qtw_") not in kept


def test_where_the_servers_key_was_changed_nothing_is_signed(readers, receiver, max_, settings):
    row, _secret = hook(receiver, max_)
    changed()
    settings.SECRET_KEY = "another-key-" * 6

    delivering.turn()

    assert receiver.calls == []
    one = row.deliveries.get()
    assert one.outcome == Outcome.SILENT and "SECRET_KEY" in one.answer
    acts.rotate(row, by=max_)
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        assert delivering.turn() == 1
    assert receiver.calls[0].headers[SIGNATURE].count("v1=") == 1


@pytest.mark.parametrize("who", ["ada", "ben", "carla", "cleo"])
def test_only_administrators_do_any_of_it(readers, receiver, max_, who, request):
    row, _secret = hook(receiver, max_)
    person = request.getfixturevalue(who)
    calls = [
        lambda: hook(receiver, person), lambda: acts.rotate(row, by=person),
        lambda: acts.end_former(row, by=person), lambda: acts.switch_off(row, by=person),
        lambda: acts.switch_on(row, by=person), lambda: acts.test(row, by=person),
        lambda: acts.redeliver(row, 1, by=person),
    ]  # fmt: skip

    for one in calls:
        with pytest.raises(NotAllowed):
            one()


def test_off_on_a_test_and_one_again(readers, receiver, max_):
    row, _secret = hook(receiver, max_)
    acts.switch_off(row, by=max_, why="They move.")
    for one in (acts.test, acts.switch_off):
        with pytest.raises(NotReady):
            one(row if one is acts.switch_off else Webhook.objects.get(), by=max_)
    changed()
    assert delivering.turn() == 0
    acts.switch_on(row, by=max_)
    row.refresh_from_db()
    with pytest.raises(NotReady):
        acts.switch_on(row, by=max_)
    acts.test(row, by=max_)

    assert delivering.turn() == 2

    (tested,) = [call.said for call in receiver.calls if call.said["event"].startswith("t")]
    assert tested["action"] == "test" and tested["current"] is None and tested["type"] is None
    first = row.deliveries.get(kind="quote")
    acts.redeliver(row, first.pk, by=max_)
    assert delivering.turn() == 1
    assert receiver.events().count(first.event) == 2
    with pytest.raises(NotReady, match="forgotten"):
        acts.redeliver(row, 0, by=max_)
