"""Readers go straight to their view, and are answered as if they had not."""

import io

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.urls import get_resolver, resolve
from django.urls.resolvers import RoutePattern

from quotes.published.selections import ask
from quotetrack.api import door
from quotetrack.api.v1.reading.answers import Reading
from quotetrack.api.v1.reading.missing import Missing
from quotetrack.ark.asking import one_connection

from . import rows

DOOR = "quotetrack.api.door.ReadersDoor"


@pytest.fixture
def with_the_door(settings):
    """The door stands right behind the security middleware."""
    others = [name for name in settings.MIDDLEWARE if name != DOOR]
    settings.MIDDLEWARE = [others[0], DOOR, *others[1:]]
    return settings


@pytest.mark.parametrize(
    "path", ["quotes/", "quotes/?nonsense=1", "quotes/0123456789ab/", "nothing/", "quotes", "docs/"]
)
def test_answers_are_the_same_on_both_ways(api, client, settings, path):
    rows.quote()
    others = [name for name in settings.MIDDLEWARE if name != DOOR]
    settings.MIDDLEWARE = others
    slow = client.get(f"/api/v1/{path}", HTTP_ORIGIN="https://elsewhere.example")
    settings.MIDDLEWARE = [others[0], DOOR, *others[1:]]
    client.handler._middleware_chain = None

    fast = client.get(f"/api/v1/{path}", HTTP_ORIGIN="https://elsewhere.example")

    assert (fast.status_code, fast.content) == (slow.status_code, slow.content)
    for name in ("ETag", "Content-Type", "Location", "Access-Control-Allow-Origin"):
        assert fast.get(name) == slow.get(name)
    assert fast["X-Content-Type-Options"] == "nosniff"


def test_no_cookie_and_no_language_tell_answers_apart(api, with_the_door):
    row = rows.quote()

    assert "Vary" not in api("quotes/")
    assert api(f"quotes/{row.pk}/")["Vary"] == "Accept"


def test_the_door_stands_where_it_should(settings):
    order = settings.MIDDLEWARE
    assert order[0] == "django.middleware.security.SecurityMiddleware"
    assert order.index(DOOR) < order.index("whitenoise.middleware.WhiteNoiseMiddleware")


@pytest.mark.parametrize("path", ["quotes/", "quotes/?nonsense=1", "quotes/0123456789ab/"])
def test_a_browser_can_do_nothing_with_an_answer(api, with_the_door, path):
    answer = api(path)

    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert int(answer["Content-Length"]) == len(answer.content)


def test_scripts_of_other_sites_may_send_and_see_every_header_that_we_use(api, client):
    wanted = "authorization,content-type,idempotency-key,if-match,if-none-match"
    asked = client.options(
        "/api/v1/candidates/0123456789ab/accept/",
        HTTP_ORIGIN="https://elsewhere.example",
        HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST",
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS=wanted,
    )
    shown = api("quotes/", HTTP_ORIGIN="https://elsewhere.example")
    refused = client.post("/api/v1/articles/", HTTP_ORIGIN="https://elsewhere.example")

    assert asked["Access-Control-Allow-Origin"] == "*"
    assert set(wanted.split(",")) <= set(asked["Access-Control-Allow-Headers"].split(", "))
    for answer in (shown, refused):
        exposed = answer["Access-Control-Expose-Headers"].split(", ")
        for name in ("ETag", "RateLimit", "Retry-After", "Content-Disposition", "Link",
                     "Idempotency-Replayed"):  # fmt: skip
            assert name in exposed
    assert refused.status_code == 401
    assert refused["Access-Control-Allow-Origin"] == "*"


def test_a_foreign_host_and_other_methods_take_the_usual_way(api, client, with_the_door):
    assert api("quotes/", HTTP_HOST="evil.example").status_code == 400
    assert client.post("/api/v1/articles/", {}).status_code in (401, 403)
    assert client.options("/api/v1/quotes/").status_code == 204


def test_the_front_door_finds_what_the_resolver_finds():
    names = {"name": "some-name"}
    for pattern in get_resolver(door.ADDRESSES).url_patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            continue
        path = f"{door.PREFIX}{pattern.pattern}".replace("<str:name>", names["name"])
        match = resolve(path)
        view = match.func.view_class
        plain = issubclass(view, Reading) and not view.is_page

        assert door.finder.find(path) == ((view, match.kwargs) if plain else None), path
    for path in ("quotes", "quotes//", "quotes/a/b/", "nothing/", "", "quotes/a/cite", "*"):
        assert door.finder.find(door.PREFIX + path) == (Missing, {}), path


def through(application, path, method="GET", body=b""):
    """Status, headers and body of an answer as WSGI has it."""
    found = {}
    query = path.partition("?")[2]
    environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path.partition("?")[0],
        "QUERY_STRING": query, "SERVER_NAME": "testserver", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "testserver", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
        "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/json",
    }  # fmt: skip
    with one_connection():
        parts = application(environ, lambda *answer: found.update(answer=answer))
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()
    status, headers = found["answer"]
    return status, dict(headers), body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    ["quotes/", "quotes/?page_size=3&nonsense=1", "quotes/0123456789ab/", "quotes/{key}/",
     "quotes/{key}/cite/?style=text", "quotes/facets/", "search/?q=words", "schema/", "nothing/",
     "quotes/export/?format=jsonl", "quotes/feed/", "docs/", "positions/", "changes/", "quotes"],
)  # fmt: skip
def test_the_front_door_answers_as_the_site_does(readers_connection, method, path):
    row = rows.quote()
    site = get_wsgi_application()
    front = door.FrontDoor(site)
    path = f"/api/v1/{path.replace('{key}', row.pk)}"

    status, headers, body = through(front, path, method)
    status_there, headers_there, body_there = through(site, path, method)

    for each in (headers, headers_there):
        each.pop("RateLimit", None)
    assert (status, headers, body) == (status_there, headers_there, body_there)


@pytest.mark.parametrize("body", [b'{"text": "The river has no memory."}', b"{", b'{"text": ""}'])
def test_a_check_goes_through_the_front_door(readers_connection, body):
    rows.quote()
    site = get_wsgi_application()

    found = through(door.FrontDoor(None), "/api/v1/quote-check/", "POST", body)
    there = through(site, "/api/v1/quote-check/", "POST", body)

    assert (found[0], found[2]) == (there[0], there[2])
    assert found[1]["Access-Control-Allow-Origin"] == "*"


def test_the_front_door_leaves_what_is_not_plain_to_the_site(readers_connection, settings):
    asked = []
    front = door.FrontDoor(lambda environ, start: asked.append(environ) or [])

    front({"PATH_INFO": "/quotes/", "REQUEST_METHOD": "GET"}, None)
    front({"PATH_INFO": "/api/v1/quotes/", "REQUEST_METHOD": "PUT"}, None)
    front({"PATH_INFO": "/api/v1/", "REQUEST_METHOD": "GET", "SCRIPT_NAME": "/x"}, None)
    settings.SECURE_SSL_REDIRECT = True
    with pytest.raises(KeyError):  # nobody answered
        through(door.FrontDoor(front.site), "/api/v1/quotes/")

    assert len(asked) == 4


@pytest.mark.django_db(transaction=True, databases=["default", "reader"])
def test_a_connection_that_was_cut_off_is_replaced_and_asked_again():
    reader = connections["reader"]
    reader.close()
    assert ask("SELECT 1", hot=True) == [(1,)]
    [(pid,)] = ask("SELECT pg_backend_pid()", hot=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        cursor.execute("SELECT pg_sleep(0.2)")

    assert ask("SELECT 2", hot=True) == [(2,)]
    reader.close()
