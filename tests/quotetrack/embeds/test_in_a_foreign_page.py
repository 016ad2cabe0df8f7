"""A card on somebody else's page, seen by a real browser."""

import shutil
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from quotetrack.embeds import framing
from quotetrack.embeds.models import EmbedSite

from .. import published_rows as rows

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "reader"]),
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or its driver is not installed"),
]
LISTENER = """<script>addEventListener("message", function (event) {
  if (event.data.type !== "quotetrack") return;
  var frame = document.querySelector("iframe");
  if (frame.contentWindow === event.source) frame.height = event.data.height;
})</script>"""
STRICT = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Foreign(BaseHTTPRequestHandler):
    """A page of another site, with headers of its own."""

    def __init__(self, page, headers, *args):
        self.page, self.own_headers = page, headers
        super().__init__(*args)

    def do_GET(self):
        self.send_response(200)
        for name, value in {"Content-Type": "text/html", **self.own_headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def site(request, settings):
    """The site itself, on a port of its own; its readers ask by their real role."""
    settings.WHITENOISE_AUTOREFRESH = True
    settings.KEPT_DIR = ""
    settings.ROOT_URLCONF = "tests.quotetrack.readers_urls"
    server = request.getfixturevalue("live_server")
    settings.SITE_URL = server.url
    framing.forget()
    yield server.url
    framing.forget()


def started(*more):
    """A Chromium without a window; `more` are arguments of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    usual = ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=900,900")
    for argument in (*usual, *more):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(DRIVER))


@pytest.fixture
def browser():
    driver = started()
    yield driver
    driver.quit()


@pytest.fixture
def foreign():
    """Serves a page from another origin: `foreign(page, headers)` gives its address."""
    servers = []

    def serve(page, headers=None):
        handler = partial(Foreign, page, headers or {})
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def host_page(src, sandbox):
    return (
        f"<!doctype html><title>Foreign</title>{LISTENER}"
        f'<iframe src="{src}" width="600" height="200" sandbox="{sandbox}" title="Card"></iframe>'
    )


@pytest.mark.parametrize("headers", [{}, STRICT], ids=["plain", "isolated"])
def test_a_card_shows_its_words_and_takes_its_height(site, browser, foreign, headers):
    row = rows.quote("We will repair the bridges. " * 8, claims=[rows.claim_link()])

    browser.get(foreign(host_page(f"{site}/embed/q/{row.pk}", "allow-scripts"), headers))
    frame = browser.find_element(By.TAG_NAME, "iframe")
    WebDriverWait(browser, 10).until(lambda _: int(frame.get_attribute("height")) > 210)
    browser.switch_to.frame(frame)

    assert "We will repair the bridges." in browser.find_element(By.TAG_NAME, "blockquote").text
    assert browser.find_element(By.CLASS_NAME, "standing").is_displayed()
    height = browser.execute_script(
        "return document.documentElement.getBoundingClientRect().height"
    )
    browser.switch_to.default_content()
    assert int(frame.get_attribute("height")) == -(-height // 1)
    assert not [each for each in browser.get_log("browser") if "favicon" not in each["message"]]
    assert browser.get_cookies() == []


def test_without_script_a_card_still_shows_everything(site, browser, foreign):
    row = rows.quote(claims=[rows.claim_link()])

    browser.get(foreign(host_page(f"{site}/embed/q/{row.pk}", "")))
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))

    assert "We will repair the bridges." in browser.page_source
    assert "Confirmed" in browser.page_source


def test_a_page_refuses_to_stand_in_a_frame(site, browser, foreign):
    row = rows.quote()

    browser.get(foreign(host_page(f"{site}/quotes/{row.pk}/", "allow-scripts")))
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))

    assert "We will repair the bridges." not in browser.page_source


def framed(browser, page) -> str:
    """What a frame on this page shows."""
    browser.get(page)
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))
    source = browser.page_source
    browser.switch_to.default_content()
    return source


def test_only_sites_on_the_list_show_a_card(site, browser, foreign):
    row, words = rows.quote(), "We will repair the bridges."
    address = f"{site}/embed/q/{row.pk}"
    for page in (host_page(address, "allow-scripts"), host_page(address, "")):
        assert words in framed(browser, foreign(page))

    # Another address: for half a minute a browser may show the card that it has.
    page = host_page(f"{address}?theme=light", "allow-scripts")
    allowed, other = foreign(page), foreign(page)
    EmbedSite.objects.create(origin=framing.normal(allowed))
    framing.forget()

    assert words in framed(browser, allowed)
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    assert words not in framed(browser, other)
    refused = [each["message"] for each in browser.get_log("browser")]
    assert any("frame-ancestors 'self' http://127.0.0.1" in message for message in refused)


@pytest.mark.slow
def test_a_star_admits_what_is_below_and_our_own_pages_stay_admitted(site, browser, foreign):
    row, words = rows.quote(), "We will repair the bridges."
    page = foreign(host_page(f"{site}/embed/q/{row.pk}", "allow-scripts"))
    port = page.rstrip("/").rpartition(":")[2]
    EmbedSite.objects.create(origin=framing.normal(f"http://*.news.localhost:{port}"))
    framing.forget()

    assert words in framed(browser, f"http://today.news.localhost:{port}/")
    assert words not in framed(browser, f"http://news.localhost:{port}/")
    assert words not in framed(browser, page)
    browser.get(f"{site}/quotes/{row.pk}/")
    browser.execute_async_script(
        "const frame = document.createElement('iframe'); frame.onload = arguments[1];"
        "frame.src = arguments[0]; document.body.prepend(frame)",
        f"/embed/q/{row.pk}",
    )
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))
    assert words in browser.find_element(By.TAG_NAME, "blockquote").text
