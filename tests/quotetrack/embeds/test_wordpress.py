"""A card in the frame that WordPress makes of it: no origin, no popups, a secret in the address."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from .. import published_rows as rows
from .test_in_a_foreign_page import CHROMIUM, DRIVER, browser, foreign, site  # noqa: F401

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "reader"]),
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or its driver is not installed"),
]
HOST = """<!doctype html><title>Blog</title><script>
window.told = [];
addEventListener("message", function (event) { if (event.data.secret) told.push(event.data); });
</script><iframe src="{src}#?secret=aB3dEfGh1j" sandbox="allow-scripts" width="600" height="200"
title="Card"></iframe>"""


def test_height_and_links_are_told_with_the_secret(site, browser, foreign):  # noqa: F811
    row = rows.quote()

    browser.get(foreign(HOST.replace("{src}", f"{site}/embed/q/{row.pk}")))
    WebDriverWait(browser, 10).until(lambda _: browser.execute_script("return told.length"))
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))
    browser.find_element(By.PARTIAL_LINK_TEXT, "Read the words").click()
    browser.switch_to.default_content()
    WebDriverWait(browser, 10).until(lambda _: browser.execute_script("return told.length > 1"))
    height, link = browser.execute_script("return told.slice(0, 2)")

    assert height["message"] == "height" and height["secret"] == "aB3dEfGh1j"
    assert 200 <= height["value"] <= 1000
    assert link == {
        "message": "link",
        "value": f"{site}/quotes/{row.pk}/source",
        "secret": "aB3dEfGh1j",
    }
