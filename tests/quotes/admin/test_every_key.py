"""Every key of the article desk is pressed, words are chosen by mouse and by keyboard, and what was
typed outlives its session. The text's marks say after each what was decided."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from quotes import intake
from quotes.models import Candidate, Quote
from tests import factories
from tests.quotes.admin.browser import MARKS
from tests.quotes.admin.conftest import TEXT
from tests.quotes.admin.test_in_a_browser import address, opened

pytestmark = [*MARKS, pytest.mark.usefixtures("stocked"), pytest.mark.slow]
PLACE = """
const walk = document.createTreeWalker(document.getElementById("source"), NodeFilter.SHOW_TEXT);
const range = document.createRange();
while (walk.nextNode()) {
  const at = walk.currentNode.data.indexOf(arguments[0]);
  if (at < 0) continue;
  range.setStart(walk.currentNode, at);
  range.setEnd(walk.currentNode, at + arguments[0].length);
  walk.currentNode.parentElement.scrollIntoView({block: "center"});
  const boxes = [...range.getClientRects()];
  const first = boxes[0], last = boxes.at(-1);
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}
"""


def drag(desk, words, shift=False):
    """Choose these words of the text with the mouse."""
    x, y, to_x, to_y = (round(one) for one in desk.driver.execute_script(PLACE, words))
    if shift:
        ActionChains(desk.driver).key_down(Keys.SHIFT).perform()
    chain = ActionChains(desk.driver, duration=20)
    mouse = chain.w3c_actions.pointer_action
    mouse.move_to_location(x, y)
    mouse.pointer_down()
    mouse.move_to_location(to_x, to_y)
    mouse.pointer_up()
    chain.perform()
    if shift:
        desk.until(lambda: words in desk.one(".chosen").text)
        ActionChains(desk.driver).key_up(Keys.SHIFT).perform()


def go_to(desk, one):
    """Press k up to the first and j down until the suggestion is open."""
    for key in "k" * 12 + "j" * 12:
        if desk.until(lambda: opened(desk)) == one.public_id:
            return
        desk.press(key)
    desk.until(lambda: opened(desk) == one.public_id)


def decided(desk, one, how):
    """Wait until text and database agree on it."""
    desk.until(lambda: desk.decision(one) == how)
    assert Candidate.objects.get(pk=one.pk).decision == how


def test_every_key_does_what_the_help_says(desk, ben, ada):
    known = factories.draft(ada)
    factories.topic("Harbours")
    text = TEXT.replace("before the first frost,", "before first frost,")
    taken = intake.take_in(by=ada, text=text, title="Bridges", language="en")
    first, second, third = Candidate.objects.filter(snapshot=taken.snapshot).order_by("start")[:3]
    desk.enter("ben").go(address(taken.article))
    go_to(desk, first)

    desk.press("?")
    desk.until(lambda: desk.one("#all-keys[open]"))
    for key in "jkaresmtowpPuA":
        assert any(key == one.text for one in desk.all("#all-keys kbd")), key
    desk.press(Keys.ESCAPE)
    desk.until(lambda: not desk.all("#all-keys[open]"))

    desk.press("w")
    desk.until(lambda: desk.one(".open details.why[open]"))
    desk.press("t")
    desk.press(Keys.CONTROL + "a")
    desk.press("Harbours", Keys.ENTER)
    desk.until(lambda: "Harbours" in desk.one("#said").text)
    desk.press(Keys.ESCAPE, "o")
    desk.until(lambda: desk.one(".open details.occasion[open]"))
    desk.one('.open details.occasion [name="title"]').send_keys("At the bridge", Keys.ENTER)
    desk.until(lambda: "At the bridge" in desk.one(".open").text)
    desk.press(Keys.ESCAPE, "e")
    desk.until(lambda: desk.one(".open details.edit[open]"))
    desk.press(Keys.ESCAPE)

    look_alikes(desk, first, known)
    rest(desk, first, second, third)
    assert [one for one in desk.complaints() if "422" not in one] == []


def look_alikes(desk, one, known):
    """m, and the three answers to what it asks."""
    go_to(desk, one)
    desk.press("m")
    focus = desk.driver.switch_to.active_element
    assert focus.get_attribute("data-act") == "same"
    assert desk.all(".open .alike del") or desk.all(".open .alike ins")
    desk.press(Keys.ENTER)
    decided(desk, one, "merged")
    go_to(desk, one)
    desk.press("u")
    decided(desk, one, "new")
    go_to(desk, one)
    desk.until(lambda: desk.one('.open [data-act="again"]'))
    desk.press("2")
    decided(desk, one, "accepted")
    again = Candidate.objects.get(pk=one.pk).occurrence.wording.quote
    assert again != known
    desk.press("u")
    decided(desk, one, "new")
    go_to(desk, one)
    desk.until(lambda: desk.one('.open [data-act="unrelated"]'))
    desk.press("3")
    desk.until(lambda: not desk.all('.open [data-act="unrelated"]'))
    assert desk.decision(one) == "new"


def rest(desk, first, second, third):
    """a, r, u, p, k, A and P."""
    go_to(desk, first)
    desk.press("a")
    decided(desk, first, "accepted")
    go_to(desk, second)
    desk.press("r")
    decided(desk, second, "rejected")
    desk.press("u")
    decided(desk, second, "new")
    go_to(desk, first)
    desk.press("p")
    desk.until(lambda: Quote.objects.published().count() == 1)
    desk.press("j")
    desk.until(lambda: opened(desk) not in ("", first.public_id))
    desk.press("k")
    desk.until(lambda: opened(desk) == first.public_id)
    Candidate.objects.filter(pk__in=[second.pk, third.pk]).update(ready=True)
    desk.driver.refresh()
    desk.until(lambda: opened(desk) == first.public_id)
    desk.press("A")
    decided(desk, second, "accepted")
    decided(desk, third, "accepted")
    unseen = list(Candidate.objects.filter(details__unseen=True))
    assert {second, third} <= set(unseen)
    desk.press("P")
    desk.until(lambda: desk.one("#said .error"))  # nothing was in view yet
    assert Quote.objects.published().count() == 1
    for one in unseen:
        go_to(desk, one)
    desk.until(lambda: not Candidate.objects.filter(details__unseen=True).exists())
    desk.press("P")
    desk.until(lambda: Quote.objects.published().count() == 1 + len(unseen))
    assert {desk.decision(one) for one in (first, *unseen)} == {"accepted"}


def test_words_are_chosen_by_mouse_in_several_parts(desk, ada, taken):
    desk.enter("ada").go(address(taken.article))
    drag(desk, "The mayor, Ola Brand")
    desk.until(lambda: "The mayor, Ola Brand" in desk.one(".chosen").text)
    drag(desk, "would stay open", shift=True)
    desk.until(lambda: "would stay open" in desk.one(".chosen").text)
    assert "…" in desk.one(".chosen").text

    desk.press(Keys.ENTER)
    desk.until(lambda: Candidate.objects.filter(origin="editor").exists())

    made = Candidate.objects.get(origin="editor")
    parts = [taken.snapshot.text[start:end] for start, end in made.spans]
    assert parts == ["The mayor, Ola Brand", "would stay open"]
    desk.until(lambda: opened(desk) == made.public_id)
    assert desk.decision(made) == "new"


def test_words_are_chosen_by_keyboard_in_several_parts(desk, ada, taken):
    desk.enter("ada").go(address(taken.article))
    first = taken.candidates[0]
    go_to(desk, first)
    after = re.findall(r"\w+", taken.snapshot.text[first.end :])

    desk.press("v")
    desk.until(lambda: f"“{after[0]}”" in desk.one(".chosen").text)
    desk.press(Keys.SHIFT + Keys.ARROW_RIGHT)
    desk.until(lambda: f"“{after[0]} {after[1]}”" in desk.one(".chosen").text)
    desk.press("V", Keys.ARROW_RIGHT)
    desk.until(lambda: f"“{after[0]} {after[1]} … {after[3]}”" in desk.one(".chosen").text)
    desk.press(Keys.ENTER)
    desk.until(lambda: Candidate.objects.filter(origin="editor").exists())

    made = Candidate.objects.get(origin="editor")
    parts = [taken.snapshot.text[start:end] for start, end in made.spans]
    assert parts == [f"{after[0]} {after[1]}", after[3]]
    assert desk.complaints() == []


def log_in_again(desk, name):
    """At the log-in page that the desk led to."""
    desk.until(lambda: desk.one("[name=username]"))
    desk.one("[name=username]").send_keys(name)
    desk.one("[name=password]").send_keys(f"{name}-password-1")
    desk.one("main button").click()
    desk.until(lambda: desk.all(".kept"))


def put_back(desk):
    """Take what is offered."""
    desk.one(".kept button").click()
    desk.until(lambda: not desk.all(".kept"))


def test_what_was_typed_outlives_its_session(desk, ada, quote, taken):
    page = reverse("admin:quotes_quote_change", args=[quote.pk])
    desk.enter("ada").go(page)
    desk.one("#quote_form [name=note]").send_keys("Two hours of listening.")
    Session.objects.all().delete()
    desk.one("#quote_form [name=_save]").click()
    log_in_again(desk, "ada")
    put_back(desk)
    assert desk.one("#quote_form [name=note]").get_attribute("value") == "Two hours of listening."
    desk.one("#quote_form [name=_save]").click()
    desk.until(lambda: Quote.objects.get(pk=quote.pk).note == "Two hours of listening.")
    assert not desk.go(page).all(".kept")

    desk.one("#talk-text").send_keys("Ask the harbour master.")
    Session.objects.all().delete()
    desk.one("#talk-text").submit()
    log_in_again(desk, "ada")
    put_back(desk)
    desk.one("#talk-text").submit()
    desk.until(lambda: "Ask the harbour master." in desk.one("#talk ul").text)

    desk.go(address(taken.article))
    desk.press("t")
    desk.press("Harb")
    Session.objects.all().delete()
    desk.press(Keys.ENTER)
    desk.until(lambda: desk.one("#said .error"))
    assert desk.one(".open [name=topics]").get_attribute("value").endswith("Harb")
    desk.driver.refresh()
    log_in_again(desk, "ada")
    put_back(desk)
    assert desk.one(".open [name=topics]").get_attribute("value").endswith("Harb")


def test_an_act_goes_on_after_a_log_in_in_another_tab(desk, ada, taken):
    one = taken.candidates[0]
    desk.enter("ada").go(address(taken.article))
    desk.until(lambda: opened(desk) == one.public_id)
    Session.objects.all().delete()
    desk.press("a")
    desk.until(lambda: desk.one("#said .error"))
    desk.driver.switch_to.new_window("tab")
    desk.enter("ada")
    desk.driver.close()
    desk.driver.switch_to.window(desk.driver.window_handles[0])

    desk.press("a")

    decided(desk, one, "accepted")
