"""Each role against each page and each act of the desk. Who adds a page adds its row."""

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from quotes.admin import erasures, reviewing, verdicts
from quotes.admin.article import acts as article_acts
from quotes.admin.quote import acts as quote_acts
from quotetrack.webhooks import admin as webhooks
from tests.matrix import desk
from tests.matrix.world import ROLES

TABLES = {
    "desk_candidate_act": desk.CANDIDATES,
    "desk_quote_act": desk.QUOTES,
    "desk_assessment_act": desk.ASSESSMENTS,
    "desk_erasure_act": desk.ERASURES,
    "desk_webhook_act": desk.WEBHOOKS,
}
REVIEWS = {"desk_review_act"}  # tests/quotes/admin: others' reviews need rows from outside


def cases():
    """(name, row, role, may) of every page and act."""
    rows = [(name, name, row) for name, row in desk.PAGES.items()]
    rows += [(f"{name}:post", name, row) for name, row in desk.POSTS.items()]
    rows += [
        (f"{name}:{act}", name, row) for name, table in TABLES.items() for act, row in table.items()
    ]
    for label, name, row in rows:
        for role, mark in zip(ROLES, row.marks, strict=True):
            yield pytest.param(name, row, role, mark == "y", id=f"{label}-{role}")


def client_of(user):
    """A browser of this person."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def traces():
    """How many acts the history knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pghistory_context")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("name, row, role, may", list(cases()))
def test_page_or_act(cell, name, row, role, may):
    user = cell.people[role]
    client = client_of(user)
    url = reverse(f"admin:{name}", args=row.at(cell, user))
    if row.data is None:
        answer = client.get(url, follow=True)
        seen = answer.status_code == 200 and "/login/" not in answer.request["PATH_INFO"]
        assert seen is may
        return
    data = row.data(cell, user)
    before = traces()

    answer = client.post(url, data)

    if row.traced:
        assert (traces() > before) is may, [str(one) for one in told(answer)] or answer.content[
            -3000:
        ].decode()
    else:
        refused = answer.status_code >= 400 or "login" in answer.headers.get("Location", "")
        assert (not refused and not any(one.level_tag == "error" for one in told(answer))) is may


def told(answer):
    """The messages that the next page would show."""
    return list(get_messages(answer.wsgi_request)) if hasattr(answer, "wsgi_request") else []


def test_every_page_has_a_row():
    names = {pattern.name for pattern in admin.site.own_urls()}

    assert names - set(desk.PAGES) - set(TABLES) - REVIEWS == set()


def test_every_act_has_a_row():
    assert set(article_acts.ACTS) == set(desk.CANDIDATES)
    assert set(quote_acts.ACTS) == set(desk.QUOTES)
    assert set(verdicts.STEPS) == set(desk.ASSESSMENTS)
    assert set(erasures.ACTS) == set(desk.ERASURES)
    assert set(webhooks.ACTS) == set(desk.WEBHOOKS)
    assert set(reviewing.ACTS)


def test_every_list_has_a_row():
    assert {model._meta.label for model in admin.site._registry} == set(desk.MODELS)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("label", desk.MODELS)
def test_list_and_forms(cell, label, role):
    sees, adds, changes, deletes = (marks[ROLES.index(role)] == "y" for marks in desk.MODELS[label])
    client, base = client_of(cell.people[role]), label.lower().replace(".", "_")
    row = desk.row_of(cell, label)

    def status(what, *args):
        return client.get(reverse(f"admin:{base}_{what}", args=args))

    assert (status("changelist").status_code == 200) is sees
    assert (status("add").status_code == 200) is adds
    if row is None:
        assert not changes and not deletes
        return
    page = status("change", row.pk)
    assert (page.status_code == 200) is sees
    saves = page.status_code == 200 and b'name="_save"' in page.content
    assert saves is changes
    assert (status("delete", row.pk).status_code == 200) is deletes
    assert (status("history", row.pk).status_code == 200) is sees
