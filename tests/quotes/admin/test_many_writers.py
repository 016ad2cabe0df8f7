"""Eight people save one quote again and again: what was acknowledged is there, losers are told."""

import re
from importlib import import_module
from itertools import count
from threading import Thread

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from quotes.models import CorrectionHead, Quote
from tests import factories
from tests.conftest import person

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8


@pytest.fixture(autouse=True)
def stocked(transactional_db):
    """What the migrations put into an empty database."""
    CorrectionHead.objects.get_or_create(pk=1)
    import_module("quotes.migrations.0003_groups").make_groups(apps, None)


def as_seen(client, quote):
    """The form's values out of the page itself: what a client notes of templates is not
    kept apart by thread."""
    url = reverse("admin:quotes_quote_change", args=[quote.pk])
    html = client.get(url).content.decode()
    form = html[html.index('id="quote_form"') :]
    note = re.search(r'<textarea name="note"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL)[1]
    version = re.search(r'name="edit_version" value="(\d+)"', form)[1]
    language = re.search(r'name="original_language" value="(\w+)"', form)[1]
    fields = {"edit_version": version, "note": note, "original_language": language}
    return url, fields | {"said": "2026-03-02", "occasion": ""}


def race(quote, attempts):
    """Every writer adds a mark to the note, as often as told; kept and refused marks."""
    kept, refused, numbers = [], [], count()

    def write(client):
        try:
            for _ in range(attempts):
                mark = f"[{next(numbers)}]"
                url, data = as_seen(client, quote)
                answer = client.post(url, data | {"note": data["note"] + mark})
                (kept if answer.status_code == 302 else refused).append((mark, answer.status_code))
        finally:
            connection.close()

    clients = []
    for number in range(WRITERS):
        clients.append(Client())
        clients[-1].force_login(person(f"writer{number}", "editor"))
    connection.close()  # the pool is as large as there are writers
    threads = [Thread(target=write, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return kept, refused


def check(attempts):
    """The race, and what must hold after it."""
    quote = factories.draft(person("ada", "editor"))

    kept, refused = race(quote, attempts)

    note = Quote.objects.get(pk=quote.pk).note
    lost = [mark for mark, _ in kept if mark not in note]
    print(f"{len(kept)} acknowledged, {len(lost)} lost, {len(refused)} told")
    assert lost == []
    assert len(kept) + len(refused) == WRITERS * attempts
    assert {status for _, status in refused} <= {409}
    assert note.count("[") == len(kept)


def test_no_edit_is_lost_among_eight_writers():
    check(attempts=3)


@pytest.mark.slow
def test_no_edit_is_lost_in_two_thousand():
    check(attempts=250)
