"""Readers go straight to their view, and are answered as if they had not."""

import pytest

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
    assert settings.MIDDLEWARE[:2] == ["django.middleware.security.SecurityMiddleware", DOOR]


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
