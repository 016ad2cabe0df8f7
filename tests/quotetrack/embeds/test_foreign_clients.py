"""What clients that nobody here wrote make of our pages and cards.

They are not dependencies: each test is skipped, and says why, where its client is missing. Python
ones are imported; those for node are looked for in the folder that NODE_CLIENTS names
(`npm install @extractus/oembed-extractor open-graph-scraper unfurl.js vnu-jar axe-core`).
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from .. import published_rows as rows
from .test_in_a_foreign_page import CHROMIUM, DRIVER, browser, site  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "reader"])

NODE_CLIENTS = Path(os.environ.get("NODE_CLIENTS", "/nonexistent"))
TITLE = "Quote by Ada Moor, 3 May 2025"
HOSTILE = "It's </blockquote><script>alert(1)</script> &amp; <img src=x onerror=alert(2)>"


def python(module, program, *arguments):
    """What a Python client prints, read as JSON; skipped where it is not installed."""
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")
    return _run([sys.executable, "-c", program, *arguments])


def node(package, program, *arguments):
    """What a node client prints, read as JSON; skipped where it is not installed."""
    if not shutil.which("node") or not (NODE_CLIENTS / "node_modules" / package).exists():
        pytest.skip(f"{package} is not installed; NODE_CLIENTS names a folder that has it")
    script = NODE_CLIENTS / "client-of-quotetrack.mjs"
    script.write_text(program, encoding="utf-8")
    return _run(["node", str(script), *arguments])


def _run(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().split("\n")[-1])


@pytest.fixture
def page(site):  # noqa: F811
    """The address of a hostile quote's page."""
    return f"{site}/quotes/{rows.quote(HOSTILE).pk}/"


def test_pyoembed_discovers_the_card_and_obeys_ceilings(page):
    held = python(
        "pyoembed",
        "import json, sys; from pyoembed import oEmbed;"
        "print(json.dumps(oEmbed(sys.argv[1], maxwidth=300, maxheight=240)))",
        page,
    )

    assert (held["type"], held["title"]) == ("rich", TITLE)
    assert held["width"] <= 300 and held["height"] <= 240
    assert "<script>alert" not in held["html"]


def test_micawber_gets_the_card_of_a_configured_provider(page, site):  # noqa: F811
    held = python(
        "micawber",
        "import json, sys; import micawber; r = micawber.ProviderRegistry();"
        "r.register('.*', micawber.Provider(sys.argv[2] + '/oembed'));"
        "print(json.dumps(r.request(sys.argv[1], maxwidth=400)))",
        page,
        site,
    )

    assert held["type"] == "rich" and held["width"] <= 400


def test_extruct_reads_each_entity(page):
    held = python(
        "extruct",
        "import extruct, json, sys, urllib.request as u;"
        "html = u.urlopen(sys.argv[1]).read().decode();"
        "print(json.dumps(extruct.extract(html, base_url=sys.argv[1])))",
        page,
    )

    assert [each["@type"] for each in held["json-ld"]] == ["Quotation"]
    assert held["json-ld"][0]["text"] == HOSTILE
    assert dict(held["opengraph"][0]["properties"])["og:title"] == TITLE


def test_extractus_finds_and_reads_the_card(page):
    held = node(
        "@extractus/oembed-extractor",
        "import {extract} from '@extractus/oembed-extractor';"
        "console.log(JSON.stringify(await extract(process.argv[2])))",
        page,
    )

    assert (held["type"], held["title"]) == ("rich", TITLE)


def test_open_graph_scraper_is_content(page):
    held = node(
        "open-graph-scraper",
        "import ogs from 'open-graph-scraper';"
        "const html = await (await fetch(process.argv[2])).text();"
        "const {result} = await ogs({html});"
        "console.log(JSON.stringify(result))",
        page,
    )

    assert held["ogTitle"] == held["twitterTitle"] == TITLE
    assert len(held["ogDescription"]) <= 250


def test_unfurl_sees_page_and_card(page):
    held = node(
        "unfurl.js",
        "import {unfurl} from 'unfurl.js';"
        "console.log(JSON.stringify(await unfurl(process.argv[2])))",
        page,
    )

    assert held["oEmbed"]["type"] == "rich"
    assert held["canonical_url"] == page


@pytest.mark.parametrize("path", ["/quotes/{}/", "/embed/q/{}", "/"])
def test_vnu_has_nothing_to_say(site, path, tmp_path):  # noqa: F811
    jar = NODE_CLIENTS / "node_modules/vnu-jar/build/dist/vnu.jar"
    if not shutil.which("java") or not jar.exists():
        pytest.skip("vnu-jar or java is not installed; NODE_CLIENTS names a folder that has it")
    row = rows.quote(HOSTILE, claims=[rows.claim_link()], corrections=[rows.correction_ref()])
    with urlopen(site + path.format(row.pk)) as answer:
        (tmp_path / "page.html").write_bytes(answer.read())

    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", str(tmp_path / "page.html")],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert json.loads(done.stderr)["messages"] == []


@pytest.mark.browser
@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or its driver is missing")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/quotes/{}/", "/embed/q/{}", "/", "/check/", "/corrections/"])
def test_axe_finds_no_violation(site, browser, path, theme):  # noqa: F811
    axe = NODE_CLIENTS / "node_modules/axe-core/axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core is not installed; NODE_CLIENTS names a folder that has it")
    row = rows.quote(claims=[rows.claim_link()], corrections=[rows.correction_ref()])
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    browser.get(f"{site}{path.format(row.pk)}?theme={theme}")

    browser.execute_script(axe.read_text(encoding="utf-8"))
    found = browser.execute_async_script("axe.run().then(arguments[0])")

    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
