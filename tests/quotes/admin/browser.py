"""A real browser at the desk, for tests: log-in, keys, what it complains about."""

import shutil
from importlib import import_module

import pytest
from django.apps import apps
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from quotes.models import CorrectionHead, RatingScale

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MARKS = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "reader"]),
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or its driver is not installed"),
]


class Desk:
    """A browser at the desk."""

    def __init__(self, driver, site):
        self.driver, self.site = driver, site
        self.pressed = 0

    def enter(self, name):
        """Log in by the form."""
        self.go("/admin/login/?next=/admin/")
        self.one("[name=username]").send_keys(name)
        self.one("[name=password]").send_keys(f"{name}-password-1")
        self.one("main button").click()
        self.until(lambda: self.one("main.home"))
        return self

    def go(self, path):
        """Open a page."""
        self.driver.get(self.site + path)
        return self

    def one(self, selector):
        """The first element that fits."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        """Every element that fits."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def press(self, *keys):
        """Press keys where the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)
            self.pressed += 1

    def until(self, holds):
        """Wait until it holds; at most ten seconds."""
        return WebDriverWait(self.driver, 10, ignored_exceptions=[Exception]).until(
            lambda _: holds()
        )

    def decision(self, candidate):
        """What the text says of a suggestion."""
        stretch = self.one(f'#source [data-candidate="{candidate.public_id}"]')
        return stretch.get_attribute("data-decision")

    def complaints(self):
        """What the browser complained about: broken policies, errors of scripts."""
        entries = self.driver.get_log("browser")
        return [each["message"] for each in entries if each["level"] in ("SEVERE", "WARNING")]


@pytest.fixture
def stocked(transactional_db):
    """What the migrations put into an empty database; tests of this kind empty it."""
    CorrectionHead.objects.get_or_create(pk=1)
    import_module("quotes.migrations.0003_groups").make_groups(apps, None)
    if not RatingScale.objects.exists():
        import_module("quotes.migrations.0004_scales").make_scales(apps, None)


@pytest.fixture(scope="module")
def driver():
    """A browser for the tests of one file."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def desk(stocked, request, settings, driver):
    """The browser, nobody logged in, and the site on a port of its own."""
    settings.WHITENOISE_AUTOREFRESH = True
    server = request.getfixturevalue("live_server")
    settings.SITE_URL = server.url
    driver.delete_all_cookies()
    driver.get_log("browser")
    yield Desk(driver, server.url)
    driver.get("about:blank")
