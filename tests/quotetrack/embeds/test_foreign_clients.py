"""What clients that nobody here wrote make of our pages and cards.

Each test is skipped, and says why, where its client is missing. Python ones are imported; those for
node are looked for in the folder that NODE_CLIENTS names (`npm ci` in tests/clients installs them).
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .. import published_rows as rows
from .test_in_a_foreign_page import site  # noqa: F401

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
    # As a module read from the command line, `argv` has no place for the script's name.
    program = program.replace("process.argv[2]", "process.argv[1]")
    return _run(["node", "--input-type=module", "-e", program, *arguments], cwd=NODE_CLIENTS)


def _run(command, cwd=None):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=cwd)
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


def test_open_graph_scraper_sees_an_image_that_is_one(page, site):  # noqa: F811
    held = node(
        "open-graph-scraper",
        "import ogs from 'open-graph-scraper';"
        "const html = await (await fetch(process.argv[2])).text();"
        "const {result} = await ogs({html});"
        "const image = await fetch(result.ogImage[0].url);"
        "const bytes = new Uint8Array(await image.arrayBuffer());"
        "console.log(JSON.stringify({...result.ogImage[0], kind: image.headers.get('content-type'),"
        " twitter: result.twitterImage[0].url, size: bytes.length, first: bytes[1]}))",
        page,
    )

    assert (held["kind"], held["width"], held["height"]) == (
        "image/png", "1200", "630",
    )  # fmt: skip
    assert held["url"] == held["twitter"] and held["url"].startswith(f"{site}/og/q/")
    assert held["size"] <= 60 * 1024 and held["first"] == ord("P")
    assert held["alt"] and "<" in held["alt"]


def test_pyld_expands_everything_and_drops_nothing(site):  # noqa: F811
    pyld = pytest.importorskip("pyld", reason="pyld is not installed")
    row = rows.quote(claims=[rows.claim_link()], corrections=[rows.correction_ref()])
    claim = rows.claim()
    for path in (f"/quotes/{row.pk}/", f"/claims/{claim.slug}/"):
        for entity in json_ld(site + path):
            # The context is a web page; offline, every term of ours belongs to its one vocabulary.
            entity["@context"] = {"@vocab": "https://schema.org/"}
            (expanded,) = pyld.jsonld.expand(entity)
            assert _values(expanded) == _values(entity) - {""}


def json_ld(address):
    held = python(
        "extruct",
        "import extruct, json, sys, urllib.request as u;"
        "html = u.urlopen(sys.argv[1]).read().decode();"
        "print(json.dumps(extruct.extract(html, base_url=sys.argv[1], syntaxes=['json-ld'])))",
        address,
    )
    assert held["json-ld"]
    return held["json-ld"]


def _values(node):
    """Every value of a tree, types by their last word."""
    if isinstance(node, dict):
        return set().union(*(_values(value) for value in node.values()), set())
    if isinstance(node, list):
        return set().union(*map(_values, node), set())
    return {str(node).removeprefix("https://schema.org/")}


def test_feedparser_reads_the_feeds(settings, site):  # noqa: F811
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
    settings.ROOT_URLCONF = "quotetrack.urls"
    row = rows.quote(HOSTILE)

    feed = feedparser.parse(f"{site}/api/v1/quotes/feed/")

    assert not feed.bozo
    (entry,) = feed.entries
    assert row.pk in entry.link
    (content,) = entry.content
    assert (content.type, content.value) == ("text/plain", HOSTILE)
