"""From the feed of changes to what each receiver is to hear.

A receiver's place in the feed moves in the transaction that queues what comes before it. Public
acts take turns (`quotes.published.turns`), so nothing ever appears behind a place.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from quotes.published.models import Change
from quotetrack.webhooks.models import Delivery, Progress, Webhook

AT_ONCE = 500  # changes that are looked at in one go
MOST_WAITING = 1000  # deliveries; what comes after them waits in the feed
KEPT = timedelta(days=30)  # deliveries that were taken


def end_of_feed() -> tuple[int, int]:
    """The place behind everything that is public now."""
    last = Change.objects.readers().order_by("-xid", "-pk").values_list("xid", "pk").first()
    return last or (0, 0)


def fill_all() -> int:
    """Queue for every receiver what has changed since it was last looked at."""
    return sum(fill(webhook) for webhook in Webhook.objects.live())


def fill(webhook) -> int:
    """Queue for one; how many deliveries were added."""
    with transaction.atomic():
        # Two workers: one of them is enough.
        rows = Progress.objects.select_for_update(skip_locked=True)
        progress = rows.filter(pk=webhook.pk).first()
        if progress is None or webhook.deliveries.waiting().count() >= MOST_WAITING:
            return 0
        changes = Change.objects.readers().after(progress.xid, progress.number)
        found = list(changes.in_order()[:AT_ONCE])
        if not found:
            return 0
        wanted = [one for one in found if webhook.hears_of(one.kind)]
        Delivery.objects.bulk_create(
            [delivery_of(webhook, one) for one in wanted], ignore_conflicts=True
        )
        progress.xid, progress.number = found[-1].xid, found[-1].pk
        progress.save(update_fields=["xid", "number"])
    return len(wanted)


def delivery_of(webhook, change) -> Delivery:
    """A change as this receiver is to hear of it."""
    return Delivery(
        webhook=webhook, event=f"c{change.xid}.{change.pk}", kind=change.kind,
        public_id=change.public_id, version=change.version, action=change.action, at=change.at,
    )  # fmt: skip


def forget(now=None) -> int:
    """Delete what was taken long ago; what waits stays."""
    until = (now or timezone.now()) - KEPT
    return Delivery.objects.filter(delivered_at__lt=until).delete()[0]
