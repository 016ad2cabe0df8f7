"""What administrators do with webhooks: each act is one transaction, with who did it on record."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from quotes import roles
from quotes.edits import locked, save_fields
from quotes.errors import NotReady
from quotetrack.webhooks import queueing, signing
from quotetrack.webhooks.models import Delivery, Progress
from sources.history import acting

OVERLAP = timedelta(days=3)  # in which the former secret signs too: as long as tries go on


@transaction.atomic
def create(webhook, *, by) -> str:
    """Begin to tell a receiver of what changes from now on; its secret, which is shown once."""
    roles.check(by, roles.ADMINISTER, "manage webhooks")
    webhook.seed, webhook.created_by = signing.new_seed(), by
    secret = signing.secret_of(webhook.seed)
    webhook.seed_print = signing.print_of(secret)
    with acting(by, "new webhook"):
        webhook.save(force_insert=True)
    xid, number = queueing.end_of_feed()
    Progress.objects.create(webhook=webhook, xid=xid, number=number)
    return secret


@transaction.atomic
def rotate(webhook, *, by, expect=None) -> str:
    """A new secret, which is shown once; the one before it signs too for three more days."""
    roles.check(by, roles.ADMINISTER, "manage webhooks")
    row = locked(webhook, expect)
    seed = signing.new_seed()
    secret = signing.secret_of(seed)
    values = {
        "seed": seed, "seed_print": signing.print_of(secret), "former_seed": row.seed,
        "former_print": row.seed_print, "former_until": timezone.now() + OVERLAP,
    }  # fmt: skip
    with acting(by, "new secret"):
        save_fields(row, values)
    return secret


@transaction.atomic
def end_former(webhook, *, by, expect=None):
    """Let the former secret sign no longer."""
    roles.check(by, roles.ADMINISTER, "manage webhooks")
    row = locked(webhook, expect)
    if not row.former_seed:
        raise NotReady("There is no former secret.")
    with acting(by, "end former secret"):
        save_fields(row, {"former_seed": "", "former_print": "", "former_until": None})


@transaction.atomic
def switch_off(webhook, *, by, expect=None, why=""):
    """Call it no longer; what changes meanwhile waits."""
    roles.check(by, roles.ADMINISTER, "manage webhooks")
    row = locked(webhook, expect)
    if not row.is_live:
        raise NotReady("This webhook is off already.")
    with acting(by, "switch off webhook", why):
        save_fields(
            row, {"disabled_at": timezone.now(), "disabled_by": by, "disabled_why": why[:500]}
        )


@transaction.atomic
def switch_on(webhook, *, by, expect=None):
    """Call it again: it gets everything that it has not heard of."""
    roles.check(by, roles.ADMINISTER, "manage webhooks")
    row = locked(webhook, expect)
    if row.is_live:
        raise NotReady("This webhook is on already.")
    with acting(by, "switch on webhook"):
        save_fields(row, {"disabled_at": None, "disabled_by": None, "disabled_why": ""})
    Progress.objects.filter(pk=row.pk).update(
        failures=0, failing_since=None, not_before=None, told_at=None
    )
    row.deliveries.waiting().update(tries=0, first_tried_at=None, next_at=timezone.now())


@transaction.atomic
def test(webhook, *, by) -> Delivery:
    """Queue an event that says nothing but that it is a test."""
    roles.check(by, roles.ADMINISTER, "manage webhooks")
    if not webhook.is_live:
        raise NotReady("This webhook is off. Switch it on first.")
    Progress.objects.filter(pk=webhook.pk).update(not_before=None)
    return Delivery.objects.create(
        webhook=webhook, event=f"t{secrets.token_hex(8)}", kind="", public_id="", version=0,
        action=Delivery.TEST, at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def redeliver(webhook, key, *, by) -> Delivery:
    """Send one event again, whether it was taken or not."""
    roles.check(by, roles.ADMINISTER, "manage webhooks")
    Progress.objects.select_for_update().get(pk=webhook.pk)  # the worker's order of locks
    found = webhook.deliveries.filter(pk=key).first()
    if found is None:
        raise NotReady("This delivery was forgotten meanwhile.")
    if not webhook.is_live:
        raise NotReady("This webhook is off. Switch it on first.")
    found.delivered_at, found.first_tried_at = None, None
    found.tries, found.next_at = 0, timezone.now()
    found.save(update_fields=["delivered_at", "first_tried_at", "tries", "next_at"])
    Progress.objects.filter(pk=webhook.pk).update(not_before=None)
    return found
