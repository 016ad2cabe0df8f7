"""Two people at one page, each in a browser: each is told of the other, and of who leaves."""

import pytest
from django.urls import reverse

from quotes.desk.models import Presence
from tests import factories
from tests.quotes.admin.browser import MARKS, Desk
from tests.quotes.admin.browser import driver as another  # noqa: F401

pytestmark = [*MARKS, pytest.mark.usefixtures("stocked"), pytest.mark.slow]


def test_each_sees_who_else_has_the_quote_open(desk, another, ada, ben):  # noqa: F811
    page = reverse("admin:quotes_quote_change", args=[factories.draft(ada).pk])
    other = Desk(another, desk.site)
    desk.enter("ada").go(page)
    other.enter("ben").go(page)

    other.until(lambda: "has this open too" in other.one(".company").text)
    desk.driver.refresh()
    desk.until(lambda: "has this open too" in desk.one(".company").text)

    other.go("/admin/")
    desk.until(lambda: not Presence.objects.filter(person=ben).exists())
    assert Presence.objects.filter(person=ada).exists()
