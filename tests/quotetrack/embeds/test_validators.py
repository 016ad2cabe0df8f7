"""What validators that nobody here wrote find in our pages and cards: nothing.

The programs for node are looked for in the folder that NODE_CLIENTS names (`npm ci` in
tests/clients installs them); each test is skipped, with the reason, where its program is missing.
"""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest

from quotes.published.models import PublishedClaimLink, Tombstone

from .. import published_rows as rows
from .test_foreign_clients import HOSTILE, NODE_CLIENTS, json_ld
from .test_in_a_foreign_page import CHROMIUM, DRIVER, browser, site  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "reader"])

ARABIC = "سنفتح المكتبة كل مساء"
GONE = "1c5r9h4v2e6w"
PAGES = ("/", "/quotes/", "/quotes/{quote}/", "/quotes/{quote}/?lang=es", "/quotes/{arabic}/",
         "/quotes/{quote}/difference/1/2/", "/claims/", "/claims/{claim}/", "/speakers/",
         "/speakers/ada-moor/", "/topics/", "/outlets/", "/articles/", "/corrections/",
         "/methodology/", "/about/", "/check/", "/search/?q=bridges", "/quotes/{gone}/",
         "/quotes/nothing/")  # fmt: skip
CARDS = ("/embed/q/{quote}", "/embed/q/{quote}?theme=dark&lang=es&size=compact",
         "/embed/q/{arabic}", "/embed/q/{quote}@1", "/embed/c/{claim}", "/embed/s/ada-moor",
         "/embed/q/{gone}", "/embed/q/nothing")  # fmt: skip
KEPT_OFF = {
    "no-trailing-whitespace": "off",  # of the templates, not of the page
    "long-title": "off",  # search engines cut titles, and whole sentences help readers
    "no-inline-style": "off",
    "require-sri": "off",
}


@pytest.fixture
def paths(site):  # noqa: F811
    """Addresses of every kind of page and card, by what they are of."""
    row = rows.quote(HOSTILE, claims=[rows.claim_link()], corrections=[rows.correction_ref()],
                     responses=[rows.response()])  # fmt: skip
    rows.version(row, rows.quote_document("As it was."), number=2)
    arabic = rows.quote(ARABIC, language="ar", wordings=[rows.wording(ARABIC, "ar")])
    claim = rows.claim()
    PublishedClaimLink.objects.create(quote=row.pk, claim=claim.pk, relation="asserts")
    rows.speaker()
    Tombstone.objects.create(kind="quote", public_id=GONE, reason="legal",
                             withdrawn_at=datetime(2026, 6, 14, tzinfo=UTC))  # fmt: skip
    names = {"quote": row.pk, "arabic": arabic.pk, "claim": claim.slug, "gone": GONE}
    return [site + path.format(**names) for path in (*PAGES, *CARDS)]


def program(*parts):
    """The path of a program for node; skipped where it is not installed."""
    place = NODE_CLIENTS.joinpath("node_modules", *parts)
    if not place.exists():
        pytest.skip(f"{parts[0]} is not installed; NODE_CLIENTS names a folder that has it")
    return str(place)


@pytest.fixture
def saved(paths, tmp_path):
    """The pages as files, and which is which."""
    files = {}
    for number, address in enumerate(paths):
        try:
            with urlopen(address) as answer:
                body = answer.read()
        except HTTPError as error:
            body = error.read()
        name = f"{number:02}.html"
        (tmp_path / name).write_bytes(body)
        files[name] = address.split("/", 3)[3]
    return tmp_path, files


def test_vnu_has_nothing_to_say(saved):
    jar = program("vnu-jar", "build", "dist", "vnu.jar")
    if not shutil.which("java"):
        pytest.skip("java is not installed")
    folder, files = saved

    done = subprocess.run(
        ["java", "-jar", jar, "--format", "json", *sorted(str(folder / name) for name in files)],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip

    found = json.loads(done.stderr)["messages"]
    assert [(files[each["url"].rsplit("/", 1)[-1]], each["message"]) for each in found] == []


def test_html_validate_finds_no_error(saved):
    binary = program("html-validate", "bin", "html-validate.mjs")
    folder, files = saved
    rules = {"extends": ["html-validate:standard", "html-validate:a11y"], "rules": KEPT_OFF}
    (folder / ".htmlvalidate.json").write_text(json.dumps({"root": True} | rules))

    subprocess.run(
        ["node", binary, "--formatter", "json=found.json", *sorted(files)],
        capture_output=True, text=True, timeout=120, check=False, cwd=folder,
    )  # fmt: skip

    found = [
        (files[os.path.basename(each["filePath"])], message["ruleId"], message["message"])
        for each in json.loads((folder / "found.json").read_text())
        for message in each["messages"]
    ]
    assert found == []


@pytest.mark.slow
def test_the_data_has_the_types_that_schema_org_allows(paths, tmp_path):
    compiler = program("typescript", "bin", "tsc")
    program("schema-dts", "package.json")
    lines = [
        "import type {ClaimReview, CorrectionComment, DataFeed, Quotation, WithContext}"
        ' from "schema-dts";'
    ]
    for path in (paths[2], paths[7]):
        for entity in json_ld(path):
            kind, held = entity["@type"], json.dumps(entity)
            lines.append(f"export const a{len(lines)}: WithContext<{kind}> = {held};")
    assert len(lines) == 4
    with urlopen(urljoin(paths[0], "/claim-reviews.json")) as answer:
        feed = json.load(answer)
    assert feed["dataFeedElement"]
    lines.append(f"export const feed: WithContext<DataFeed> = {json.dumps(feed)};")
    source = NODE_CLIENTS / f"typed-{os.getpid()}.ts"
    source.write_text("\n".join(lines), encoding="utf-8")
    try:
        done = subprocess.run(
            ["node", compiler, "--noEmit", "--strict", "--skipLibCheck", str(source)],
            capture_output=True, text=True, timeout=120, check=False, cwd=NODE_CLIENTS,
        )  # fmt: skip
    finally:
        source.unlink()

    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.browser
@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or its driver is missing")
@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation(paths, browser, theme):  # noqa: F811
    axe = program("axe-core", "axe.min.js")
    with open(axe, encoding="utf-8") as file:
        script = file.read()
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    found = []
    for address in paths:
        browser.get(f"{address}{'&' if '?' in address else '?'}theme={theme}")
        browser.execute_script(script)
        result = browser.execute_async_script("axe.run().then(arguments[0])")
        found += [(address.split("/", 3)[3], each["id"], each["nodes"][0]["html"])
                  for each in result["violations"]]  # fmt: skip

    assert found == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="chromium is missing")
@pytest.mark.parametrize("which", ["page", "card"])
def test_lighthouse_gives_full_marks(paths, which, tmp_path):
    binary = program("lighthouse", "cli", "index.js")
    address = paths[2] if which == "page" else paths[len(PAGES)]
    report = tmp_path / "report.json"
    flags = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"

    subprocess.run(
        ["node", binary, address, "--quiet", "--output=json", f"--output-path={report}",
         "--only-categories=performance,accessibility", "--preset=desktop",
         f"--chrome-flags={flags}"],
        env=os.environ | {"CHROME_PATH": CHROMIUM}, check=True, timeout=180, capture_output=True,
    )  # fmt: skip

    scores = {
        name: each["score"] for name, each in json.loads(report.read_text())["categories"].items()
    }
    assert scores == {"performance": 1, "accessibility": 1}
