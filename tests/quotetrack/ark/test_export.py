"""The ark: the site as plain files, in step with the records, and nothing withdrawn in it."""

import json
import re
from datetime import UTC, datetime

import pytest

from quotes.published.models import Redirect, Tombstone
from quotetrack.ark.export import Export
from quotetrack.wsgi import application

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")

GONE = "1c5r9h4v2e6w"


@pytest.fixture
def whole_site(readers, settings):
    """Every address, by the name of the site."""
    settings.ROOT_URLCONF = "quotetrack.urls"
    settings.ALLOWED_HOSTS = ["quotes.example", "testserver"]


@pytest.fixture
def quote(whole_site):
    """A quote with two versions, an old address, and a withdrawn neighbour."""
    row = rows.quote(claims=[rows.claim_link()])
    rows.version(row, rows.quote_document(claims=[rows.claim_link()]), number=2)
    row.version = 2
    row.save(update_fields=["version"])
    rows.claim()
    rows.speaker()
    Redirect.objects.create(kind="quote", old="aaaaaaaaaaaa", target=row.pk, reason="merged")
    Tombstone.objects.create(kind="quote", public_id=GONE, reason="legal",
                             withdrawn_at=datetime(2026, 6, 14, tzinfo=UTC))  # fmt: skip
    return row


def export(place):
    run = Export(place, application, progress=lambda found, total: found)
    removed = run.run()
    return run, removed


def names(place):
    return {str(file.relative_to(place / "site")) for file in (place / "site").rglob("*.*")}


def test_everything_public_becomes_a_file(quote, tmp_path):
    run, _removed = export(tmp_path)
    key = quote.pk

    assert [line for line in run.failed if "/api/" not in line] == []
    assert names(tmp_path) >= {
        "index.html", "index.lang=es.html", "404.html", "robots.txt", "sitemap.xml",
        f"quotes/{key}/index.html", f"quotes/{key}/index.lang=es.html",
        f"quotes/{key}/index.version=1.html", f"quotes/{key}/index.jsonld",
        f"quotes/{key}/difference/1/2/index.html",
        f"embed/q/{key}.html", f"embed/q/{key}.theme=dark.lang=es.size=compact.html",
        f"embed/q/{key}@1.html", f"embed/q/{key}.json",
        f"og/q/{key}.png", f"og/q/{key}.1.png", f"og/q/{key}.2.png", f"og/q/{key}.2.lang=es.png",
        f"oembed/quotes/{key}/600.json", f"oembed/quotes/{key}/200.low.json",
        f"oembed/quotes/{key}/600.xml", "embed/v1/loader.js", "static/quotetrack/page.css",
        "embed/s/ada-moor.html", f"gone/q-{GONE}.html", f"gone/q-{GONE}.card.html",
    }  # fmt: skip


def test_files_hold_what_the_site_answers(quote, tmp_path, client):
    export(tmp_path)
    site = tmp_path / "site"

    assert (site / f"quotes/{quote.pk}/index.html").read_bytes() == client.get(
        f"/quotes/{quote.pk}/"
    ).content
    narrow = json.loads((site / f"oembed/quotes/{quote.pk}/200.low.json").read_bytes())
    assert narrow["width"] <= 200 and narrow["height"] <= 200


def test_a_card_carries_its_own_policy(quote, tmp_path):
    export(tmp_path)

    card = (tmp_path / f"site/embed/q/{quote.pk}.theme=dark.html").read_text()

    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', card)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors" not in policy
    assert card.index("Content-Security-Policy") < card.index("<style>")


def test_lists_for_the_web_server(quote, tmp_path):
    export(tmp_path)
    lists = tmp_path / "nginx"

    assert f'"quotes/{GONE}" "q-{GONE}";' in (lists / "gone.map").read_text()
    moved = (lists / "moved.map").read_text()
    assert f'"/quotes/aaaaaaaaaaaa/" "/quotes/{quote.pk}/";' in moved
    assert f'"/embed/q/aaaaaaaaaaaa" "/embed/q/{quote.pk}";' in moved
    sources = (lists / "sources.map").read_text()
    assert sources == f'/quotes/{quote.pk}/source "https://courier.example/flood#:~:text=words";\n'


def test_a_second_run_writes_nothing_that_is_there(quote, tmp_path):
    export(tmp_path)
    card = tmp_path / f"site/embed/q/{quote.pk}.html"
    before = card.stat().st_mtime_ns

    run, removed = export(tmp_path)

    assert (run.folder.written, removed) == (0, 0) and card.stat().st_mtime_ns == before


def test_what_is_withdrawn_goes(quote, tmp_path):
    export(tmp_path)
    key = quote.pk
    Tombstone.objects.create(kind="quote", public_id=key, reason="error",
                             withdrawn_at=datetime(2026, 6, 15, tzinfo=UTC))  # fmt: skip
    quote.delete()

    export(tmp_path)

    left = {name for name in names(tmp_path) if key in name}
    assert left == {f"gone/q-{key}.html", f"gone/q-{key}.card.html"}
    whole = "".join(file.read_text(errors="ignore") for file in tmp_path.rglob("*.html"))
    assert "We will repair the bridges." not in whole


def test_nothing_is_written_outside_of_the_folder(tmp_path):
    run = Export(tmp_path, application, progress=lambda found, total: found)

    with pytest.raises(ValueError, match="outside"):
        run.folder.write("../../elsewhere.html", b"")


def test_hostile_words_stay_words_in_every_file(whole_site, tmp_path):
    rows.quote(
        "It's </blockquote><script>alert(1)</script> <img src=x onerror=alert(2)> $uri {{7}}"
    )

    export(tmp_path)

    for file in tmp_path.rglob("*"):
        answers_json = file.suffix == ".json" and "oembed" not in file.parts
        if file.is_file() and file.suffix != ".png" and not answers_json:
            text = file.read_text()
            assert "<script>alert" not in text and "<img src=x" not in text, file
