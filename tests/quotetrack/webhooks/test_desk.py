"""Administrators keep webhooks on the desk."""

import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quotetrack.webhooks import acts, delivering
from quotetrack.webhooks.models import Webhook

from .conftest import changed, hook

LIST = "/admin/webhooks/webhook/"


@pytest.fixture
def desk(readers, max_):
    """An administrator's browser."""
    client = Client()
    client.force_login(max_)
    return client


def act(client, row, name, **more):
    """Press a button of the webhook's page; what is said about it."""
    row.refresh_from_db()
    path = reverse("admin:desk_webhook_act", args=[row.public_id, name])
    answer = client.post(path, {"edit_version": row.edit_version} | more)
    return answer, " ".join(str(one) for one in get_messages(answer.wsgi_request))


def test_a_webhook_is_made_tried_and_its_secret_shown_once(desk, receiver):
    form = {"name": "Archive", "url": receiver.url("/in"), "kinds": ["quote"]}
    page = desk.post(f"{LIST}add/", form, follow=True)

    html = page.content.decode()
    (secret,) = set(re.findall(r"qtw_[0-9a-f]{64}", html))
    row = Webhook.objects.get()
    assert page.redirect_chain[-1][0] == f"{LIST}{row.pk}/change/"
    assert (row.created_by.username, row.kinds) == ("max", ["quote"])
    assert secret not in desk.get(f"{LIST}{row.pk}/change/").content.decode()
    assert row.events.get().pgh_context.metadata["act"] == "new webhook"

    act(desk, row, "test")
    assert delivering.turn() == 1
    html = desk.get(f"{LIST}{row.pk}/change/").content.decode()
    assert "delivered, 204" in html and receiver.calls[0].said["event"] in html


@pytest.mark.parametrize(
    "url, why",
    [
        ("http://10.0.0.1/", "host of the public web"),
        ("http://[::1]/", "host of the public web"),
        ("https://hook.example:8443/", "host of the public web"),
        ("ftp://hook.example/", "starts with"),
        ("https://a:b@hook.example/", "user name or password"),
        ("nothing", "not complete"),
    ],
)
def test_an_address_that_may_not_be_called_is_refused_with_a_sentence(desk, url, why):
    page = desk.post(f"{LIST}add/", {"name": "Inside", "url": url})

    assert page.status_code == 200 and why in page.content.decode()
    assert not Webhook.objects.exists()


def test_a_change_of_address_goes_through_the_guard_too(desk, receiver, max_, settings):
    row, _secret = hook(receiver, max_)
    form = {"name": "Moved", "url": "http://192.168.0.1/", "edit_version": row.edit_version}
    page = desk.post(f"{LIST}{row.pk}/change/", form)
    assert "host of the public web" in page.content.decode()

    desk.post(f"{LIST}{row.pk}/change/", form | {"url": receiver.url("/new")})
    late = desk.post(f"{LIST}{row.pk}/change/", form | {"url": receiver.url("/late")})

    row.refresh_from_db()
    assert (row.name, row.url) == ("Moved", receiver.url("/new"))
    assert late.status_code == 409 and receiver.url("/late") in late.content.decode()
    history = desk.get(f"{LIST}{row.pk}/history/").content.decode()
    assert receiver.url("/new") in history and "edit webhook" in history


@pytest.mark.slow
def test_a_secret_is_replaced_and_ended_and_an_event_sent_again(desk, receiver, max_):
    row, first = hook(receiver, max_)
    changed()
    delivering.turn()

    _answer, said = act(desk, row, "rotate")
    assert re.search(r"qtw_[0-9a-f]{64}", said) and first not in said
    html = desk.get(f"{LIST}{row.pk}/change/").content.decode()
    assert "The former secret signs too until" in html
    act(desk, row, "end-former")
    assert "There is no former secret." in act(desk, row, "end-former")[1]
    act(desk, row, "redeliver", delivery=row.deliveries.get().pk)
    assert delivering.turn() == 1
    assert len(receiver.calls) == 2 and len(set(receiver.events())) == 1


@pytest.mark.slow
def test_off_and_on_and_the_desks_home_tells_what_the_worker_gave_up(desk, receiver, max_):
    row, _secret = hook(receiver, max_)
    act(desk, row, "off", reason="They move.")
    html = desk.get(f"{LIST}{row.pk}/change/").content.decode()
    assert "Switched off on" in html and "They move." in html
    home = desk.get("/admin/").content.decode()
    assert "Webhooks that were switched off" in home
    act(desk, row, "on")
    Webhook.objects.filter(pk=row.pk).update(disabled_at="2026-01-01T00:00Z", disabled_why="x")

    assert Webhook.objects.given_up().count() == 1
    assert LIST in desk.get("/admin/").content.decode()


def test_who_comes_second_reads_what_the_first_one_did(desk, receiver, max_):
    row, _secret = hook(receiver, max_)
    old = row.edit_version
    act(desk, row, "rotate")

    path = reverse("admin:desk_webhook_act", args=[row.public_id, "off"])
    page = desk.post(path, {"edit_version": old, "reason": "They move."})

    html = page.content.decode()
    assert page.status_code == 409 and "They move." in html and "new secret" in html
    row.refresh_from_db()
    assert row.is_live
    html += desk.get(f"{LIST}{row.pk}/history/").content.decode()
    for column in ("seed", "former_seed", "seed_print"):
        assert getattr(row, column) not in html


def test_the_list_asks_as_much_for_many_as_for_one(desk, receiver, max_):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            html = desk.get(LIST).content.decode()
        return len(queries), html

    hook(receiver, max_, "/0")
    desk.get(LIST)
    before, _html = asked()
    for number in range(1, 5):
        row, _secret = hook(receiver, max_, f"/{number}", kinds=["quote", "claim"])
        acts.test(row, by=max_), acts.test(row, by=max_)
    after, html = asked()

    assert after == before
    assert html.count('<td class="field-waiting">2</td>') == 4


@pytest.mark.slow
def test_others_see_nothing_of_it(readers, receiver, max_, ben, ada):
    row, _secret = hook(receiver, max_)
    for person in (ben, ada):
        client = Client()
        client.force_login(person)
        for path in (LIST, f"{LIST}add/", f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/history/"):
            assert client.get(path).status_code == 403
        act(client, row, "off")
        row.refresh_from_db()
        assert row.is_live
        assert "Webhooks" not in client.get("/admin/desk/everything/").content.decode()
