"""The change feed neither skips nor repeats while others are writing."""

import contextlib
import threading

from django.db import connection, transaction
from django.utils import timezone

from quotes.published.models import Change


def tell(public_id):
    """One change."""
    Change.objects.create(
        kind="quote", public_id=public_id, version=1, action="created", at=timezone.now()
    )


def on_its_own(work):
    """Run something on this thread's own connection."""
    try:
        work()
    finally:
        connection.close()


def elsewhere(work):
    """Run something on another connection, and wait for it."""
    thread = threading.Thread(target=on_its_own, args=(work,))
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def seen():
    """What a poller sees that starts from the beginning."""
    return list(Change.objects.in_order().values_list("public_id", flat=True))


def test_a_change_waits_for_those_that_began_before_it(committed):
    late = threading.Thread(target=on_its_own, args=(lambda: tell("late"),))
    found = []
    with transaction.atomic():
        tell("early")
        late.start()
        late.join(0.5)
        elsewhere(lambda: found.extend(seen()))

    late.join(20)

    assert not {"early", "late"} & set(found)  # “late” takes its turn when “early” is committed
    assert seen()[-2:] == ["early", "late"]


def test_what_runs_elsewhere_holds_no_change_back(committed):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        found = []
        elsewhere(lambda: (tell("quick"), found.extend(seen())))

    assert found[-1] == "quick"


def test_a_transaction_has_one_turn_and_gives_it_back_with_a_savepoint(committed):
    with transaction.atomic():
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            tell("undone")
            raise ZeroDivisionError
        tell("one")
        tell("two")
    tell("three")

    one, two, three = list(Change.objects.in_order())[-3:]
    assert one.xid == two.xid < three.xid


def test_a_turn_never_comes_again_even_where_the_record_forgot_it(committed):
    tell("seen")
    seen_at = Change.objects.in_order().last().xid
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('published_turns', 7)")  # as an older backup has it

    tell("restored")

    assert Change.objects.in_order().last().xid > seen_at


def test_a_poller_that_goes_on_from_its_place_sees_the_rest(committed):
    tell("one")
    first = Change.objects.in_order().last()

    tell("two")

    rest = Change.objects.in_order().after(first.xid, first.pk)
    assert [row.public_id for row in rest] == ["two"]
