"""The loader: light, cached, pinned by its hash, and at work on a page with a strict policy."""

import gzip
import re
from datetime import date

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from quotetrack.embeds import cards
from quotetrack.pages import quote_page
from quotetrack.readers import snippets

from .. import published_rows as rows
from .test_in_a_foreign_page import CHROMIUM, DRIVER, browser, foreign, site  # noqa: F401

in_a_browser = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "reader"]),
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or its driver is not installed"),
]


@pytest.mark.usefixtures("readers")
def test_it_weighs_next_to_nothing_and_any_page_may_load_it(client):
    answer = client.get("/embed/v1/loader.js")

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert len(answer.content) <= 2048 and len(gzip.compress(answer.content)) <= 1024
    assert answer["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=86400"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert b"<style" not in answer.content and b"eval" not in answer.content


@pytest.mark.usefixtures("readers")
def test_a_pinned_loader_never_changes(client):
    pinned = client.get(f"/embed/loader.{cards.loader_digest()}.js")

    assert pinned.content == client.get("/embed/v1/loader.js").content
    assert pinned["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/embed/loader.0123456789abcdef.js").status_code == 404


WATCH = """<meta name="viewport" content="width=device-width"><script>
window.shift = 0;
new PerformanceObserver(function (list) {
  list.getEntries().forEach(function (entry) { window.shift += entry.value; });
}).observe({type: "layout-shift", buffered: true});
</script>"""


def strict(origin):
    return {
        "Content-Security-Policy": f"default-src 'none'; script-src {origin}; frame-src {origin};"
        " style-src 'none'",
        "Cross-Origin-Embedder-Policy": "require-corp",
    }


def pasted(row):
    """What an editor pastes for this quote."""
    (told,) = quote_page.rows([row])
    return snippets.snippets(snippets.of_quote(told), date(2025, 6, 1)).snippet


class TestOnAForeignPage:
    """The pasted snippet, on a site that allows no style and nothing from elsewhere but us."""

    pytestmark = in_a_browser

    def test_the_words_give_way_to_the_card(self, site, browser, foreign):  # noqa: F811
        row = rows.quote(claims=[rows.claim_link()])

        bare = re.sub(' style="[^"]*"', "", pasted(row))  # as the docs say for such sites
        browser.get(foreign(f"<!doctype html><title>Host</title>{bare}", strict(site)))
        block = browser.find_element(By.TAG_NAME, "blockquote")
        WebDriverWait(browser, 10).until(lambda _: not block.is_displayed())
        frame = browser.find_element(By.TAG_NAME, "iframe")

        assert frame.is_displayed() and frame.size["height"] > 100
        assert frame.get_attribute("title") == "Quote by Ada Moor, 3 May 2025"
        strange = [each for each in browser.get_log("browser") if "favicon" not in each["message"]]
        assert strange == []

    @pytest.mark.parametrize("width", [360, 700, 900])
    def test_nothing_jumps_when_the_card_comes(self, site, browser, foreign, width):  # noqa: F811
        row = rows.quote(
            "We will repair the bridges, all of them. " * 6, claims=[rows.claim_link()]
        )
        text = "<p>" + "Some words of the host. " * 12 + "</p>"
        page = f"<!doctype html><title>Host</title>{WATCH}{text}{pasted(row)}{text * 9}"

        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False},
        )
        browser.get(foreign(page))
        block = browser.find_element(By.TAG_NAME, "blockquote")
        WebDriverWait(browser, 10).until(lambda _: not block.is_displayed())

        assert browser.execute_script("return new Promise(done => setTimeout(done, 300))") is None
        shift = browser.execute_script("return window.shift")
        print(f"\nlayout shift at {width} pixels: {shift:.4f}")
        assert shift <= 0.03

    def test_words_stay_where_the_card_does_not_come(self, site, browser, foreign):  # noqa: F811
        row = rows.quote()
        page = pasted(row).replace(f"/embed/q/{row.pk}", "/nothing-here/")

        browser.get(foreign(f"<!doctype html><title>Host</title>{page}", strict(site)))
        WebDriverWait(browser, 10).until(lambda _: browser.find_elements(By.TAG_NAME, "iframe"))

        assert "We will repair the bridges." in browser.find_element(By.TAG_NAME, "blockquote").text
        assert not browser.find_element(By.TAG_NAME, "iframe").is_displayed()

    def test_nothing_is_asked_of_us_before_a_click(self, site, browser, foreign):  # noqa: F811
        row = rows.quote()
        page = pasted(row).replace("data-qt=", 'data-load="click" data-qt=')

        browser.get(foreign(f"<!doctype html><title>Host</title>{page}", strict(site)))
        button = WebDriverWait(browser, 10).until(
            lambda _: browser.find_element(By.TAG_NAME, "button")
        )
        assert not browser.find_elements(By.TAG_NAME, "iframe")
        button.click()

        block = browser.find_element(By.TAG_NAME, "blockquote")
        WebDriverWait(browser, 10).until(lambda _: not block.is_displayed())
