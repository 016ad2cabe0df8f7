"""Many at once: writers, slow receivers, workers that are killed. Real commits, real roles."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from django.db import connection, connections, transaction

from quotes.published.models import Change
from quotetrack.webhooks import delivering, rounds
from quotetrack.webhooks.models import Delivery, Progress
from tests.quotetrack import published_rows as rows

from .conftest import changed, hook

ROOT = Path(__file__).parents[3]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "reader"]),
]
ROUNDS = (
    "import django; django.setup();"
    "import threading; from quotetrack.webhooks import delivering, rounds;"
    "from datetime import timedelta;"
    "delivering.CLAIM = timedelta(seconds=2); rounds.PAUSE = 0.2;"
    "rounds.keep_on(threading.Event())"
)


@pytest.fixture(autouse=True)
def closed():
    """No connection stays behind."""
    yield
    connections.close_all()


def wanted(changes):
    """The keys of these changes."""
    return {f"c{one.xid}.{one.pk}" for one in changes}


def eventually(holds, seconds=60):
    """Wait until it holds; other processes are at work."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not holds():
        time.sleep(0.05)
    return holds()


def test_a_slow_receiver_holds_no_other_up(receiver, max_):
    over = Event()
    hook(receiver, max_, "/slow"), hook(receiver, max_, "/quick")
    receiver.answers["/slow"] = lambda: 200 if over.wait(1.5) else 200
    changes = [changed() for _ in range(5)]
    began = time.monotonic()

    with ThreadPoolExecutor(1) as pool:
        turn = pool.submit(one_turn)
        assert eventually(lambda: set(receiver.events("/quick")) == wanted(changes), 10)
        quick = time.monotonic() - began
        assert len(receiver.events("/slow")) <= 2
        over.set()
        assert turn.result() == 10

    assert quick < 1.5
    assert set(receiver.events("/slow")) == wanted(changes)


def one_turn():
    """A round in a thread, which leaves no connection behind."""
    try:
        return delivering.turn()
    finally:
        connections.close_all()


def test_nothing_is_missed_while_writers_write(receiver, max_):
    hook(receiver, max_)
    made, stop = [], Event()

    def write(number):
        try:
            for turn in range(60):
                with transaction.atomic():
                    ours = [change(number, turn, place) for place in range(turn % 3 + 1)]
                    if turn % 7 == 3:
                        transaction.set_rollback(True)
                        ours = []
                made.extend(ours)
        finally:
            connection.close()

    def change(*seed):
        return Change.objects.create(
            kind="quote", public_id=rows.public_id(seed), version=1, action="created",
            at=datetime.now(UTC),
        )  # fmt: skip

    with ThreadPoolExecutor(7) as pool:
        calling = pool.submit(rounds.keep_on, stop)
        for done in [pool.submit(write, number) for number in range(6)]:
            done.result()
        assert eventually(lambda: not waiting_or_unread())
        stop.set()
        calling.result()

    assert len(made) > 500
    assert sorted(receiver.events()) == sorted(wanted(made))  # each once


def waiting_or_unread():
    """Something is still to be sent."""
    progress = Progress.objects.get()
    unread = Change.objects.after(progress.xid, progress.number).exists()
    return unread or Delivery.objects.waiting().exists()


def worker():
    """A process that calls receivers, on the test's database."""
    where = connection.settings_dict
    address = f"postgres://{where['USER']}@/{where['NAME']}?host={where['HOST']}"
    address += f"&port={where['PORT'] or 5432}"
    known = {
        "DATABASE_URL": address, "FETCH_ALLOW_NETWORKS": "127.0.0.1/32",
        "DJANGO_SETTINGS_MODULE": "quotetrack.settings", "SITE_URL": "https://quotes.example",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", ROUNDS], cwd=ROOT, env=os.environ | known)


def test_workers_that_are_killed_in_the_middle_lose_nothing(receiver, max_):
    hook(receiver, max_)
    changes = [changed() for _ in range(150)]
    receiver.answers["/"] = lambda: time.sleep(0.02) or 200
    killed, enough = 0, 0
    process = worker()
    try:
        while killed < 8:
            enough = len(receiver.calls) + 12
            assert eventually(lambda least=enough: len(receiver.calls) >= least or all_taken())
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            process = worker()
        assert eventually(all_taken, 90)
    finally:
        process.kill()
        process.wait()

    events = receiver.events()
    assert set(events) == wanted(changes)
    print(f"{killed} kills, {len(changes)} events, {len(events) - len(changes)} sent twice")
    assert len(events) - len(changes) <= killed  # at most the one that was under way


def all_taken():
    """Everything was queued and taken."""
    return not waiting_or_unread()


def test_two_workers_send_each_event_once(receiver, max_):
    hook(receiver, max_)
    changes = [changed() for _ in range(60)]
    both = [worker(), worker()]
    try:
        assert eventually(all_taken)
    finally:
        for one in both:
            one.kill()
            one.wait()

    assert sorted(receiver.events()) == sorted(wanted(changes))
