"""Tokens: made by administrators at the desk, shown once, never accepted in an address."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError, transaction
from django.utils import timezone

from quotes import roles
from quotetrack.api import throttling, tokens
from quotetrack.api.models import ApiToken

from . import rows


def person(name, role):
    """Somebody of this role who may use the desk."""
    user = User.objects.create_user(name, is_staff=True)
    group, _ = Group.objects.get_or_create(name=role)
    group.permissions.set(Permission.objects.filter(codename__in=roles.RIGHTS[role]))
    user.groups.add(group)
    return user


@pytest.fixture
def ada(readers_connection):
    return person("ada", "editor")


@pytest.fixture
def root(readers_connection):
    return person("root", "administrator")


def fill_in(client, owner, **more):
    later = timezone.now() + timedelta(days=30)
    return client.post(
        "/admin/api/apitoken/add/",
        {
            "owner": owner.pk, "name": "Import", "scopes": ["ingest", "read"],
            "expires_at_0": f"{later:%Y-%m-%d}", "expires_at_1": "12:00:00", **more,
        },
        follow=True,
    )  # fmt: skip


def test_an_administrator_makes_a_token_and_sees_it_once(client, settings, ada, root):
    settings.ROOT_URLCONF = "quotetrack.urls"
    client.force_login(root)

    page = fill_in(client, ada)

    (secret,) = re.findall(r"qt_[A-Za-z0-9]{46}", page.content.decode())
    row = ApiToken.objects.get()
    assert (row.owner, row.created_by, row.scopes) == (ada, root, ["ingest", "read"])
    assert ApiToken.objects.of(secret) == row
    assert secret not in client.get("/admin/api/apitoken/").content.decode()
    assert row.start == secret[:7]


def test_an_administrator_revokes_a_token(client, settings, ada, root):
    settings.ROOT_URLCONF = "quotetrack.urls"
    row, secret = ApiToken.objects.issue(owner=ada, by=root, name="x", scopes=["read"])
    client.force_login(root)

    client.post("/admin/api/apitoken/", {"action": "revoke", "_selected_action": [row.pk]})

    row.refresh_from_db()
    assert row.revoked_by == root
    assert ApiToken.objects.of(secret) is None


def test_a_token_that_is_over_before_it_begins_is_refused_in_a_sentence(
    client, settings, ada, root
):
    settings.ROOT_URLCONF = "quotetrack.urls"
    client.force_login(root)

    page = fill_in(client, ada, expires_at_0="2020-01-01")

    assert page.status_code == 200
    assert "later than today" in page.content.decode()
    assert not ApiToken.objects.exists()


def test_an_editor_makes_their_own_and_sees_no_others(client, settings, ada, root):
    settings.ROOT_URLCONF = "quotetrack.urls"
    others, _secret = ApiToken.objects.issue(owner=root, by=root, name="theirs", scopes=["read"])
    client.force_login(ada)

    page = fill_in(client, root)  # whoever is named: it is one's own

    assert re.search(r"qt_[A-Za-z0-9]{46}", page.content.decode())
    row = ApiToken.objects.get(name="Import")
    assert (row.owner, row.created_by, row.scopes) == (ada, ada, ["ingest", "read"])
    listed = client.get("/admin/api/apitoken/").content.decode()
    assert "Import" in listed and "theirs" not in listed
    for key in (row.pk, others.pk):
        client.post("/admin/api/apitoken/", {"action": "revoke", "_selected_action": [key]})
    assert list(ApiToken.objects.live()) == [others]
    exported = client.get("/admin/api/apitoken/", {"export": "csv"})
    assert b"theirs" not in b"".join(exported.streaming_content)


def test_a_contributor_makes_tokens_to_read_and_a_reader_none(client, settings, readers_connection):
    settings.ROOT_URLCONF = "quotetrack.urls"
    carla = person("carla", "contributor")
    client.force_login(carla)

    assert "not one of the available choices" in fill_in(client, carla).content.decode()
    fill_in(client, carla, scopes=["read"])
    assert ApiToken.objects.get().scopes == ["read"]

    client.force_login(User.objects.create_user("cleo"))
    fill_in(client, carla, name="No")
    assert ApiToken.objects.count() == 1


def test_a_token_tells_itself_from_noise():
    secret = tokens.new_token()

    assert tokens.looks_right(secret)
    assert not tokens.looks_right(secret[:-1] + ("a" if secret[-1] != "a" else "b"))
    assert not tokens.looks_right("")
    assert len({tokens.new_token() for _ in range(100)}) == 100


def test_the_database_refuses_what_is_no_token(ada):
    good = {"owner": ada, "created_by": ada, "digest": "0" * 64, "start": "qt_0000",
            "expires_at": timezone.now() + timedelta(days=1)}  # fmt: skip

    for wrong in (
        {"name": " ", "scopes": ["read"]},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["root"]},
        {"name": "x", "scopes": ["read"], "expires_at": timezone.now() - timedelta(days=1)},
        {"name": "x", "scopes": ["read"], "revoked_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.create(**(good | wrong))


def test_a_reader_with_a_token_may_ask_more_often(api, ada, monkeypatch):
    rates = {"read": 1, "token": 3}
    monkeypatch.setattr(
        throttling.Rate, "named", classmethod(lambda cls, name: cls(name, rates[name], 60))
    )
    secret = ApiToken.objects.issue(owner=ada, by=ada, name="r", scopes=["read"])[1]
    header = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}

    with_it = [api("quotes/", **header) for _ in range(4)]
    without = [api("quotes/") for _ in range(2)]

    assert [answer.status_code for answer in with_it] == [200, 200, 200, 429]
    assert [answer.status_code for answer in without] == [200, 429]
    assert with_it[0]["RateLimit-Policy"] == '"token";q=3;w=60'
    assert api("quotes/", HTTP_AUTHORIZATION="Bearer qt_wrong").status_code == 401
    assert api("quotes/", HTTP_AUTHORIZATION="Basic YTpi").status_code == 401


def test_a_token_changes_nothing_of_what_is_read(api, ada):
    rows.quote()
    secret = ApiToken.objects.issue(owner=ada, by=ada, name="r", scopes=["read"])[1]

    plain, own = api("quotes/"), api("quotes/", HTTP_AUTHORIZATION=f"Bearer {secret}")

    assert (plain.content, plain["ETag"]) == (own.content, own["ETag"])
