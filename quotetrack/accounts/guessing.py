"""Guessing is slow: so many tries for an account and for an address, then nobody is let in.

A try is noted before the password is looked at, and taken back where it was right. So the limits
hold for many at once too. Tries that were refused for their number are not counted: whoever waits
gets in again, whatever others do meanwhile.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quotes.errors import QuotesError
from quotetrack.accounts.models import Kind, LogInTry
from sources.locks import one_at_a_time

WINDOW = timedelta(minutes=15)
LIMITS = {Kind.ACCOUNT: 10, Kind.ADDRESS: 50}


class TooManyTries(QuotesError):
    """There were too many failed tries lately."""

    code = "too_many_tries"

    def __init__(self, wait):
        self.wait = max(1, int(wait.total_seconds()))
        super().__init__(
            _("Too many tries. Wait %(minutes)s minutes, then try again.")
            % {"minutes": -(-self.wait // 60)}
        )


def named(name: str) -> str:
    """An account as it is counted, whether it exists or not."""
    return " ".join(name.casefold().split())[:150]


@transaction.atomic
def note(name: str, address: str) -> list[int]:
    """Count a try; TooManyTries where one of the limits is reached. The keys of what was noted."""
    keys = {Kind.ACCOUNT: named(name), Kind.ADDRESS: address}
    one_at_a_time(*(f"log in: {kind} {key}" for kind, key in keys.items()))
    now = timezone.now()
    for kind, key in keys.items():
        lately = LogInTry.objects.filter(kind=kind, key=key, created_at__gt=now - WINDOW)
        times = list(lately.order_by("created_at").values_list("created_at", flat=True))
        if len(times) >= LIMITS[kind]:
            raise TooManyTries(times[-LIMITS[kind]] + WINDOW - now)
    made = [LogInTry(kind=kind, key=key, created_at=now) for kind, key in keys.items()]
    return [one.pk for one in LogInTry.objects.bulk_create(made)]


def forgive(noted: list[int], name: str = ""):
    """The try was right: it does not count, and with a name nothing of that account does."""
    LogInTry.objects.filter(pk__in=noted).delete()
    if name:
        LogInTry.objects.filter(kind=Kind.ACCOUNT, key=named(name)).delete()
