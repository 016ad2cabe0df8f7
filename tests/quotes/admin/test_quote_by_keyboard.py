"""The quote page in a browser, by keyboard: propose, publish, split, undo; no policy is broken."""

import pytest
from django.urls import reverse
from selenium.webdriver.common.keys import Keys

from quotes.models import Handover, WaitingEdit
from quotes.publishing import checks
from tests import factories
from tests.quotes.admin.browser import MARKS

pytestmark = MARKS
MORE = "We will repair both old bridges before the first frost"


@pytest.fixture(autouse=True)
def desk_and_readers_agree(transactional_db):
    yield
    assert checks.differences() == []


def quote_page(quote):
    return reverse("admin:quotes_quote_change", args=[quote.pk])


def test_a_change_goes_from_an_editor_to_readers_by_keyboard(desk, ada, ben):
    quote = factories.publish(factories.draft(ada), ben)
    factories.print_again(quote, ada, "We will repair both of the bridges before the frost comes")
    desk.enter("ada").go(reverse("admin:desk_edit", args=["wording", quote.preferred_wording_id]))
    box = desk.one("[name=text]")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(MORE)
    desk.one("[name=reason]").send_keys("The tape.", Keys.ENTER)
    desk.until(lambda: WaitingEdit.objects.exists())
    desk.until(lambda: desk.one("#h-waiting"))
    assert not desk.all("#publish-edits")

    desk.driver.delete_all_cookies()
    desk.enter("ben").go(quote_page(quote))
    assert desk.one(".waiting-edit ins").text == "old"
    desk.press("d")
    desk.until(lambda: desk.driver.switch_to.active_element.get_attribute("id") == "h-waiting")
    desk.one("#edits-wrong").send_keys("A word was missing.")
    desk.one("#edits-changed").send_keys("It is there now.")
    desk.one("#publish-edits button").send_keys(Keys.ENTER)
    desk.until(lambda: quote.wordings.filter(text=MORE).exists())

    desk.go(quote_page(quote)).press("c")
    desk.until(lambda: desk.driver.switch_to.active_element.get_attribute("id") == "tier")
    desk.press(Keys.ESCAPE, "?")
    desk.until(lambda: desk.one(".keys dl").is_displayed())
    desk.press("x")
    desk.until(lambda: desk.all("[name=wordings]"))
    desk.all("[name=wordings]")[1].send_keys(Keys.SPACE)
    desk.one("[name=look]").send_keys(Keys.ENTER)
    desk.until(lambda: desk.all("[name=do]"))
    desk.one("[name=do]").send_keys(Keys.ENTER)
    desk.until(lambda: Handover.objects.exists())
    desk.until(lambda: desk.all("#h-handovers"))
    desk.one('form[action$="/undo/"] button').send_keys(Keys.ENTER)
    desk.until(lambda: Handover.objects.get().undone_at)
    assert desk.complaints() == []


@pytest.mark.slow
def test_every_box_of_the_quotes_pages_has_a_name(desk, ada, ben):
    quote = factories.draft(ada, chain=[{"kind": "told_to", "party": "reporters"}])
    factories.claim(ada, quote=quote)
    quote = factories.publish(quote, ben)
    place = quote.preferred_wording.occurrences.get()
    pages = [
        quote_page(quote),
        reverse("admin:desk_edit", args=["quote", quote.pk]),
        reverse("admin:desk_edit", args=["wording", quote.preferred_wording_id]),
        reverse("admin:desk_edit", args=["occurrence", place.pk]),
        reverse("admin:desk_edit", args=["chain", place.pk]),
        reverse("admin:desk_edit", args=["attribution", quote.attributions.get().pk]),
        reverse("admin:desk_split", args=[quote.public_id]),
        reverse("admin:desk_hand_over", args=[quote.public_id]),
        reverse("admin:desk_versions", args=["quote", quote.public_id]),
        reverse("admin:desk_address", args=["topic", quote.topics.get().public_id]),
    ]
    desk.enter("ben")

    for page in pages:
        desk.go(page)
        nameless = desk.driver.execute_script(
            "return [...document.querySelectorAll('main input, main select, main textarea,"
            " #content input, #content select, #content textarea')].filter((box) =>"
            " !['hidden', 'submit'].includes(box.type) && !box.labels?.length"
            " && !box.getAttribute('aria-label')"
            " && !box.classList.contains('select2-search__field')).map((box) => box.outerHTML)"
        )
        doubled = desk.driver.execute_script(
            "const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);"
            " return ids.filter((id, at) => ids.indexOf(id) !== at)"
        )
        wide = desk.driver.execute_script(
            "return document.documentElement.scrollWidth > innerWidth"
        )
        assert (nameless, doubled, wide) == ([], [], False), page
    assert desk.complaints() == []
