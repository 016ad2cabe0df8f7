"""Readers walk while writers write: nothing is skipped, nothing comes twice."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from quotes.published.models import Change, PublishedQuote

from . import rows

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "reader"])
WRITERS = 6
DAY = date(2025, 1, 1)


@pytest.fixture(autouse=True)
def closed():
    """No connection of the readers' stays behind."""
    yield
    connections["reader"].close()


def at_once(work, stop):
    """Start the writers; each has a random source of its own and goes on until told to stop."""

    def run(number):
        try:
            chance = random.Random(number)
            while not stop.is_set():
                work(number, chance)
        finally:
            connection.close()

    pool = ThreadPoolExecutor(WRITERS)
    return pool, [pool.submit(run, number) for number in range(WRITERS)]


def pages(path, name="cursor"):
    """The rows of every page of a walk."""
    client = Client()
    while path:
        page = client.get(path).json()
        yield from page["results"]
        path = page["next"]


@pytest.mark.parametrize("ordering", ["-said_on", "published_at"])
def test_a_walk_sees_every_row_that_stays_once(ordering):
    from threading import Event

    staying = {row.pk for row in rows.many(150)}
    passing = [rows.quote(f"Passing {number}.", said=DAY).pk for number in range(30)]
    stop, count = Event(), [0] * WRITERS

    def work(number, chance):
        count[number] += 1
        day = DAY + timedelta(days=chance.randrange(150))
        with transaction.atomic():
            rows.quote(f"New {number}.{count[number]}", said=day)
            row = PublishedQuote.objects.filter(pk=chance.choice(passing)).first()
            if row:
                PublishedQuote.objects.filter(pk=row.pk).update(
                    sort_day=day, version=row.version + 1, updated_at=datetime.now(UTC)
                )
            if chance.random() < 0.2:
                PublishedQuote.objects.filter(pk=chance.choice(passing)).delete()

    pool, futures = at_once(work, stop)
    try:
        walks = [
            [row["id"] for row in pages(f"/api/v1/quotes/?page_size=7&ordering={ordering}")]
            for _ in range(2)
        ]
    finally:
        stop.set()
        pool.shutdown(wait=True)
    for future in futures:
        future.result()

    assert sum(count) > WRITERS
    for walk in walks:
        assert staying <= set(walk)
        assert len([key for key in walk if key in staying]) == len(staying)


def test_whoever_follows_the_changes_misses_none():
    from threading import Event

    stop, made = Event(), [[] for _ in range(WRITERS)]

    def work(number, chance):
        with transaction.atomic():
            ours = []
            for _ in range(chance.randrange(1, 4)):
                row = Change.objects.create(
                    kind="quote", public_id=rows.public_id((number, len(made[number]), len(ours))),
                    version=1, action="created", at=datetime.now(UTC),
                )  # fmt: skip
                ours.append(row.public_id)
            if chance.random() < 0.1:
                transaction.set_rollback(True)
                ours = []
        made[number] += ours
        if len(made[number]) > 120:
            stop.set()

    seen, after, client = [], "", Client()
    pool, futures = at_once(work, stop)
    quiet = 0
    while quiet < 2:
        finished = all(future.done() for future in futures)
        page = client.get(f"/api/v1/changes/?page_size=50{after}").json()["results"]
        seen += [row["id"] for row in page]
        if page:
            after = f"&after={page[-1]['cursor']}"
        quiet = quiet + 1 if finished and not page else 0
    pool.shutdown(wait=True)
    for future in futures:
        future.result()

    everything = [key for ours in made for key in ours]
    assert len(everything) > 120
    assert sorted(seen) == sorted(everything)
