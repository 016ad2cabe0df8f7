"""What is a paragraph: marked as one, or only looking like one."""

import pytest
from lxml import html

from sources.reading.paragraphs import BLOCKS, SILENT, lines_of, mend

MARKED = {
    "loose words": ("<div><h2>H</h2>one<p>two</p>three <b>four</b> five<p>six</p></div>"),
    "a name before": ("<div><p>one</p><b>Ann:</b> two<p>three</p></div>"),
    "blocks without a name": ("<div><p>one</p><div>two</div><center>three</center></div>"),
    "a figure": ("<figure><blockquote>one</blockquote><figcaption>Ann</figcaption></figure>"),
    "blank lines": ("<pre>one\ntwo\n\n\nthree</pre>"),
}
PARAGRAPHS = {
    "loose words": ["one", "two", "three four five", "six"],
    "a name before": ["one", "Ann: two", "three"],
    "blocks without a name": ["one", "two", "three"],
    "a figure": [],
    "blank lines": ["one two", "three"],
}
BROKEN = {
    "“One,<br>two,”<br>she said.<br>Then three.": "“One, two,” she said.\nThen three.",
    "“One.”<br>“Two.”": "“One.”\n“Two.”",
    "one,<br> <br/>two": "one,\ntwo",
    "one<br>": "one",
    "<br>one": "one",
    "one<p><p>two<table><tr><td>three<td>four</table>": "one\ntwo\nthree\nfour",
    "<script>no</script>one<style>no</style> two": "one two",
}


@pytest.mark.parametrize("name", MARKED)
def test_what_looks_like_a_paragraph_is_marked_as_one(name):
    tree = html.document_fromstring(MARKED[name])

    mend(tree)

    found = [" ".join(p.text_content().split()) for p in tree.iter("p")]
    assert found == PARAGRAPHS[name]


def test_a_quotation_in_a_figure_is_no_longer_in_one():
    tree = html.document_fromstring(MARKED["a figure"])

    mend(tree)

    assert tree.find(".//figure") is None
    assert tree.findtext(".//blockquote") == "one"


def test_a_block_with_a_name_is_left_alone():
    tree = html.document_fromstring('<div><p>one</p><div class="share">two</div></div>')

    mend(tree)

    assert [p.text for p in tree.iter("p")] == ["one"]


@pytest.mark.parametrize(("body", "text"), BROKEN.items())
def test_lines_follow_paragraphs_and_the_ends_of_sentences(body, text):
    tree = html.document_fromstring(f"<body>{body}</body>")

    assert lines_of(tree, BLOCKS, SILENT) == text


def test_no_word_is_lost_by_mending():
    page = "<div>" + "".join(f"w{n} <i>x{n}</i> y{n}<p>z{n}</p>" for n in range(2000)) + "</div>"
    tree = html.document_fromstring(page)

    mend(tree)

    assert lines_of(tree, BLOCKS, SILENT).split() == [
        f"{letter}{n}" for n in range(2000) for letter in "wxyz"
    ]
