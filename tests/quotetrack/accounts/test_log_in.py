"""Logging in: guessing is slow, sessions are new, and they end."""

import time
from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.utils import timezone

from quotetrack.accounts import guessing
from quotetrack.accounts.models import LogInTry

LOG_IN = "/admin/login/"
API = "/api/v1/candidates/000000000000/"  # 401 for nobody, 404 for whoever may look


def attempt(client, name, password="wrong", address="192.0.2.7", **more):
    """One try."""
    return client.post(
        LOG_IN, {"username": name, "password": password}, REMOTE_ADDR=address, **more
    )


def is_in(client):
    """The desk opens."""
    return client.get("/admin/").status_code == 200


def test_an_account_has_ten_tries_in_a_quarter_of_an_hour(ada):
    client = Client()
    for number in range(10):
        assert attempt(client, "ada", address=f"192.0.2.{number}").status_code == 200

    refused = attempt(client, " ADA", "ada-password-1", address="192.0.2.99")

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert not is_in(client), "not even with the right password"
    LogInTry.objects.update(created_at=timezone.now() - guessing.WINDOW - timedelta(seconds=1))
    attempt(client, "ada", "ada-password-1")
    assert is_in(client)


def test_an_account_that_does_not_exist_is_slowed_in_the_same_way(ada):
    client = Client()

    answers = [attempt(client, "nobody-here").status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]


def test_an_address_has_fifty(ada):
    client = Client()
    for number in range(50):
        assert attempt(client, f"guess{number}").status_code == 200

    assert attempt(client, "ada", "ada-password-1").status_code == 429
    assert attempt(client, "ada", "ada-password-1", "192.0.2.8").status_code == 302


def test_forged_headers_widen_nothing(ada):
    client = Client()
    answers = [
        attempt(client, f"guess{number}", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}").status_code
        for number in range(51)
    ]

    assert answers == [200] * 50 + [429]


def test_whoever_knows_the_password_is_not_slowed(ada):
    for number in range(12):
        client = Client()
        assert attempt(client, "ada", "ada-password-1").status_code == 302, number

    assert not LogInTry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_have_no_more_tries():
    answers = []

    def guess():
        try:
            for _ in range(5):
                answers.append(attempt(Client(), "ada").status_code)
        finally:
            connection.close()

    threads = [Thread(target=guess) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count(200) == 10
    assert answers.count(429) == 20


def test_the_session_is_another_one_after_the_log_in(ada):
    client = Client()
    client.get(LOG_IN)
    planted = client.session
    planted["planted"] = 1
    planted.save()
    client.cookies["sessionid"] = planted.session_key

    attempt(client, "ada", "ada-password-1")

    assert client.session.session_key != planted.session_key
    assert is_in(client)


def test_another_role_ends_the_sessions(ada):
    client = Client()
    attempt(client, "ada", "ada-password-1")
    assert is_in(client)

    ada.groups.add(Group.objects.get(name="publisher"))

    assert client.get(API).status_code == 401
    assert not is_in(client)
    attempt(client, "ada", "ada-password-1")
    assert is_in(client)


def test_another_password_ends_the_other_sessions_and_renews_the_own(ada):
    here, there = Client(), Client()
    attempt(here, "ada", "ada-password-1")
    attempt(there, "ada", "ada-password-1")
    before = here.session.session_key

    here.post(
        "/admin/password_change/",
        {
            "old_password": "ada-password-1",
            "new_password1": "quite-another-1",
            "new_password2": "quite-another-1",
        },
    )

    assert is_in(here) and here.session.session_key != before
    assert not is_in(there)


def test_a_closed_account_is_out_at_once(ada):
    client = Client()
    attempt(client, "ada", "ada-password-1")

    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert not is_in(client)


def test_a_session_ends_after_eight_hours(ada, monkeypatch):
    client = Client()
    attempt(client, "ada", "ada-password-1")
    later = time.time() + 8 * 3600 + 1
    monkeypatch.setattr("quotetrack.accounts.sessions.time.time", lambda: later)

    assert not is_in(client)


@pytest.mark.parametrize(
    "path", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"]
)
def test_the_log_in_leads_nowhere_else(ada, path):
    answer = Client().post(LOG_IN, {"username": "ada", "password": "ada-password-1", "next": path})

    assert answer.headers["Location"] == "/admin/"


def test_readers_do_not_get_answers_that_vary_by_session(ada):
    client = Client()
    attempt(client, "ada", "ada-password-1")

    answer = client.get("/api/v1/quotes/")

    assert "Cookie" not in answer.headers.get("Vary", "")
