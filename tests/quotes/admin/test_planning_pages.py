"""Setting a time of publication on the desk: pages, lists, home, and the way back."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from quotes.actions import planning
from quotes.desk import days
from quotes.models import Quote
from quotetrack.accounts import sessions
from tests import factories
from tests.quotes.admin.test_in_bulk import listed


def press(client, row, act, kind="quote", **fields):
    """The messages after an act."""
    row.refresh_from_db()
    url = reverse(f"admin:desk_{kind}_act", args=[row.public_id, act])
    answer = client.post(url, {"edit_version": row.edit_version} | fields, follow=True)
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def day():
    """The day after tomorrow, as a box has it."""
    return str((timezone.now() + timedelta(days=2)).date())


def test_a_time_is_set_shown_and_called_off(logged_in, quote, ben, day):
    client = logged_in(ben)
    page = reverse("admin:quotes_quote_change", args=[quote.pk])
    assert "Publish at a set time" in client.get(page).content.decode()

    said = press(client, quote, "plan", day=day, hour="17:30")

    quote.refresh_from_db()
    assert said[0].startswith("It comes before readers on ") and said[0].endswith("17:30.")
    html = client.get(page).content.decode()
    assert "Comes before readers on" in html and "17:30" in html and "set by" in html
    assert press(client, quote, "call-off") == ["Called off: it waits for a publisher."]


def test_the_hour_is_read_in_the_zone_of_whoever_types_it(logged_in, quote, ben, day):
    client = logged_in(ben)
    sessions.keep(session := client.session, "en", "America/Lima")
    session.save()

    press(client, quote, "plan", day=day, hour="17:30")

    quote.refresh_from_db()
    local = quote.publish_at.astimezone(ZoneInfo("America/Lima"))
    assert (str(local.date()), f"{local:%H:%M}") == (day, "17:30")


@pytest.mark.parametrize(
    ("day", "hour", "why"),
    [("", "10:00", "the day as"), ("2026-13-40", "10:00", "the day as"), ("soon", "x", "the day"),
     ("2031-01-01", "25:00", "the hour as"), ("2031-01-01", "", "the hour as"),
     ("2020-01-01", "10:00", "is over"), ("2091-01-01", "10:00", "two years")],
)  # fmt: skip
def test_what_is_no_time_gets_a_sentence(logged_in, quote, ben, day, hour, why):
    assert why in press(logged_in(ben), quote, "plan", day=day, hour=hour)[0]


def test_a_changed_quote_says_on_its_page_why_it_will_not_come_out(logged_in, quote, ben, day):
    client = logged_in(ben)
    press(client, quote, "plan", day=day, hour="17:30")
    factories.topic("Harbours")
    press(client, quote, "topics", topics="Harbours")

    html = client.get(reverse("admin:quotes_quote_change", args=[quote.pk])).content.decode()

    assert "It will not:" in html and "changed after the time was set" in html


def test_chosen_quotes_get_a_time_together_and_are_found_again(logged_in, ada, ben, day):
    rows = [factories.draft(ada) for _ in range(2)]
    client = logged_in(ben)
    data = {"action": "plan_all", "_selected_action": [row.pk for row in rows], "index": 0}
    data |= {f"version-{row.pk}": row.edit_version for row in rows}

    wrong = client.post(listed(Quote), data, follow=True)
    right = client.post(listed(Quote), data | {"day": day, "hour": "09:00"}, follow=True)

    assert "Give the day" in str(list(wrong.context["messages"])[0])
    assert str(list(right.context["messages"])[0]).startswith("2 rows: to come out on ")
    html = client.get(listed(Quote), {"planned": "yes"}).content.decode()
    assert html.count('class="action-select"') == 2
    assert client.get(listed(Quote), {"planned": "late"}).context["cl"].result_count == 0


def test_the_home_tells_what_comes_next_and_what_is_late(logged_in, quote, ben):
    planning.plan_quote(quote, timezone.now() + timedelta(hours=1), by=ben)
    home = reverse("admin:index")
    html = logged_in(ben).get(home).content.decode()
    assert "To come out at a set time" in html and "They come before readers" in html

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        client = logged_in(ben)
        assert "1 is late: open it" in client.get(home).content.decode()
        page = client.get(reverse("admin:quotes_quote_change", args=[quote.pk]))
    assert "is the worker running?" in page.content.decode()


def test_an_assessment_gets_a_time_on_its_page(logged_in, ada, ben, day):
    from tests.quotes.test_planning import approved

    row = approved(ada, ben)
    client = logged_in(ben)
    page = reverse("admin:quotes_assessment_change", args=[row.pk])
    assert "Publish at a set time" in client.get(page).content.decode()

    press(client, row, "plan", kind="assessment", day=day, hour="08:00")

    assert "Comes before readers on" in client.get(page).content.decode()


def test_a_days_review_takes_the_time_back(quote, ben):
    soon = timezone.now() + timedelta(hours=3)
    planning.plan_quote(planning.plan_quote(quote, soon, by=ben), soon + timedelta(hours=1), by=ben)
    today = timezone.localdate()

    def undo_latest():
        deed = next(one for one in days.acts_of(ben, today) if one.act == "set publication time")
        return days.undo(ben, today, [deed.key], by=ben, rehearse=False)[0]

    assert undo_latest().done
    quote.refresh_from_db()
    assert quote.publish_at == soon
