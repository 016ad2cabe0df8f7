"""The embed section of a page: complete without script, and with it a live preview."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from .. import published_rows as rows
from ..embeds.test_in_a_foreign_page import CHROMIUM, DRIVER, browser, site  # noqa: F401


@pytest.mark.usefixtures("readers")
@pytest.mark.parametrize("path", ["/quotes/{quote}/", "/claims/{claim}/", "/speakers/ada-moor/"])
def test_every_form_stands_on_the_page_without_script(client, path):
    rows.speaker()
    claim, row = rows.claim(), rows.quote()

    body = client.get(path.format(quote=row.pk, claim=claim.slug)).content.decode()

    assert "&lt;blockquote class=&quot;quotetrack&quot;" in body
    assert "&lt;script async src=&quot;https://quotes.example/embed/v1/loader.js&quot;" in body
    assert "&lt;iframe class=&quot;quotetrack&quot;" in body
    assert "frame-sizing:content-height" in body
    assert "data-choices hidden" in body and "data-copy" in body


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, databases=["default", "reader"])
@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or its driver is not installed")
def test_choices_change_preview_and_snippets(site, browser):  # noqa: F811
    row = rows.quote()
    browser.get(f"{site}/quotes/{row.pk}/")

    Select(browser.find_element(By.ID, "embed-theme")).select_by_value("dark")
    Select(browser.find_element(By.ID, "embed-version")).select_by_value("@1")
    preview = browser.find_element(By.CSS_SELECTOR, "[data-preview]")
    browser.execute_script("arguments[0].scrollIntoView()", preview)
    wanted = f"/embed/q/{row.pk}@1?theme=dark"
    WebDriverWait(browser, 10).until(lambda _: preview.get_attribute("height") != "")
    snippets = browser.find_elements(By.CSS_SELECTOR, "[data-snippet]")

    assert preview.get_attribute("src") == site + wanted
    assert all(wanted in each.get_attribute("textContent") for each in snippets)
    browser.switch_to.frame(preview)
    WebDriverWait(browser, 10).until(lambda _: browser.find_elements(By.CLASS_NAME, "card"))
    assert "As published on" in browser.page_source and 'data-theme="dark"' in browser.page_source
    browser.switch_to.default_content()
    assert not [each for each in browser.get_log("browser") if "favicon" not in each["message"]]
