"""The main job, end to end, as people do it: a real site, a real browser, a foreign page."""

import re
import shutil
import tempfile
import urllib.error
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.running_site import ROOT, running_site

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
ARTICLE = ROOT / "fixtures" / "demo" / "articles" / "demo-sheinbaum.txt"
WORDS = "our territory is inalienable"
QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1000",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or its driver is not installed"),
]


@pytest.fixture(scope="module")
def site():
    """A running site without articles."""
    with running_site() as site:
        yield site


@pytest.fixture
def browser():
    """A fresh browser without cookies."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for word in QUIET:
        options.add_argument(word)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def foreign():
    """Serves a page of somebody else's; gives a function from HTML to its address."""
    folder = tempfile.mkdtemp()
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    handler.func.log_message = lambda *words: None
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()

        def page(html):
            Path(folder, "page.html").write_text(f"<!doctype html>{html}", encoding="utf-8")
            return f"http://localhost:{server.server_port}/page.html"

        yield page
        server.shutdown()
    shutil.rmtree(folder)


def until(browser, condition):
    """Wait until the condition holds; what it gives."""
    return WebDriverWait(browser, 20).until(lambda _: condition())


def log_in(browser, site, name):
    """Log in as one of the demo's people."""
    browser.get(f"{site.url}/admin/")
    browser.find_element(By.NAME, "username").send_keys(name)
    browser.find_element(By.NAME, "password").send_keys(f"demo-{name}", Keys.ENTER)
    until(browser, lambda: browser.find_elements(By.TAG_NAME, "textarea"))


def marked(browser, words):
    """The highlighted stretch that begins with these words."""
    marks = browser.find_elements(By.CSS_SELECTOR, "[data-candidate]")
    return next(mark for mark in marks if words in mark.text)


def press(browser, key):
    """Press a key on the page."""
    webdriver.ActionChains(browser).send_keys(key).perform()


def test_an_article_goes_in_and_its_quote_comes_out_as_a_card(site, browser, foreign):
    text = ARTICLE.read_text(encoding="utf-8").partition("\n\n")[2]
    log_in(browser, site, "publisher")

    box = browser.find_element(By.TAG_NAME, "textarea")
    browser.execute_script("arguments[0].value = arguments[1]", box, text)
    box.send_keys(Keys.CONTROL, Keys.ENTER)
    until(browser, lambda: "/admin/desk/articles/" in browser.current_url)
    mark = marked(browser, WORDS)
    candidate = mark.get_attribute("data-candidate")
    mark.click()
    until(
        browser, lambda: browser.find_elements(By.CSS_SELECTOR, f'.open[data-panel="{candidate}"]')
    )
    press(browser, "a")
    until(browser, lambda: marked(browser, WORDS).get_attribute("data-decision") == "accepted")
    press(browser, "p")

    found = until(browser, lambda: site.json("/api/v1/quotes/?q=inalienable")["results"])
    quote = found[0]
    assert WORDS in quote["text"]
    assert quote["speaker"]["name"] == "Claudia Sheinbaum"
    assert quote["attribution"] == "attributed"

    browser.get(quote["url"])
    assert WORDS in browser.find_element(By.TAG_NAME, "main").text
    discovery = browser.find_element(
        By.CSS_SELECTOR, 'link[rel="alternate"][type="application/json+oembed"]'
    )
    answer = site.json(discovery.get_attribute("href").removeprefix(site.url))
    assert answer["type"] == "rich"

    browser.get(foreign(f"<h1>Somebody else's page</h1>{answer['html']}"))
    frame = until(browser, lambda: browser.find_element(By.TAG_NAME, "iframe"))
    assert f"{site.url}/embed/q/{quote['id']}" in frame.get_attribute("src")
    browser.execute_script("arguments[0].hidden = false", frame)
    browser.switch_to.frame(frame)
    until(browser, lambda: WORDS in browser.find_element(By.TAG_NAME, "main").text)
    assert "Claudia Sheinbaum" in browser.find_element(By.TAG_NAME, "main").text
    assert "0 differences" in site.run("rebuild_published", "--check")


def test_a_draft_is_nowhere_to_be_found_by_readers(site, browser):
    log_in(browser, site, "contributor")
    box = browser.find_element(By.TAG_NAME, "textarea")
    box.send_keys("“Nobody may read this canary sentence yet,” Ruth Sample said on Friday.")
    box.send_keys(Keys.CONTROL, Keys.ENTER)
    until(browser, lambda: "/admin/desk/articles/" in browser.current_url)
    article = re.search(r"articles/(\w+)/", browser.current_url)[1]

    assert site.json("/api/v1/quotes/?q=canary")["results"] == []
    with pytest.raises(urllib.error.HTTPError) as refused:
        site.json(f"/api/v1/articles/{article}/")
    with refused.value as answer:
        assert answer.code == 404
