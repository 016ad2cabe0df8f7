"""The desk as editors use it: in a real browser, by keyboard, under the strict policy."""

import time

import pytest
from django.test import Client
from django.urls import reverse
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from quotes import candidates, intake
from quotes.models import Candidate, Quote, Speaker
from tests import factories
from tests.quotes.admin.browser import MARKS
from tests.quotes.admin.conftest import TEXT

pytestmark = [*MARKS, pytest.mark.usefixtures("stocked")]
HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7*7}}javascript:alert(3)"


def address(article):
    """The article's desk."""
    return reverse("admin:desk_article", args=[article.public_id])


def opened(desk):
    """The id of the open suggestion; empty while another one comes."""
    return desk.driver.execute_script("return document.querySelector('.open')?.dataset.panel ?? ''")


def test_an_article_goes_from_the_box_to_published_by_keyboard(desk, ben):
    desk.enter("ben")
    box = desk.one("textarea")
    box.send_keys(TEXT)
    box.send_keys(Keys.CONTROL, Keys.ENTER)
    desk.until(lambda: desk.one("#source"))
    first = Candidate.objects.order_by("start").first()
    desk.until(lambda: desk.one(f'.open[data-panel="{first.public_id}"]'))

    desk.press("a")
    desk.until(lambda: desk.decision(first) == "accepted")
    desk.press("u")
    desk.until(lambda: desk.decision(first) == "new")
    desk.press("r")
    desk.until(lambda: desk.decision(first) == "rejected")
    desk.press("u")
    desk.until(lambda: desk.decision(first) == "new")
    desk.press("a")
    desk.until(lambda: desk.decision(first) == "accepted")
    desk.press("p")
    desk.until(lambda: Quote.objects.published().exists())

    desk.until(lambda: "Published" in desk.one("#said").text)
    assert "Ruth Sample" in desk.one(".open").text
    assert desk.complaints() == []


def test_j_and_k_go_from_one_to_the_next_and_the_text_follows(desk, ada, taken):
    desk.enter("ada").go(address(taken.article))
    rows = [row.get_attribute("data-row") for row in desk.all("#list > li[data-row]")]

    desk.press("j")
    desk.until(lambda: desk.one(".open").get_attribute("data-panel") == rows[1])
    now = {one.get_attribute("data-candidate") for one in desk.all("#source .is-now")}
    desk.press("k")
    desk.until(lambda: desk.one(".open").get_attribute("data-panel") == rows[0])

    assert now == {rows[1]}
    assert len(desk.all("#list > li[data-row]")) == len(rows)


def test_the_speaker_is_changed_without_leaving_the_keyboard(desk, ada, taken):
    known = factories.speaker("Claudia Sheinbaum")
    desk.enter("ada").go(address(taken.article))
    first = desk.one(".open").get_attribute("data-panel")

    desk.press("s")
    desk.driver.switch_to.active_element.send_keys(Keys.BACKSPACE, "shein")
    desk.until(lambda: desk.one(".choice .who").text == "Claudia Sheinbaum")
    desk.press(Keys.ENTER)

    desk.until(lambda: "Claudia Sheinbaum" in desk.one("#said").text)
    assert Candidate.objects.get(public_id=first).suggested_speaker == known


def test_a_new_speaker_is_made_with_control_and_enter(desk, ada, taken):
    desk.enter("ada").go(address(taken.article))

    desk.press("s")
    desk.driver.switch_to.active_element.send_keys(Keys.BACKSPACE, "Vera Ohm")
    desk.until(lambda: desk.one(".choice.new"))
    desk.press(Keys.CONTROL + Keys.ENTER)

    desk.until(lambda: Speaker.objects.filter(name="Vera Ohm").exists())


def test_everything_ready_is_accepted_looked_at_and_published(desk, ben, ada):
    taken = intake.take_in(by=ada, text=TEXT, title="Bridges", language="en")
    Candidate.objects.filter(form="direct").update(ready=True)
    ready = list(Candidate.objects.filter(ready=True).order_by("start"))
    desk.enter("ben").go(address(taken.article))

    desk.press("A")
    desk.until(lambda: all(desk.decision(one) == "accepted" for one in ready))
    rows = len(desk.all("#list > li[data-row]"))
    for at in range(rows):
        if at:
            desk.press("j")
        desk.until(lambda at=at: desk.all("#list > li[data-row]")[at].find_element(
            By.CSS_SELECTOR, ".open"))  # fmt: skip
    desk.until(lambda: not Candidate.objects.filter(details__unseen=True).exists())
    desk.press("P")

    desk.until(lambda: Quote.objects.published().count() == len(ready))
    assert desk.complaints() == []


def test_selected_words_become_a_suggestion(desk, ada, taken):
    desk.enter("ada").go(address(taken.article))
    desk.driver.execute_script(
        """
        const walk = document.createTreeWalker(document.getElementById("source"), 4);
        while (walk.nextNode()) {
          const at = walk.currentNode.data.indexOf("The mayor, Ola Brand");
          if (at < 0) continue;
          getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + 20);
          walk.currentNode.parentElement.dispatchEvent(new MouseEvent("mouseup", {bubbles: true}));
        }
        """
    )
    desk.until(lambda: desk.one(".chosen"))

    desk.press(Keys.ENTER)
    desk.until(lambda: Candidate.objects.filter(origin="editor").exists())

    made = Candidate.objects.get(origin="editor")
    assert taken.snapshot.text[made.start : made.end] == "The mayor, Ola Brand"
    desk.until(lambda: desk.one(".open").get_attribute("data-panel") == made.public_id)


def test_edges_move_by_keyboard_and_by_mouse(desk, ada, taken):
    one = taken.candidates[0]
    desk.enter("ada").go(address(taken.article))
    desk.until(lambda: desk.one(".open"))

    desk.press("]")
    desk.until(lambda: Candidate.objects.get(pk=one.pk).start > one.start)
    desk.until(lambda: "The words are" in desk.one("#said").text)
    button = '.open [data-edge="end"][data-by="in"]'
    desk.driver.execute_script(f"document.querySelector('{button}').click()")
    desk.until(lambda: Candidate.objects.get(pk=one.pk).end < one.end)

    desk.until(lambda: desk.one(".open").get_attribute("data-panel") == one.public_id)
    assert desk.complaints() == []


def test_who_else_is_here_takes_no_room_from_the_text(desk, ada, ben, taken):
    desk.driver.set_window_size(1280, 2400)  # more than the article fills
    desk.enter("ben").go(address(taken.article))
    desk.until(lambda: desk.all("p.company"))
    edge = "return document.querySelector('{}').getBoundingClientRect().{}".format
    top, bottom = edge(".head", "top"), edge(".top", "bottom")

    assert desk.driver.execute_script(top) <= desk.driver.execute_script(bottom) + 1

    here = reverse("admin:desk_here", args=["article", taken.article.public_id])
    other = Client()
    other.force_login(ada)
    other.post(here)
    desk.driver.refresh()
    desk.until(lambda: "has this open too" in desk.one("p.company").text)
    assert desk.driver.execute_script(top) <= desk.driver.execute_script(bottom) + 60
    desk.driver.set_window_size(1280, 900)
    assert desk.complaints() == []


@pytest.mark.slow
def test_twenty_ready_suggestions_are_checked_and_published_in_a_minute(desk, ben, ada):
    said = "\n".join(f"“{number} bridges of the town will be repaired before winter,” Ruth Sample"
                     f" told reporters on day {number}." for number in range(20))  # fmt: skip
    taken = intake.take_in(by=ada, text=said, title="Twenty", language="en")
    Candidate.objects.update(ready=True)
    assert Candidate.objects.count() == 20
    desk.enter("ben").go(address(taken.article))
    started = time.monotonic()

    desk.press("A")
    desk.until(lambda: not Candidate.objects.filter(decision="new").exists())
    desk.until(lambda: len(desk.all('#source [data-decision="accepted"]')) >= 20)
    for _ in range(19):
        before = desk.until(lambda: opened(desk))
        desk.press("j")
        desk.until(lambda before=before: opened(desk) not in ("", before))
    desk.until(lambda: not Candidate.objects.filter(details__unseen=True).exists())
    desk.press("P")
    desk.until(lambda: Quote.objects.published().count() == 20)

    spent = time.monotonic() - started
    print(f"20 accepted, looked at and published in {spent:.1f} s")
    assert spent < 60
    assert desk.complaints() == []


def test_the_second_editor_is_told_in_place(desk, ada, ben, taken):
    desk.enter("ada").go(address(taken.article))
    public_id = desk.one(".open").get_attribute("data-panel")
    one = Candidate.objects.get(public_id=public_id)
    candidates.reject(one, by=ben)

    desk.press("a")

    desk.until(lambda: desk.decision(one) == "rejected")
    assert desk.one("#said .error").text


def test_hostile_words_stay_words(desk, ada):
    text = f"“{HOSTILE} we will not,” said {HOSTILE}.\n\n“Fine words,” Ruth Sample said."
    taken = intake.take_in(by=ada, text=text, title=HOSTILE, language="en")
    factories.speaker(HOSTILE[:190])
    desk.enter("ada").go(address(taken.article))

    desk.press("j", "s")
    desk.until(lambda: desk.driver.switch_to.active_element.get_attribute("name"))
    desk.driver.switch_to.active_element.send_keys(Keys.BACKSPACE, "img src")
    desk.until(lambda: desk.one("[data-choices] .choice"))

    assert desk.all("#main img, #main script:not([src])") == []
    for path in ("/admin/", "/admin/quotes/speaker/", "/admin/sources/article/"):
        desk.go(path)
        assert desk.all("main img[src=x]") == []
    assert desk.complaints() == []


@pytest.mark.parametrize("name", [pytest.param("ben", marks=pytest.mark.slow), "max"])
def test_no_page_of_the_desk_breaks_the_policy(desk, ben, ada, max_, taken, name):
    quote = factories.publish(factories.draft(ada), ben)
    claim = factories.claim(ada, quote=quote)
    desk.enter(name)
    pages = ["/admin/", "/admin/desk/everything/", address(taken.article)]
    pages += [reverse("admin:password_change")]
    for row in (quote, claim, taken.article, quote.attributions.get().speaker):
        label = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        pages += [reverse(f"{label}_changelist"), reverse(f"{label}_change", args=[row.pk])]
        pages += [reverse(f"{label}_history", args=[row.pk])]
    if name == "max":
        pages += [reverse("admin:auth_user_changelist"), reverse("admin:auth_user_add")]
        pages += [reverse("admin:auth_user_change", args=[max_.pk])]
    else:
        added = ("sources_article", "quotes_assessment", "quotes_speaker")
        pages += [reverse(f"admin:{label}_add") for label in added]

    for path in pages:
        desk.go(path)
        assert desk.complaints() == [], path
        assert desk.all("main"), path
