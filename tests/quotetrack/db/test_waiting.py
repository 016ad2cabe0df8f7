"""How long a request waits for a database that says nothing, and what it is told."""

import json

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connections
from django.test import RequestFactory

from quotetrack.db import patience, pulse, waiting


@pytest.fixture
def connection(db):
    """A connection of its own, which waits no longer than its caller can."""
    with patience.Patient.connect(**connections["default"].get_connection_params()) as found:
        yield found


@pytest.fixture
def down():
    """The database did not answer last."""
    pulse.state["down"] = True
    yield
    pulse.state["down"] = False


def ask(path, method="GET"):
    """Status, headers and body that a request gets behind the limit, and the limit it had."""
    told, limits = [], []

    def site(environ, start_response):
        limits.append(patience.limit.get())
        start_response("200 OK", [])
        return [b"the site"]

    application = waiting.Waiting(site)
    body = application(
        {"PATH_INFO": path, "REQUEST_METHOD": method}, lambda *given: told.extend(given)
    )
    return told[0], dict(told[1]), b"".join(body), limits


def test_an_answer_that_comes_too_late_closes_the_connection(connection):
    with patience.at_most(0.2), pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT pg_sleep(20)")

    assert connection.closed


def test_what_is_in_time_and_what_fails_by_itself_leaves_it_open(connection):
    connection.autocommit = True
    with patience.at_most(5):
        assert connection.execute("SELECT pg_sleep(0.01)").fetchone()
        connection.execute("SET statement_timeout = '20ms'")
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("SELECT pg_sleep(20)")
        assert connection.execute("SELECT 1").fetchone() == (1,)

    assert not connection.closed and patience.limit.get() is None


@pytest.mark.parametrize(
    ("path", "method", "seconds"),
    [
        ("/embed/q/1c5r9h4v2e6w", "GET", waiting.CARD),
        ("/oembed", "GET", waiting.CARD),
        ("/readyz", "GET", waiting.CARD),
        ("/quotes/", "GET", waiting.READER),
        ("/api/v1/quotes/", "HEAD", waiting.READER),
        ("/api/v1/quotes/export/", "GET", None),
        ("/api/v1/articles/", "POST", waiting.DESK),
        ("/admin/quotes/quote/", "GET", waiting.DESK),
    ],
)
def test_each_request_has_its_limit(path, method, seconds):
    status, _headers, _body, limits = ask(path, method)

    assert (status, limits) == ("200 OK", [seconds])


@pytest.mark.parametrize("path", ["/", "/quotes/1c5r9h4v2e6w/", "/api/v1/quotes/"])
def test_readers_are_told_at_once_while_it_is_down(down, path):
    status, headers, body, limits = ask(path)

    assert status == "503 Service Unavailable" and limits == []
    assert headers["Retry-After"] == "60" and headers["Cache-Control"] == "no-store"
    if path.startswith("/api/"):
        assert json.loads(body)["code"] == "unavailable"
    else:
        assert body.decode() == waiting.LATER


@pytest.mark.parametrize("path", ["/embed/q/1c5r9h4v2e6w", "/admin/", "/static/x.css", "/healthz"])
def test_what_has_a_way_of_its_own_goes_on(down, path):
    assert ask(path)[2] == b"the site"


def test_acts_are_tried_even_then(down):
    assert ask("/api/v1/articles/", "POST")[2] == b"the site"


def test_a_page_that_met_no_database_says_so(monkeypatch):
    missed = []
    monkeypatch.setattr(pulse, "missed", lambda: missed.append(True))
    middleware = waiting.NoDatabase(lambda request: None)

    for error, path, expected in (
        (OperationalError("gone"), "/quotes/", 503),
        (InterfaceError("closed"), "/quotes/", 503),
        (OperationalError("gone"), "/admin/", None),
        (ValueError("ours"), "/quotes/", None),
    ):
        answer = middleware.process_exception(RequestFactory().get(path), error)
        assert (answer and answer.status_code) == expected
    assert len(missed) == 2


def test_a_question_that_took_too_long_is_no_outage():
    slow = OperationalError("canceling statement due to statement timeout")
    slow.__cause__ = psycopg.errors.QueryCanceled()

    assert not pulse.is_away(slow) and pulse.is_away(OperationalError("gone"))


@pytest.mark.django_db(databases=["default", "reader"])
def test_the_look_out_hears_a_database_that_answers():
    assert pulse.answers()
