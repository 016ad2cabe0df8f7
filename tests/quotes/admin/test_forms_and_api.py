"""Eight people at one quote, by forms and by the API at once: nothing acknowledged is lost.

Four save the quote's note by its form. Four decide suggestions by the API, each as another place of
the same quote. Both change the quote's row; whoever comes second is told, and tries again.
"""

import json
from importlib import import_module
from itertools import count
from threading import Lock, Thread

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from quotes.models import Candidate, CorrectionHead, Occurrence, Quote
from tests import factories
from tests.conftest import person
from tests.quotes.admin.test_many_writers import as_seen

pytestmark = pytest.mark.django_db(transaction=True)
HALF = 4


@pytest.fixture(autouse=True)
def stocked(transactional_db):
    """What the migrations put into an empty database."""
    CorrectionHead.objects.get_or_create(pk=1)
    import_module("quotes.migrations.0003_groups").make_groups(apps, None)


class Race:
    """What was acknowledged, and what was told."""

    def __init__(self, quote, candidates):
        self.quote, self.left, self.lock = quote, list(candidates), Lock()
        self.kept, self.places, self.told, self.numbers = [], [], [], count()

    def by_form(self, client, attempts):
        """Add a mark to the note, as often as asked."""
        for _ in range(attempts):
            mark = f"[{next(self.numbers)}]"
            url, data = as_seen(client, self.quote)
            answer = client.post(url, data | {"note": data["note"] + mark})
            (self.kept if answer.status_code == 302 else self.told).append(
                mark if answer.status_code == 302 else answer.status_code
            )

    def by_api(self, client, attempts):
        """Decide a suggestion as a place of the quote; several go for the same one."""
        for turn in range(attempts):
            one = self.left[turn % len(self.left)]
            read = client.get(f"/api/v1/candidates/{one.public_id}/")
            answer = client.post(
                f"/api/v1/candidates/{one.public_id}/accept/",
                json.dumps({"quote": self.quote.public_id}),
                content_type="application/json",
                HTTP_IF_MATCH=read.headers.get("ETag", f'"{one.public_id}-1"'),
            )
            if answer.status_code == 200:
                self.places.append(answer.json()["occurrence"])
            else:
                self.told.append(answer.status_code)

    def run(self, attempts):
        """All of them at once."""
        threads = []
        for number in range(2 * HALF):
            client = Client()
            client.force_login(person(f"writer{number}", "editor"))
            work = self.by_form if number < HALF else self.by_api
            threads.append(Thread(target=self.alone, args=[work, client, attempts]))
        connection.close()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def alone(self, work, client, attempts):
        """One writer with a connection of its own."""
        try:
            work(client, attempts)
        finally:
            connection.close()


def check(attempts):
    """The race, and what must hold after it."""
    ada = person("ada", "editor")
    quote = factories.draft(ada)
    taken = [factories.take_in(ada, words=factories.WORDS) for _ in range(max(2, attempts // 4))]
    rows = Candidate.objects.filter(snapshot__in=[one.snapshot for one in taken])
    race = Race(quote, rows)

    race.run(attempts)

    note = Quote.objects.get(pk=quote.pk).note
    places = set(Occurrence.objects.values_list("public_id", flat=True))
    lost = [mark for mark in race.kept if mark not in note]
    lost += [one for one in race.places if one not in places]
    total = 2 * HALF * attempts
    print(f"{len(race.kept)} saves, {len(race.places)} decisions, {len(lost)} lost,"
          f" {len(race.told)} told of {total}")  # fmt: skip
    assert lost == []
    assert len(race.kept) + len(race.places) + len(race.told) == total
    assert set(race.told) <= {409, 412, 422}
    assert race.kept and race.places and race.told
    assert len(set(race.places)) == len(race.places)


@pytest.mark.slow
def test_forms_and_api_lose_nothing():
    check(attempts=6)


@pytest.mark.slow
def test_forms_and_api_lose_nothing_of_two_thousand():
    check(attempts=250)
