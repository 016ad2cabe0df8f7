"""Articles come in and suggestions are decided: tokens, sessions, retries, versions."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone

from quotes import roles
from quotes.models import Candidate, Quote, Speaker
from quotetrack.api.models import ApiToken, IdempotencyKey
from sources.models import Article

TEXT = """The river rose again on Monday, the third time this year.

“The dykes will hold until Friday,” said Ada Holm, the mayor of Veld, at a press conference.
Nobody was hurt.
"""


@pytest.fixture
def ada(readers_connection):
    """An editor."""
    user = User.objects.create_user("ada", password="a long enough password")
    group, _ = Group.objects.get_or_create(name="editor")
    group.permissions.set(Permission.objects.filter(codename__in=roles.RIGHTS["editor"]))
    user.groups.add(group)
    return user


@pytest.fixture
def cleo(readers_connection):
    """Somebody without any role."""
    return User.objects.create_user("cleo", password="a long enough password")


@pytest.fixture
def token(ada):
    """A token of Ada's for everything."""
    return ApiToken.objects.issue(
        owner=ada, by=ada, name="tests", scopes=["ingest", "curate", "read"]
    )[1]


@pytest.fixture
def send(client, token):
    """POST JSON with Ada's token."""

    def post(path, body, secret=token, **headers):
        if secret:
            headers["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        return client.post(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json", **headers
        )

    return post


@pytest.fixture
def suggestion(send):
    """The one suggestion of TEXT."""
    return send("articles/", {"text": TEXT, "title": "The river"}).json()["candidates"][0]


def decide(send, suggestion, how, body=None, **headers):
    headers.setdefault("HTTP_IF_MATCH", suggestion["etag"])
    return send(f"candidates/{suggestion['id']}/{how}/", body or {}, **headers)


def test_an_article_comes_in_with_its_suggestions(send):
    answer = send("articles/", {"text": TEXT, "outlet": "Veld Herald", "published": "2025-05-05"})

    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert body["article"]["outlet"]["name"] == "Veld Herald"
    assert body["article"]["published"] == "2025-05-05"
    (found,) = body["candidates"]
    assert found["text"] == "The dykes will hold until Friday,"
    assert found["speaker_name"] == "Ada Holm"
    assert answer["Location"] == f"/api/v1/articles/{body['article']['id']}/candidates/"
    assert answer["Cache-Control"] == "no-store"


def test_the_same_text_again_stores_nothing_new(send):
    first = send("articles/", {"text": TEXT})
    again = send("articles/", {"text": TEXT})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["article"] == first.json()["article"]
    assert Article.objects.count() == 1
    assert Candidate.objects.count() == 1


def test_a_retry_with_the_same_key_gives_the_same_answer(send):
    key = {"HTTP_IDEMPOTENCY_KEY": "import-1"}
    first = send("articles/", {"text": TEXT}, **key)
    again = send("articles/", {"text": TEXT}, **key)
    other = send("articles/", {"text": "Something else."}, **key)

    assert again.status_code == first.status_code == 201
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Article.objects.count() == 1


def test_a_failed_request_leaves_no_key_behind(send):
    answer = send("articles/", {"text": " "}, HTTP_IDEMPOTENCY_KEY="k")

    assert answer.status_code == 422
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "text"),
        ({"text": "x", "author": "me"}, 400, "author"),
        ({"text": "x", "id": "1"}, 400, "id"),
        ({"text": "a\x00b"}, 400, "text"),
        ({"url": "http://127.0.0.1/"}, 422, "url"),
        ({"url": "gopher://example.org/"}, 422, "url"),
        ({"text": "x", "published": "2025-02-31"}, 422, None),
        ({"text": ["x"]}, 400, "text"),
    ],
)
def test_what_will_not_do_is_named(send, body, status, field):
    answer = send("articles/", body)

    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    if field:
        assert answer.json()["errors"][0]["field"] == field
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'"x"', b"NaN", b'{"text": "\\ud800"}', b'{"a":' * 100_000, b"\xff\xfe"],
)
def test_bodies_that_are_no_json_objects_are_refused(client, token, body):
    answer = client.post(
        "/api/v1/articles/",
        body,
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {token}",
    )

    assert answer.status_code == 400
    assert answer.json()["code"] in ("invalid_json", "invalid_body")


def test_deep_and_huge_values_are_refused(send):
    deep = "x"
    for _ in range(30):
        deep = [deep]

    assert "levels" in send("articles/", {"text": deep}).json()["detail"]
    assert "digits" in send("articles/", {"text": 10**16}).json()["detail"]


def test_without_a_token_nothing_is_written(send, client):
    assert send("articles/", {"text": TEXT}, secret=None).status_code == 401
    wrong = send("articles/", {"text": TEXT}, secret="qt_" + "a" * 46)
    assert wrong.status_code == 401
    assert wrong["WWW-Authenticate"] == "Bearer"
    assert client.get("/api/v1/quotes/?token=qt_x").status_code == 400


def test_a_token_works_within_its_scopes_its_time_and_its_owners_role(ada, cleo, send):
    tokens = ApiToken.objects
    only_read = tokens.issue(owner=ada, by=ada, name="r", scopes=["read"])[1]
    of_cleo = tokens.issue(owner=cleo, by=ada, name="c", scopes=["ingest"])[1]
    row, revoked = tokens.issue(owner=ada, by=ada, name="x", scopes=["ingest"])
    row.revoke(by=ada)
    late, expired = tokens.issue(owner=ada, by=ada, name="e", scopes=["ingest"])
    now = timezone.now()
    tokens.filter(pk=late.pk).update(
        created_at=now - timedelta(days=2), expires_at=now - timedelta(days=1)
    )

    codes = {
        name: send("articles/", {"text": TEXT}, secret=secret).status_code
        for name, secret in [
            ("read", only_read),
            ("cleo", of_cleo),
            ("revoked", revoked),
            ("expired", expired),
        ]
    }

    assert codes == {"read": 403, "cleo": 403, "revoked": 401, "expired": 401}


def test_a_token_is_stored_as_a_hash_and_remembers_its_last_use(send, token):
    send("articles/", {"text": TEXT})

    row = ApiToken.objects.get()
    assert token not in json.dumps(list(ApiToken.objects.values()), default=str)
    assert row.last_used_at is not None


def test_an_editors_session_works_with_its_csrf_token_only(ada):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    body, kind = json.dumps({"text": TEXT}), "application/json"

    refused = browser.post("/api/v1/articles/", body, content_type=kind)
    browser.cookies["csrftoken"] = "a" * 32
    taken = browser.post("/api/v1/articles/", body, content_type=kind, HTTP_X_CSRFTOKEN="a" * 32)

    assert refused.status_code == 403
    assert taken.status_code == 201


def test_accepting_makes_a_quote_of_its_speaker(send, suggestion):
    answer = decide(send, suggestion, "accept")

    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["candidate"]["decision"] == "accepted"
    assert body["quote"]["is_new"] is True
    assert body["speaker"]["name"] == "Ada Holm"
    assert answer["ETag"] == body["candidate"]["etag"] != suggestion["etag"]
    assert Quote.objects.get().public_id == body["quote"]["id"]


def test_a_known_quote_gets_another_occurrence(send, suggestion):
    known = decide(send, suggestion, "accept").json()["quote"]["id"]
    text = TEXT.replace("on Monday", "on Tuesday")
    second = send("articles/", {"text": text}).json()["candidates"][0]

    answer = decide(send, second, "accept", {"quote": known}).json()

    assert answer["quote"] == {"id": known, "status": "draft", "is_new": False}
    assert answer["candidate"]["decision"] == "merged"


def test_a_chosen_speaker_wins(send, suggestion):
    chosen = Speaker.objects.create(name="Ada van Holm", slug="ada-van-holm")

    answer = decide(send, suggestion, "accept", {"speaker": "ada-van-holm"}).json()

    assert answer["speaker"]["id"] == chosen.public_id


def test_decisions_need_the_version_that_was_read(send, suggestion):
    path = f"candidates/{suggestion['id']}/reject/"

    missing = send(path, {})
    stale = send(path, {}, HTTP_IF_MATCH=f'"{suggestion["id"]}-7"')
    done = decide(send, suggestion, "reject", {"reason": "not a quote"})
    twice = decide(send, suggestion, "accept")

    assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
    assert (stale.status_code, stale.json()["current_version"]) == (412, 1)
    assert done.json()["candidate"]["decision"] == "rejected"
    assert twice.status_code == 412


def test_a_decided_suggestion_cannot_be_decided_again(send, suggestion):
    done = decide(send, suggestion, "reject").json()["candidate"]

    again = decide(send, done, "accept")

    assert (again.status_code, again.json()["code"]) == (409, "already_decided")


def test_suggestions_of_an_article_are_listed_for_those_who_may_see_them(
    send, suggestion, token, client, cleo
):
    article = Article.objects.get()
    path = f"/api/v1/articles/{article.public_id}/candidates/"

    shown = client.get(path, HTTP_AUTHORIZATION=f"Bearer {token}")
    hidden = client.get(path)
    client.force_login(cleo)
    refused = client.get(path)

    assert [row["id"] for row in shown.json()["results"]] == [suggestion["id"]]
    assert (hidden.status_code, refused.status_code) == (401, 403)


def test_suggestions_come_in_pages(send, token, client):
    text = "\n\n".join(
        f"“The water of day {day} was cold and brown,” said Ada Holm, the mayor."
        for day in range(7)
    )
    article = send("articles/", {"text": text}).json()["article"]["id"]
    path, found = f"/api/v1/articles/{article}/candidates/?page_size=3", []
    while path:
        page = client.get(path, HTTP_AUTHORIZATION=f"Bearer {token}").json()
        found += [row["start"] for row in page["results"]]
        path = page["next"]

    assert len(found) == 7
    assert found == sorted(found)


def test_an_article_on_the_desk_is_not_there_for_readers(send, suggestion, client):
    article = Article.objects.get()

    assert client.get(f"/api/v1/articles/{article.public_id}/").status_code == 404
