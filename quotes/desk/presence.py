"""Who has a page of the desk open: the page says so every few seconds, and is told who else."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models.functions import Now
from django.utils import timezone

from quotes import roles
from quotes.desk.models import Presence

FRESH = timedelta(seconds=60)
KEPT = timedelta(hours=1)


def here(kind, target, *, by):
    """Note that this person has the page open."""
    roles.check(by, roles.DISCUSS, "work on the desk")
    row = Presence(kind=kind, target=target, person=by, last_used_at=Now())
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["kind", "target", "person"],
        update_fields=["last_used_at"],
    )


def gone(kind, target, *, by):
    """Note that this person has left it, and forget who left without saying so long ago."""
    roles.check(by, roles.DISCUSS, "work on the desk")
    Presence.objects.filter(kind=kind, target=target, person=by).delete()
    Presence.objects.filter(last_used_at__lt=timezone.now() - KEPT).delete()


def others(kind, target, person) -> list:
    """The other people who have the page open now, by name."""
    fresh = Presence.objects.filter(
        kind=kind, target=target, last_used_at__gt=timezone.now() - FRESH
    ).exclude(person=person)
    people = get_user_model().objects.filter(pk__in=fresh.values("person"), is_active=True)
    return list(people.order_by("first_name", "username"))
