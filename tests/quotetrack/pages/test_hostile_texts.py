"""Texts that try to be markup stay text, in every place of every page and card."""

import json
import re
from html.parser import HTMLParser

import pytest

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")

HOSTILE = (
    "It's </blockquote></script><script>alert(1)</script> <img src=x onerror=alert(2)> "
    '&amp; "x" \u202eevil\u2028'
)


class Elements(HTMLParser):
    """Collects what a browser would make of a page."""

    def __init__(self, markup):
        super().__init__()
        self.scripts, self.handlers, self.images, self.links, self.data = [], [], [], [], []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.handlers += [name for name in attrs if name.startswith("on")]
        if tag == "script":
            self.scripts.append(attrs)
        if tag == "img":
            self.images.append(attrs)
        if "href" in attrs:
            self.links.append(attrs["href"])

    def strange_scripts(self):
        """Scripts that are neither data nor a file of ours."""
        return [
            script
            for script in self.scripts
            if script.get("type") != "application/ld+json"
            and not script.get("src", "").startswith("/static/quotetrack/")
        ]

    def handle_data(self, data):
        self.data.append(data)


def hostile_quote():
    link = rows.claim_link(text=HOSTILE, label=HOSTILE, slug="hostile")
    who = rows.speaker_ref(name=HOSTILE, role=HOSTILE, slug="hostile")
    outlet = rows.outlet_ref(HOSTILE, "hostile")
    article = rows.article_ref(HOSTILE, outlet=outlet)
    return rows.quote(
        HOSTILE,
        speaker=who,
        claims=[link],
        article=article,
        occurrences=[rows.occurrence(HOSTILE, article, printed_speaker=HOSTILE)],
        responses=[rows.response(speaker=who, text=HOSTILE)],
        corrections=[rows.correction_ref(what_was_wrong=HOSTILE, what_changed=HOSTILE)],
        display=[{"seam": None, "text": HOSTILE}, {"seam": HOSTILE, "text": HOSTILE}],
        wordings=[rows.wording(HOSTILE), rows.wording(HOSTILE + " more", preferred=False)],
        occasion={"kind": "letter", "title": HOSTILE, "date": None, "place": HOSTILE,
                  "told_to": outlet},
    )  # fmt: skip


@pytest.mark.parametrize("address", ["/quotes/{}/", "/embed/q/{}", "/quotes/{}/?lang=es", "/"])
def test_no_hostile_text_becomes_an_element(client, address):
    row = hostile_quote()

    body = client.get(address.format(row.pk)).content.decode()
    seen = Elements(body)

    assert seen.strange_scripts() == ([{}] if "/embed/" in address else [])
    assert not seen.handlers and not seen.images
    assert "alert(1)" in "".join(seen.data)
    assert not [link for link in seen.links if "alert" in link]


def test_the_words_of_a_page_are_the_words_of_the_record(client):
    row = hostile_quote()

    seen = Elements(client.get(f"/quotes/{row.pk}/").content.decode())

    assert any(HOSTILE.strip() in data for data in seen.data)


def test_json_ld_parses_back_and_cannot_end_its_script(client):
    row = hostile_quote()

    body = client.get(f"/quotes/{row.pk}/").content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.S)

    assert len(found) == 2
    assert "<" not in found[0] + found[1] and "\u2028" not in found[0]
    assert json.loads(found[0])["text"] == HOSTILE


def test_reasoning_is_text_with_a_little_markup_of_ours(client):
    reasoning = (
        f"**{HOSTILE}** [x](javascript:alert(1)) [y](https://courier.example/)\n\n- {HOSTILE}"
    )
    claim = rows.claim(assessments=[rows.assessment(reasoning=reasoning, summary=HOSTILE)])

    seen = Elements(client.get(f"/claims/{claim.slug}/").content.decode())

    assert not seen.handlers and not seen.images
    assert not [link for link in seen.links if link.startswith("javascript:")]
    assert "https://courier.example/" in seen.links
