"""Eight people edit the words of one quote at the same time: nothing is lost, losers are told."""

import json
import re
from html import unescape
from itertools import count
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.conftest import person
from tests.quotes.admin.test_many_writers import WRITERS, stocked  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
EACH = 3


def as_seen(client, url):
    """What the page's form holds, as posted when nothing is touched."""
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(url).content.decode())[1]
    values = json.loads(unescape(seen))
    fields = {name: "" if value is None else value for name, value in values.items()}
    if not fields.pop("is_original"):
        return {**fields, "seen": unescape(seen)}
    return {**fields, "is_original": "on", "seen": unescape(seen)}


@pytest.mark.slow
def test_eight_editors_of_one_wording_lose_nothing():
    quote = factories.draft(person("first", "editor"))
    url = reverse("admin:desk_edit", args=["wording", quote.preferred_wording_id])
    kept, refused, numbers = [], [], count()

    def write(client):
        try:
            for _ in range(EACH):
                mark, data = f"mark{next(numbers)}", as_seen(client, url)
                answer = client.post(url, data | {"text": f"{data['text']} {mark}"})
                (kept if answer.status_code == 302 else refused).append((mark, answer))
        finally:
            connection.close()

    clients = []
    for number in range(WRITERS):
        clients.append(Client())
        clients[-1].force_login(person(f"writer{number}", "editor"))
    connection.close()
    threads = [Thread(target=write, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    words = quote.wordings.get().text.split()
    assert len(kept) + len(refused) == WRITERS * EACH and kept
    assert [mark for mark, _ in kept if mark not in words] == []
    assert {answer.status_code for _, answer in refused} <= {409}
    assert all(mark in answer.content.decode() for mark, answer in refused)
