"""The door for cards gives what the whole site would give, and leaves it what is not its own."""

import io

import pytest

from quotetrack import wsgi
from quotetrack.embeds import door

from .. import published_rows as rows

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "reader"])
CHANGES = {"Date"}


@pytest.fixture
def asked(settings):
    """Asks a WSGI application for a path: status, headers and body."""
    settings.KEPT_DIR = ""

    def ask(application, path, method="GET", **more):
        path, _mark, query = path.partition("?")
        told = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
            "HTTP_HOST": "127.0.0.1", **more,
        }  # fmt: skip
        parts = application(environ, lambda *given: told.extend(given[:2]))
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        return told[0].split()[0], {k: v for k, v in told[1] if k not in CHANGES}, body

    return ask


@pytest.mark.parametrize(
    "path",
    ["/embed/q/{}", "/embed/q/{}?theme=dark&lang=es", "/embed/q/{}.json", "/embed/q/nothing00000",
     "/oembed?url=x", "/embed/v1/loader.js", "/og/q/nothing.png", "/embed/nothing/x"],
)  # fmt: skip
def test_both_ways_give_the_same(asked, path):
    path = path.format(rows.quote().pk)

    front, usual = asked(door.FrontDoor(wsgi.site), path), asked(wsgi.site, path)

    assert front == usual


def test_cards_may_be_framed_and_nothing_else_may(asked):
    front = door.FrontDoor(wsgi.site)
    _status, card, _body = asked(front, f"/embed/q/{rows.quote().pk}")
    _status, data, _body = asked(front, "/oembed?url=x")

    assert "X-Frame-Options" not in card and "frame-ancestors *" in card["Content-Security-Policy"]
    assert data["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in data["Content-Security-Policy"]
    for headers in (card, data):
        assert "Set-Cookie" not in headers and "Vary" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_head_has_the_length_and_no_body(asked):
    path = f"/embed/q/{rows.quote().pk}"
    status, headers, body = asked(wsgi.application, path, "HEAD")

    assert (status, body) == ("200", b"")
    assert int(headers["Content-Length"]) == len(asked(wsgi.application, path)[2])


def test_foreign_hosts_and_plain_http_are_left_to_the_site(asked, settings):
    path = f"/embed/q/{rows.quote().pk}"
    assert asked(door.FrontDoor(wsgi.site), path, HTTP_HOST="evil.example")[0] == "400"
    settings.SECURE_SSL_REDIRECT = True

    assert door.FrontDoor(wsgi.site).security.redirect
    left = door.FrontDoor(lambda environ, start: start("301 Moved", []) or [b""])
    assert asked(left, path)[0] == "301"


def test_an_error_of_ours_is_told_by_the_site(asked, monkeypatch):
    def broken(match, request):
        raise ValueError("ours")

    monkeypatch.setattr(door, "answered", broken)
    left = door.FrontDoor(lambda environ, start: start("500 Error", []) or [b"told"])

    assert asked(left, f"/embed/q/{rows.quote().pk}")[::2] == ("500", b"told")
