"""WordPress's own code, where it is installed: it finds the card, keeps it, and shows it.

Debian's packages `wordpress` and `php-cli` are enough; no database and no web server are needed.
WORDPRESS names the folder, /usr/share/wordpress unless given.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from .. import published_rows as rows
from .test_foreign_clients import HOSTILE
from .test_hostile_quotes import elements
from .test_in_a_foreign_page import CHROMIUM, DRIVER, browser, foreign, site  # noqa: F401

WORDPRESS = Path(os.environ.get("WORDPRESS", "/usr/share/wordpress"))
SCRIPT = Path(__file__).parents[2] / "clients" / "wordpress.php"
pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "reader"]),
    pytest.mark.skipif(
        not (shutil.which("php") and (WORDPRESS / "wp-includes/class-wp-oembed.php").exists()),
        reason="php or WordPress is not installed (Debian: php-cli, wordpress)",
    ),
]


def asked(address):
    """What WordPress finds at an address, and what it keeps of it."""
    done = subprocess.run(
        ["php", str(SCRIPT), str(WORDPRESS), address],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    return json.loads(done.stdout.strip().split("\n")[-1])


def test_it_finds_the_card_of_a_page_and_keeps_words_and_frame(site):  # noqa: F811
    row = rows.quote(claims=[rows.claim_link(relation="denies")])

    held = asked(f"{site}/quotes/{row.pk}/")

    assert held["provider"].startswith(f"{site}/oembed?")
    assert held["data"]["width"] == 500 and held["data"]["height"] <= 750
    kept = held["kept"]
    assert kept.index("<blockquote") < kept.index("<iframe")
    assert [name for name, _attributes in elements(kept)] == ["blockquote", "a", "iframe"]
    assert "We will repair the bridges." in kept and "True? denies" in kept
    assert f'src="{site}/embed/q/{row.pk}#?secret=' in kept


def test_a_hostile_quote_has_no_element_of_its_own(site):  # noqa: F811
    row = rows.quote(HOSTILE)

    kept = asked(f"{site}/quotes/{row.pk}/")["kept"]

    assert [name for name, _attributes in elements(kept)] == ["blockquote", "a", "iframe"]


@pytest.mark.browser
@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or its driver is not installed")
def test_its_script_shows_the_card_and_gives_it_its_height(site, browser, foreign):  # noqa: F811
    row = rows.quote(claims=[rows.claim_link()])
    kept = asked(f"{site}/quotes/{row.pk}/")["kept"]
    script = WORDPRESS / "wp-includes/js/wp-embed.js"
    if not script.exists():
        script = script.with_suffix(".min.js")

    page = f"<!doctype html><title>Blog</title><p>{kept}</p><script>{script.read_text()}</script>"
    browser.get(foreign(page))
    frame = browser.find_element(By.TAG_NAME, "iframe")
    WebDriverWait(browser, 10).until(lambda _: "absolute" not in frame.get_attribute("style"))

    assert frame.is_displayed()
    assert not browser.find_element(By.TAG_NAME, "blockquote").is_displayed()
    browser.switch_to.frame(frame)
    wanted = browser.execute_script(
        "return document.documentElement.getBoundingClientRect().height"
    )
    browser.switch_to.default_content()
    assert abs(frame.size["height"] - max(200, wanted)) <= 6
