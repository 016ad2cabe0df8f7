"""Words that try to be more than words: on no surface do they become an element of their own.

Every surface is read by a parser, and holds exactly the elements that harmless words have there.
"""

import html
import json
from html.parser import HTMLParser

import pytest

from quotetrack.embeds.sharing import png

from .. import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")

PLAIN = "We will repair the bridges."
HOSTILE = [
    "It's </blockquote><script>alert(1)</script><img src=x onerror=alert(2)>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;img src=x onerror=alert(2)&amp;gt; &#60;b&#62;",
    '"><svg/onload=alert(1)> \' onmouseover=alert(2) x="',
    "]]> <!-- --> <![CDATA[<b>]]> <?php echo 1 ?> {{ 7*7 }} {% now %} ${7*7} <%= 7 %>",
    "</title></style></script></textarea></iframe><base href=//evil.example>",
    "safe \u202e>tpircs< \u2066<b>\u2069 \u200f<i>",
    '#panic("x") $x$ *b* \\ @ref <label> `raw` #image("/etc/passwd")',
    "javascript:alert(1) data:text/html,<script>alert(1)</script> //evil.example",
]
BY_LENGTH = {"ruby", "rt", "rp", "details", "summary", "span", "b"}  # set as the words need them


class Reader(HTMLParser):
    """Collects the elements of a document with the names of their attributes."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, tuple(sorted(name for name, _value in attributes))))


def elements(markup):
    """Every element of the markup, in order, with its attributes' names."""
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader.found


def hostile(text):
    """A quote in which everything that people write is hostile."""
    return rows.quote(
        text,
        speaker=rows.speaker_ref(text[:60], text, slug="somebody"),
        article=rows.article_ref(text),
        occurrences=[rows.occurrence(text, rows.article_ref(text))],
        claims=[rows.claim_link(text, slug="some-claim")],
        corrections=[rows.correction_ref(what_was_wrong=text, what_changed=text)],
    )


@pytest.fixture(params=range(len(HOSTILE)))
def pair(request):
    """A hostile quote and a harmless one of the same build."""
    return hostile(HOSTILE[request.param]), hostile(PLAIN)


@pytest.mark.parametrize("path", ["/quotes/{}/", "/embed/q/{}", "/embed/q/{}?lang=es&size=compact"])
def test_pages_and_cards_have_the_elements_of_harmless_words(client, pair, path):
    bad, good = (client.get(path.format(row.pk)).content.decode() for row in pair)

    bad, good = (
        [each for each in elements(body) if each[0] not in BY_LENGTH] for body in (bad, good)
    )
    if "quotes" in path:
        assert set(bad) <= set(good)  # how words are aligned depends on the words
    else:
        assert bad == good


def test_oembed_survives_who_decodes_it_before_parsing(client, pair):
    answers = [
        client.get("/oembed", {"url": f"https://quotes.example/quotes/{row.pk}/"}).content.decode()
        for row in pair
    ]

    as_read = [json.loads(text) for text in answers]
    decoded_first = [json.loads(html.unescape(text)) for text in answers]

    for bad, good in (as_read, decoded_first):
        assert elements(bad["html"]) == elements(good["html"])
        assert [name for name, _ in elements(bad["html"])] == [
            "blockquote",
            "a",
            "iframe",
            "script",
        ]


def test_oembed_as_xml_has_one_level_and_text(client, pair):
    bad, good = (
        client.get("/oembed", {"url": f"https://quotes.example/quotes/{row.pk}/", "format": "xml"})
        for row in pair
    )

    names = [name for name, _ in elements(bad.content.decode())]
    assert names == [name for name, _ in elements(good.content.decode())]
    assert not {"script", "img", "b", "svg", "blockquote"} & set(names)


def test_what_is_pasted_into_mail_has_the_elements_of_harmless_words(client, pair):
    snippets = []
    for row in pair:
        page = client.get(f"/quotes/{row.pk}/").content.decode()
        parts = [
            part.split("</pre>")[0].split(">", 1)[1] for part in page.split('class="snippet"')[1:]
        ]
        snippets.append([elements(html.unescape(part)) for part in parts])

    assert len(snippets[0]) == 4 and snippets[0] == snippets[1]
    assert [name for name, _ in snippets[0][3]] == ["div", "a", "img", "p", "a"]


def test_share_images_show_it_as_text(client, pair):
    bad, _good = pair

    answer = client.get(f"/og/q/{bad.pk}.png")

    assert answer.status_code == 200 and answer.content.startswith(png.SIGNATURE)
    assert len(answer.content) <= 60 * 1024
