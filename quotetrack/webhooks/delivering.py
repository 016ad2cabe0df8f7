"""Call receivers, until each has taken what it is to hear.

A delivery is claimed, sent, and noted; it counts as taken once a 2xx was noted. Whoever dies in
between leaves a claim that ends after a minute, and the same event is sent again under the same
key: at least once, never not at all.

A receiver that does not take something is left alone for a while that doubles with each failure in
a row; when it takes something again, all that waits follows at once. An event that it refuses
again and again waits by itself, behind the others. After three days without a success the webhook
is switched off, with everything that waits kept for when it is on again.
"""

import logging
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from django.db import connections, transaction
from django.utils import timezone

from quotetrack.webhooks import bodies, queueing, signing, telling
from quotetrack.webhooks.models import Delivery, Outcome, Progress, Webhook
from sources import fetching
from sources.errors import AddressNotAllowed, AddressNotUsable, QuoteTrackError
from sources.history import acting

log = logging.getLogger("quotetrack.webhooks")
SECONDS = 10  # for one call
BUDGET = 20  # seconds for one receiver in a round, however much waits
AT_ONCE = 8  # receivers
CLAIM = timedelta(minutes=1)
FIRST_WAIT, LONGEST_WAIT = 15, 6 * 60 * 60  # seconds
PATIENCE, LEAST_TRIES = timedelta(days=3), 8
SIGNATURE, KEY = "QuoteTrack-Signature", "Idempotency-Key"


def turn(stop=None) -> int:
    """One round: queue what changed, call whoever is due; how many deliveries were taken."""
    queueing.fill_all()
    due = list(Webhook.objects.due(timezone.now()).values_list("pk", flat=True))
    if len(due) < 2:
        taken = [serve(pk, stop) for pk in due]
    else:  # nobody waits for a slow one
        with ThreadPoolExecutor(min(AT_ONCE, len(due))) as pool:
            taken = list(pool.map(lambda pk: apart(pk, stop), due))
    telling.tell()
    return sum(taken)


def apart(pk, stop) -> int:
    """The same in a thread of its own, which leaves no connection behind."""
    try:
        return serve(pk, stop)
    finally:
        connections.close_all()


def serve(pk, stop=None) -> int:
    """Send to one receiver what is due, while it takes it and its time lasts."""
    begin, taken = time.monotonic(), 0
    while time.monotonic() - begin < BUDGET and not (stop and stop.is_set()):
        delivery = claim(pk)
        if delivery is None or not send(delivery):
            break
        taken += 1
    return taken


@transaction.atomic
def claim(pk) -> Delivery | None:
    """The delivery to be sent next, noted as being sent; None where none is due."""
    now = timezone.now()
    rows = Progress.objects.select_for_update(of=("self",)).select_related("webhook")
    progress = rows.filter(pk=pk, webhook__disabled_at__isnull=True).first()
    if progress is None or progress.is_left_alone(now):
        return None
    delivery = progress.webhook.deliveries.due(now).first()
    if delivery is None:
        return None
    delivery.webhook = progress.webhook
    delivery.tries += 1
    delivery.first_tried_at = delivery.first_tried_at or now
    delivery.last_tried_at, delivery.next_at = now, now + CLAIM
    delivery.save(update_fields=["tries", "first_tried_at", "last_tried_at", "next_at"])
    return delivery


def send(delivery) -> bool:
    """One call, and a note of what came of it; whether it was taken."""
    try:
        body = bodies.of(delivery)
        said = call(delivery, body)
    except (AddressNotAllowed, AddressNotUsable) as error:
        return missed(delivery, Outcome.BARRED, str(error))
    except QuoteTrackError as error:
        return missed(delivery, Outcome.SILENT, str(error))
    if 200 <= said.status < 300:
        return taken(delivery, said)
    return missed(delivery, Outcome.ANSWERED, said.text, said.status, said.retry_after)


def call(delivery, body: bytes) -> fetching.Answered:
    """The signed request."""
    keys = signing.live_secrets(delivery.webhook, timezone.now())
    headers = {
        "Content-Type": "application/json",
        KEY: delivery.event,
        SIGNATURE: signing.signature(body, int(timezone.now().timestamp()), keys),
    }
    limits = replace(fetching.Limits.of_settings(), seconds=SECONDS)
    return fetching.post(delivery.webhook.url, body, headers, limits=limits)


@transaction.atomic
def taken(delivery, said) -> bool:
    """The receiver has it, and is well again."""
    now = timezone.now()
    Progress.objects.filter(pk=delivery.webhook_id).update(
        failures=0, failing_since=None, not_before=None, delivered_at=now
    )
    note(delivery, Outcome.TAKEN, said.text, said.status, delivered_at=now)
    return True


@transaction.atomic
def missed(delivery, outcome, answer, status=None, retry_after=None) -> bool:
    """The receiver does not have it: when it is tried again, or that this was the last time."""
    now = timezone.now()
    progress = Progress.objects.select_for_update().get(pk=delivery.webhook_id)
    progress.failures += 1
    progress.failing_since = progress.failing_since or now
    progress.not_before = now + wait(progress.failures, retry_after)
    progress.save(update_fields=["failures", "failing_since", "not_before"])
    note(delivery, outcome, answer, status, next_at=now + wait(delivery.tries, retry_after))
    log.warning("webhook_missed webhook=%s event=%s outcome=%s status=%s tries=%s",
                delivery.webhook_id, delivery.event, outcome, status, delivery.tries)  # fmt: skip
    if is_hopeless(now - progress.failing_since, progress.failures) or is_hopeless(
        now - delivery.first_tried_at, delivery.tries
    ):
        give_up(delivery)
    return False


def is_hopeless(time_since, tries: int) -> bool:
    """Three days and many tries; a clock that jumps makes no tries."""
    return time_since >= PATIENCE and tries >= LEAST_TRIES


def note(delivery, outcome, answer, status, **more):
    """Keep what came of a call."""
    Delivery.objects.filter(pk=delivery.pk).update(
        outcome=outcome, status=status, answer=answer[:500], **more
    )


def wait(failures: int, asked: int | None = None) -> timedelta:
    """How long until the next try: twice as long each time, a little by chance, six hours at most;
    longer where the receiver asked for it.
    """
    seconds = min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)
    seconds *= random.uniform(0.75, 1.25)  # so that many do not come back at once
    return timedelta(seconds=max(seconds, min(asked or 0, LONGEST_WAIT)))


def give_up(delivery):
    """Switch the webhook off; the administrators get a mail."""
    with acting(None, "switch off webhook"):
        Webhook.objects.live().filter(pk=delivery.webhook_id).update(
            disabled_at=timezone.now(), disabled_why="Nothing was taken for three days."
        )
    Progress.objects.filter(pk=delivery.webhook_id).update(told_at=None, not_before=None)
    log.error("webhook_disabled webhook=%s event=%s", delivery.webhook_id, delivery.event)
