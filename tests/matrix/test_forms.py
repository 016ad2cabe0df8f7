"""Every form that stands on a page of the desk says which version it was made for.

The acts themselves are asked in `test_versions`, with the fields that a form should send; here the
forms are read off the pages as a browser gets them.
"""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests.matrix import desk, everywhere
from tests.matrix.test_versions import is_version

# What only adds something, or what is asked again of nobody: there is nothing to be lost.
FREE = {
    "logout", "login", "password_change", "set_language", "desk_take_in", "desk_say", "desk_here",
    "desk_imports", "desk_import_go", "desk_import_reviews", "desk_mark", "desk_look_again",
}  # fmt: skip


class Forms(HTMLParser):
    """The forms of a page that are posted: (action, names of their boxes)."""

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """A form opens, a box is in it, or a button sends it elsewhere."""
        has = dict(attrs)
        if tag == "form":
            self.open = (has.get("action") or "", set())
            if has.get("method", "").lower() == "post":
                self.found.append(self.open)
        elif self.open and tag in ("input", "select", "textarea", "button"):
            if has.get("name") and "disabled" not in has:
                self.open[1].add(has["name"])
            if has.get("type", "submit" if tag == "button" else "") == "submit":
                self.open[1].add("submit")
            if "disabled" in has:
                self.open[1].add("disabled")
            if has.get("formaction"):
                self.found.append((has["formaction"], self.open[1]))

    def handle_endtag(self, tag):
        """A form ends."""
        if tag == "form":
            self.open = None


def slow(role):
    """It takes some seconds."""
    return pytest.param(role, marks=pytest.mark.slow)


def needs_version(action, page) -> bool:
    """The form changes a row that somebody else may have changed."""
    match = resolve(urlsplit(action or page).path)
    name, act = match.url_name, match.kwargs.get("act")
    if name.endswith("_add") or match.namespace != "admin":
        return False
    return name not in FREE and name not in desk.ADDS and act not in desk.ADDS


def nothing_to_send(boxes, page) -> bool:
    """It has no button, or one that is off, or it is a list without rows."""
    is_list = resolve(page).url_name.endswith("changelist")
    return (
        not boxes & {"submit"}
        or "disabled" in boxes
        or (is_list and "_selected_action" not in boxes)
    )


@pytest.mark.parametrize(
    "role", [slow("contributor"), slow("editor"), "publisher", slow("administrator")]
)
def test_every_form_says_which_version_it_was_made_for(world, role):
    user = world.people[role]
    client = Client()
    client.force_login(user)
    looked, bare = 0, set()
    for name, path in everywhere.pages(world, user, client):
        for action, boxes in Forms(client.get(path).content.decode()).found:
            if not needs_version(action, urlsplit(path).path):
                continue
            if nothing_to_send(boxes, urlsplit(path).path):
                continue
            looked += 1
            if not any(is_version(box) or box == "expect" for box in boxes):
                bare.add((name, action or path))
    assert looked > 1
    assert not bare, "\n".join(map(str, sorted(bare)))
