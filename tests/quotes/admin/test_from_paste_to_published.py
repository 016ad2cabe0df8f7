"""A whole article by keyboard: from the box to published quotes, and what may happen on the way.

The seed article where QUOTETRACK_SEED names it, else the demo's own article about the same event.
"""

import json
import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from selenium.webdriver.common.keys import Keys

from quotes.models import Assessment, Candidate, Quote, Speaker
from quotes.publishing import checks
from tests import factories
from tests.quotes.admin.browser import MARKS

pytestmark = [*MARKS, pytest.mark.usefixtures("stocked")]


def text():
    """The article's text."""
    seed = os.environ.get("QUOTETRACK_SEED")
    if seed:
        return Path(seed).read_text(encoding="utf-8")
    folder = Path(settings.BASE_DIR) / "fixtures" / "demo" / "articles"
    for path in sorted(folder.iterdir()):
        words = path.read_text(encoding="utf-8")
        if "Sheinbaum" in words and path.suffix == ".txt":
            return words
        if "Sheinbaum" in words and path.suffix == ".json":
            return json.loads(words)["text"]
    pytest.skip("no article to paste")


def decide(desk):
    """Accept what is speech with a speaker, reject the rest, one after the other."""
    rows = [row.get_attribute("data-row") for row in desk.all("#list > li[data-row]")]
    for at, public_id in enumerate(rows):
        if at:
            desk.press("j")
        desk.until(lambda one=public_id: desk.one(f'.open[data-panel="{one}"]'))
        one = Candidate.objects.get(public_id=public_id)
        speech = one.form in ("direct", "mixed", "partial") and one.speaker_name
        desk.press("a" if speech else "r")
        wanted = "accepted" if speech else "rejected"
        desk.until(lambda one=one, wanted=wanted: desk.decision(one) == wanted)
    return rows


@pytest.mark.slow
def test_the_whole_article_is_decided_and_published_by_keyboard(desk, ben):
    desk.enter("ben")
    box = desk.one("textarea")
    desk.driver.execute_script("arguments[0].value = arguments[1]", box, text())
    started = time.monotonic()
    box.send_keys(Keys.CONTROL, Keys.ENTER)
    desk.until(lambda: desk.one(".open"))
    desk.pressed = 1
    read = time.monotonic() - started

    rows = decide(desk)
    desk.press("P")
    accepted = Candidate.objects.filter(decision="accepted").count()
    desk.until(lambda: Quote.objects.published().count() == accepted)
    took = time.monotonic() - started

    print(
        f"{len(rows)} suggestions, {accepted} published, {desk.pressed} keys,"
        f" {took:.1f} s, of them {read:.1f} s for reading the article"
    )
    assert accepted >= 5
    assert desk.complaints() == []
    assert checks.differences() == []


@pytest.mark.slow
def test_what_may_happen_on_the_way(desk, ben, eva):
    """Fix a speaker, merge a duplicate and undo that, assess, approve as another, correct."""
    known = factories.publish(factories.draft(ben), ben)
    taken = factories.take_in(ben, text=f"“{factories.WORDS},” the mayor said.\n\nThat was all.")
    factories.speaker("Ola Brand")
    desk.enter("ben").go(reverse("admin:desk_article", args=[taken.article.public_id]))

    one = Candidate.objects.get(public_id=desk.one(".open").get_attribute("data-panel"))
    desk.press("s")
    desk.driver.switch_to.active_element.send_keys(Keys.CONTROL, "a")
    desk.driver.switch_to.active_element.send_keys("ola bra")
    desk.until(lambda: desk.one(".choice .who").text == "Ola Brand")
    desk.press(Keys.ENTER)
    desk.until(lambda: "Ola Brand" in desk.one("#said").text)
    desk.press(Keys.ESCAPE)
    desk.press("1")
    desk.until(lambda: desk.decision(one) == "merged")
    desk.press("u")
    desk.until(lambda: desk.decision(one) == "new")
    claim = factories.claim(ben, quote=known)
    assess(desk, claim)
    press(desk, "submit")
    desk.until(lambda: Assessment.objects.get().state == "submitted")
    desk.driver.delete_all_cookies()
    desk.enter("eva")
    row = Assessment.objects.get()
    page = reverse("admin:quotes_assessment_change", args=[row.pk])
    for act, state in (("approve", "approved"), ("publish", "published")):
        desk.go(page)
        press(desk, act)
        desk.until(lambda state=state: Assessment.objects.get().state == state)
    correct(desk, known)

    desk.until(lambda: known.corrections.exists())
    assert Speaker.objects.get(name="Ola Brand")
    assert desk.complaints() == []
    assert checks.differences() == []


def assess(desk, claim):
    """Write a draft by its form."""
    rating = factories.Rating.objects.get(scale__is_house=True, slug="confirmed")
    desk.go(reverse("admin:quotes_assessment_add") + f"?claim={claim.pk}&rating={rating.pk}")
    desk.one("[name=summary]").send_keys("Both bridges were open in November.")
    desk.one("[name=as_of]").clear()
    desk.one("[name=as_of]").send_keys("2026-03-05")
    desk.one("[name=evidence-0-url]").send_keys("https://courier.example/bridges")
    desk.driver.execute_script(
        "document.querySelector('[name=evidence-0-stance]').value = 'supports'"
    )
    desk.one("[name=_continue]").click()
    desk.until(lambda: Assessment.objects.exists())


def press(desk, act):
    """Press a button that moves an assessment on."""
    form = desk.one(f'form[action$="/{act}/"]')
    form.find_element("css selector", "button").click()


def correct(desk, quote):
    """Publish a notice from the quote's page."""
    desk.go(reverse("admin:quotes_quote_change", args=[quote.pk]))
    form = desk.one('form[action$="/correct/"]')
    desk.driver.execute_script("arguments[0].closest('details').open = true", form)
    form.find_element("name", "what_was_wrong").send_keys("We left the day out.")
    form.find_element("name", "what_changed").send_keys("It was a Monday.")
    form.find_element("css selector", "button").click()
