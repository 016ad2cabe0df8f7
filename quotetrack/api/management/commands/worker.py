"""Looks after what nobody waits for: puts out what is due, forgets, and compares."""

import logging
import os
import signal
import threading
import time
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from quotes.actions import planning
from quotes.bulk import running
from quotes.published import heads
from quotes.publishing import checks
from quotetrack.accounts.models import LogInTry
from quotetrack.api.models import IdempotencyKey, RateCount
from quotetrack.webhooks import delivering, queueing, rounds

log = logging.getLogger("quotetrack.worker")
TURN = 60  # seconds between two looks at the clock


def forget_sessions(now):
    """Delete sessions that are over."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def forget_requests(now):
    """Delete kept answers to repeated requests, counts of past windows and failed log-ins."""
    answers = IdempotencyKey.objects.filter(created_at__lt=now - IdempotencyKey.KEPT).delete()[0]
    past = int((now - timedelta(hours=6)).timestamp())
    answers += LogInTry.objects.filter(created_at__lt=now - timedelta(hours=6)).delete()[0]
    return answers + RateCount.objects.filter(starts__lt=past).delete()[0]


def forget_deliveries(now):
    """Delete what receivers took long ago."""
    return queueing.forget(now)


def compare(now):
    """Complain where readers do not see what the desk says."""
    found = checks.differences()
    for sentence in found:
        log.error("read_model_differs what=%r", sentence)
    return len(found)


def keep_common_words(now):
    """Keep the newest places of the words that are common now, for search."""
    return heads.rebuild()


def go_on_with_imports(now):
    """Go on with imports that somebody left to themselves; most of a turn, then the others."""
    return running.go_on_with_all(seconds=TURN * 0.8)


def publish_what_is_due(now):
    """Put before readers what was to come out by now."""
    return planning.publish_due(now)


CHORES = (
    (timedelta(seconds=1), publish_what_is_due),
    (timedelta(seconds=1), go_on_with_imports),
    (timedelta(minutes=30), forget_sessions),
    (timedelta(minutes=30), forget_requests),
    (timedelta(minutes=30), forget_deliveries),
    (timedelta(hours=24), compare),
    (timedelta(hours=24), keep_common_words),
)


def told_to_stop(stop, beside) -> bool:
    """Wait a turn; whether it was cut short, by a signal or because the process is gone."""
    end = time.monotonic() + TURN
    while time.monotonic() < end:
        if stop.wait(1) or (beside and not alive(beside)):
            return True
    return False


def alive(pid) -> bool:
    """There is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def call_webhooks(now):
    """Call the receivers of public changes; a worker that stays does it in a thread of its own."""
    return delivering.turn()


class Command(BaseCommand):
    help = "Do the regular chores until stopped; --once does each of them once."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true")
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="Stop once this process is gone."
        )

    def handle(self, once, beside=None, **options):
        stop = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        calls = threading.Thread(target=rounds.keep_on, args=[stop], daemon=True)
        if once:
            self.run(call_webhooks)
        else:
            calls.start()
        due = {chore: timezone.now() for _, chore in CHORES}
        while True:
            for every, chore in CHORES:
                if due[chore] <= timezone.now():
                    self.run(chore)
                    due[chore] = timezone.now() + every
            if once:
                return
            if told_to_stop(stop, beside):
                break
        stop.set()
        calls.join(delivering.SECONDS + 5)

    def run(self, chore):
        """Do one chore; a database that is away is no reason to stop."""
        try:
            number = chore(timezone.now())
        except DatabaseError as error:
            log.warning("chore_failed chore=%s error=%r", chore.__name__, str(error))
            close_old_connections()
            return
        self.stdout.write(f"{chore.__name__}: {number}")
