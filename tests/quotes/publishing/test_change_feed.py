"""The change feed neither skips nor repeats while others are writing."""

import threading

from django.db import connection, transaction
from django.utils import timezone

from quotes.published.models import Change


def tell(public_id):
    """One change."""
    Change.objects.create(
        kind="quote", public_id=public_id, version=1, action="created", at=timezone.now()
    )


def elsewhere(work):
    """Run something on another connection, and wait for it."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def seen():
    """What a poller sees that starts from the beginning."""
    return list(Change.objects.settled().values_list("public_id", flat=True))


def settled(public_id):
    """The change of this object, once it is settled.

    Transactions of other databases on the server hold them back too, and suites share a server.
    """
    for _ in range(500):
        if found := Change.objects.settled().filter(public_id=public_id).first():
            return found
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.02)")
    raise AssertionError(f"the change of {public_id} did not settle")


def test_a_change_waits_for_those_that_began_before_it(committed):
    found = []
    with transaction.atomic():
        tell("early")
        elsewhere(lambda: tell("late"))
        elsewhere(lambda: found.extend(seen()))

    assert found == []  # “late” is committed, but “early” may still come before it
    settled("late")
    assert seen() == ["early", "late"]


def test_a_poller_that_goes_on_from_its_place_sees_the_rest(committed):
    Change.objects.create(
        kind="quote", public_id="one", version=1, action="created", at=timezone.now()
    )
    first = settled("one")

    tell("two")
    settled("two")

    rest = Change.objects.settled().after(first.xid, first.pk)
    assert [row.public_id for row in rest] == ["two"]
