"""The same request many times at once does its work once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from quotetrack.api.errors import Problem
from quotetrack.api.models import IdempotencyKey
from quotetrack.api.v1.writing.idempotency import once

pytestmark = pytest.mark.django_db(transaction=True)


def ask(work, key="k", body=b"{}"):
    """One request with this key; the status of its answer."""
    request = RequestFactory().post("/api/v1/articles/", HTTP_IDEMPOTENCY_KEY=key)
    try:
        return once(request, "token:1", body, work).status_code
    except Problem as problem:
        return problem.status
    finally:
        connection.close()


def test_a_second_request_while_the_first_runs_is_told_so():
    started, go_on = Event(), Event()

    def slow():
        started.set()
        go_on.wait(10)
        return HttpResponse("{}", status=201)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask, slow)
        started.wait(10)
        second = ask(lambda: HttpResponse("{}", status=201))
        go_on.set()

    assert (first.result(), second) == (201, 409)
    assert ask(slow) == 201  # replayed: it would wait otherwise
    assert ask(slow, body=b"other") == 422


def test_many_at_once_make_one_thing():
    def work():
        User.objects.create_user(f"user-{User.objects.count()}")
        return HttpResponse("{}", status=201)

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda _: ask(work, "many"), range(24)))

    assert set(statuses) <= {201, 409}
    assert User.objects.count() == 1
    assert IdempotencyKey.objects.count() == 1


def test_work_that_fails_leaves_nothing_and_may_be_tried_again():
    def broken():
        User.objects.create_user("half")
        raise Problem(422, "x", "No.")

    assert ask(broken) == 422
    assert not User.objects.exists()
    assert ask(lambda: HttpResponse("{}", status=201)) == 201


@pytest.mark.parametrize("key", ["a" * 256, "tab\there"])
def test_a_key_that_is_none_is_refused(key):
    assert ask(lambda: HttpResponse("{}"), key) == 400
