"""No form of the desk changes anything for whoever did not see what they are changing.

Every post of the matrix is sent without the version that its page carries, and with one that has
moved on: the answer says so, what was typed is in it, and the history has nothing new.
"""

import json

import pytest
from django.urls import reverse

from tests.matrix import desk
from tests.matrix.test_desk import TABLES, client_of, told, traces
from tests.matrix.world import ROLES

OURS = ("edit_version", "other_version", "seen")
TYPED = ("reason", "note", "what_was_wrong", "text", "name", "topics", "said", "slug", "why")


def posts():
    """(label, address, row) of everything that is posted and changes something."""
    rows = {**{name: (name, row) for name, row in desk.PAGES.items() if row.data},
            **{f"{name}:post": (name, row) for name, row in desk.POSTS.items()}}  # fmt: skip
    for name, table in TABLES.items():
        rows |= {f"{name}:{act}": (name, row) for act, row in table.items() if act not in desk.ADDS}
    for label, (name, row) in rows.items():
        if name not in desk.ADDS:
            yield pytest.param(name, row, id=label)


def is_version(name) -> bool:
    """The box says what the person saw."""
    return name in OURS or name.startswith("version-")


def earlier(name, value):
    """The same box of a page that was opened before somebody else's change."""
    if name != "seen":
        return int(value) - 1
    if value.startswith("{"):
        return json.dumps(json.loads(value) | {"note": "As it was."})
    return f"{value}0"


def who(row):
    """The first role that may do it."""
    return ROLES[row.marks.find("y")] if "y" in row.marks else "publisher"


def sent(cell, name, row, user, data):
    """The answer, and whether anything was done."""
    address = reverse(f"admin:{name}", args=row.at(cell, user))
    if name == "desk_version":
        address += "?before=2040-01-01T00:00:00%2B00:00"
    before = traces()
    answer = client_of(user).post(address, data)
    return answer, traces() - before


def is_told(answer) -> bool:
    """The person reads that it was not done, and why."""
    refused = answer.status_code == 409 and b"data-refused" in answer.content
    errors = [str(one) for one in told(answer) if one.level_tag == "error"]
    return refused or answer.status_code == 409 or bool(errors)


@pytest.mark.parametrize("name, row", list(posts()))
def test_without_the_version_nothing_is_done(cell, name, row):
    user = cell.people[who(row)]
    data = row.data(cell, user)
    bare = {key: value for key, value in data.items() if not is_version(key)}

    answer, done = sent(cell, name, row, user, bare)

    assert done == 0 and is_told(answer)
    if answer.status_code == 409:
        html = answer.content.decode()
        typed = [str(bare[key]) for key in TYPED if bare.get(key)]
        assert all(one in html for one in typed)


@pytest.mark.parametrize("name, row", list(posts()))
def test_with_an_older_version_nothing_is_done(cell, name, row):
    user = cell.people[who(row)]
    data = row.data(cell, user)
    old = {key: earlier(key, value) if is_version(key) else value for key, value in data.items()}

    answer, done = sent(cell, name, row, user, old)

    assert done == 0 and is_told(answer)
