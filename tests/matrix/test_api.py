"""Each role against each address of the API, by session and by token."""

import json

import pytest
from django.test import Client

from quotetrack.api import callers
from quotetrack.api.throttling import reads
from quotetrack.api.v1 import urls
from tests.matrix import api
from tests.matrix.world import ROLES

METHODS = ("get", "post", "put", "patch", "delete")


def cases():
    """(method, route, what is sent, role, way, may)."""
    slow = [pytest.mark.slow]  # what everybody may read is half the cells
    rows = [("get", route, name, api.ALL, slow) for route, name in api.READS.items()]
    rows += [("get", route, name, api.HELPS, []) for route, name in api.DESK_READS.items()]
    rows += [("post", route, make, marks, []) for (route, marks), make in api.WRITES.items()]
    for method, route, what, marks, weight in rows:
        for role, mark in zip(ROLES, marks, strict=True):
            for way in ("session", "token"):
                if role == "nobody" and way == "token":
                    continue
                label = f"{method}-{route}-{role}-{way}"
                yield pytest.param(
                    method, route, what, role, way, mark == "y", id=label, marks=weight
                )


@pytest.mark.parametrize("method, route, what, role, way, may", list(cases()))
def test_address(cell, method, route, what, role, way, may):
    reads.windows.clear()
    callers.known.clear()
    user, client, headers = cell.people[role], Client(), {}
    if way == "session" and user:
        client.force_login(user)
    elif user:
        headers["HTTP_AUTHORIZATION"] = f"Bearer {cell.token(user)}"
    if method == "get":
        answer = client.get(f"/api/v1/{api.path_of(cell, route, what)}", **headers)
    else:
        path, body, more = what(cell)
        answer = client.post(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json",
            **headers, **more,
        )  # fmt: skip

    if may:
        assert answer.status_code in (200, 201, 202), answer.content[:300]
    else:
        assert answer.status_code in (401, 403), answer.content[:300]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["draft", "review", "withdrawn"])
def test_what_is_not_public_is_nobodys_by_the_readers_addresses(cell, role, name):
    client = Client()
    if cell.people[role]:
        client.force_login(cell.people[role])

    answer = client.get(f"/api/v1/quotes/{getattr(cell, name).public_id}/")

    assert answer.status_code == (410 if name == "withdrawn" else 404)
    assert b"bridges" not in answer.content


def test_every_address_has_a_row():
    known = {("get", route) for route in (*api.READS, *api.DESK_READS)}
    known |= {("post", route) for route, _marks in api.WRITES}
    found = set()
    for pattern in urls.urlpatterns:
        view = getattr(pattern.callback, "view_class", None) or pattern.callback.cls
        if view.__name__ == "Missing":
            continue
        found |= {
            (method, str(pattern.pattern))
            for method in METHODS
            if method in view.http_method_names and hasattr(view, method)
        }

    assert found - known == set()
    assert known - found == set()
