# ruff: noqa: F811  fixtures of another module are asked for by name
"""Every state of a card in the frames and under the policies that hosts use, in a real browser."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from quotes.published.models import Redirect, Tombstone

from .. import published_rows as rows
from .test_in_a_foreign_page import (  # noqa: F401
    CHROMIUM,
    DRIVER,
    STRICT,
    browser,
    foreign,
    site,
    started,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "reader"]),
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or its driver is not installed"),
]
GONE, OLD = "1c5r9h4v2e6w", "aaaaaaaaaaaa"
PAGE = """<!doctype html><meta charset="utf-8"><title>Host</title>
<link rel="icon" href="data:,"><main>{frame}</main>"""
FRAME = '<iframe src="{src}" title="Card" width="600" height="200" sandbox="{sandbox}"></iframe>'
STATES = {
    "live": ("/embed/q/{quote}", "We will repair the bridges."),
    "corrected": ("/embed/q/{corrected}", "Corrected 12 May 2025:"),
    "retracted": ("/embed/q/{retracted}", "Retracted by Ada Moor"),
    "frozen": ("/embed/q/{quote}@1", "As published on"),
    "merged": (f"/embed/q/{OLD}", "We will repair the bridges."),
    "withdrawn": (f"/embed/q/{GONE}", "withdrawn on 14 June 2026"),
    "unknown": ("/embed/q/0123456789ab", "There is no public record"),
    "claim": ("/embed/c/{claim}", "The library will open"),
    "speaker": ("/embed/s/ada-moor", "Ada Moor"),
}


@pytest.fixture
def addresses(site):
    """The address of a card in each state, and words that it shows."""
    row = rows.quote(claims=[rows.claim_link()])
    names = {
        "quote": row.pk,
        "corrected": rows.quote(seed="c", corrections=[rows.correction_ref()]).pk,
        "retracted": rows.quote(seed="r", responses=[rows.response("retracts")]).pk,
        "claim": rows.claim().slug,
    }
    rows.speaker()
    Redirect.objects.create(kind="quote", old=OLD, target=row.pk, reason="merged")
    Tombstone.objects.create(kind="quote", public_id=GONE, reason="legal",
                             withdrawn_at=datetime(2026, 6, 14, tzinfo=UTC))  # fmt: skip
    return {state: (site + path.format(**names), words) for state, (path, words) in STATES.items()}


@pytest.mark.parametrize(
    "sandbox",
    [
        "allow-scripts",
        pytest.param("", marks=pytest.mark.slow),
        pytest.param("allow-scripts allow-popups", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize(
    "host", [pytest.param("plain", marks=pytest.mark.slow), "isolated", "strict"]
)
def test_each_state_shows_in_each_frame(site, browser, foreign, addresses, host, sandbox):
    policy = f"default-src 'none'; img-src data:; frame-src {site}; style-src 'none'"
    headers = {"plain": {}, "isolated": STRICT, "strict": {"Content-Security-Policy": policy}}[host]
    for state, (address, words) in addresses.items():
        page = PAGE.format(frame=FRAME.format(src=address, sandbox=sandbox))
        browser.get(foreign(page, headers))
        browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))
        WebDriverWait(browser, 10).until(lambda _: browser.find_elements(By.CLASS_NAME, "card"))

        assert words in browser.find_element(By.TAG_NAME, "main").text, state
        browser.switch_to.default_content()
        assert browser.get_cookies() == []
    complaints = [each["message"] for each in browser.get_log("browser")]
    # The browser itself notes that 410 and 404 are no success, and nothing else.
    assert [each for each in complaints if "410" not in each and "404" not in each
            and "Blocked script execution" not in each] == []  # fmt: skip


@pytest.fixture
def sizing_browser():
    """A browser that knows frame-sizing; it is asked for by name before it is everywhere."""
    driver = started("--enable-blink-features=ResponsiveIframes")
    yield driver
    driver.quit()


@pytest.mark.parametrize("width", [320, 700])
def test_a_frame_without_script_takes_its_height_where_the_browser_can(
    sizing_browser, foreign, addresses, width
):
    if not sizing_browser.execute_script("return CSS.supports('frame-sizing', 'content-height')"):
        pytest.skip("this chromium does not know frame-sizing")
    for state in ("live", "corrected", "claim", "speaker"):
        frame, wanted = _framed(sizing_browser, foreign, addresses[state][0], width)

        fits = WebDriverWait(sizing_browser, 10).until
        assert fits(lambda _, frame=frame, wanted=wanted: abs(frame.size["height"] - wanted) <= 2)


def _framed(browser, foreign, src, width):
    """The snippet's frame on a page, at this width, and the height of the card in it."""
    context = {"embed": {"title": "Card"}, "src": src, "width": 700, "height": 480}
    snippet = render_to_string("embeds/frame.html", context)
    snippet = snippet.replace("allow-scripts allow-popups allow-popups-to-escape-sandbox", "")
    browser.get(foreign(PAGE.format(frame=f'<div style="width:{width}px">{snippet}</div>')))
    frame = browser.find_element(By.TAG_NAME, "iframe")
    browser.switch_to.frame(frame)
    wanted = browser.find_element(By.CLASS_NAME, "card").size["height"]
    browser.switch_to.default_content()
    return frame, wanted


def test_nothing_is_stored_and_nobody_else_is_asked(site, browser, addresses):
    address, _words = addresses["live"]
    browser.get(address)

    asked = browser.execute_script(
        "return performance.getEntriesByType('resource').map(function (each) {return each.name})"
    )
    stored = browser.execute_script("return localStorage.length + sessionStorage.length")

    assert [each for each in asked if not each.endswith("/favicon.ico")] == []
    assert stored == 0 and browser.get_cookies() == []


def test_a_printed_card_says_where_it_is_from(browser, addresses):
    address, _words = addresses["live"]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    browser.get(address)

    assert "light" in browser.execute_script(
        "return getComputedStyle(document.documentElement).colorScheme"
    )
    footer = browser.find_element(By.TAG_NAME, "footer")
    shown = browser.execute_script(
        "return getComputedStyle(arguments[0].querySelector('a'), '::after').content", footer
    )
    assert "/quotes/" in shown or "/quotes/" in footer.text
