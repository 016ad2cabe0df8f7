"""axe-core finds nothing to mend on any page of the desk: light and dark, wide and narrow.

The folder that NODE_CLIENTS names has axe-core (`npm ci` in tests/clients installs it).
"""

import os
from pathlib import Path

import pytest
from django.test import Client

from tests.matrix import everywhere
from tests.matrix.world import World
from tests.quotes.admin.browser import MARKS, desk, driver, stocked  # noqa: F401

AXE = Path(os.environ.get("NODE_CLIENTS", "/nonexistent")) / "node_modules/axe-core/axe.min.js"
pytestmark = [
    *MARKS,
    pytest.mark.slow,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed; see NODE_CLIENTS"),
]
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(found.violations.map(
  (one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`
)));
"""
WIDE = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


def look(browser, path, width, theme):
    """What axe finds on the page, and whether it scrolls sideways."""
    media = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.go(path)
    found = browser.complaints()  # before axe, which sets styles of its own
    found += browser.driver.execute_async_script(AXE.read_text(encoding="utf-8") + RUN)
    if browser.driver.execute_script(WIDE) > 0:
        found.append("it scrolls sideways")
    browser.driver.get_log("browser")
    return found


@pytest.mark.parametrize("role", ["publisher", "administrator"])
def test_axe_finds_nothing(desk, role):  # noqa: F811
    world = World()
    user = world.people[role]
    client = Client()
    client.force_login(user)
    pages = [("log-in", "/admin/login/"), *everywhere.pages(world, user, client)]
    found, looked = {}, 0

    for width, theme in LOOKS:
        look(desk, "/admin/login/", width, theme)
    desk.enter(user.username)
    for name, path in pages:
        for width, theme in LOOKS:
            looked += 1
            if wrong := look(desk, path, width, theme):
                found[f"{name} {width} {theme}"] = wrong

    print(*(f"{name}: {' // '.join(wrong)}" for name, wrong in found.items()), sep="\n")
    print(f"{len(pages)} pages, {looked} looks, {len(found)} with something to mend")
    assert found == {}
    assert len(pages) > (60 if role == "publisher" else 10)
