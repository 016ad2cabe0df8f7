"""Pages of many shapes to the text that people read."""

from pathlib import Path

import pytest

from sources.errors import (
    NotAnArticle,
    NoTextFound,
    PageNotReadable,
    TextTooLong,
    TooLarge,
)
from sources.readable import readable, readable_html

from .pdfs import pdf

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"

# What each page says of itself: title, byline, day, language, address.
CLAIMS = {
    "bridge": (
        "Mayor: bridge will open before winter",
        "Nora Quill",
        "2025-03-04",
        "en",
        "https://www.alderpost.example/town/bridge-opens",
    ),
    "bridge-live": ("Live: council votes on the bridge", "", "2025-03-07", "en", None),
    "bridge-paywall": ("What the bridge really cost", "Tom Varga", "2025-03-08", "en", None),
    "bridge-br": ("HARBOUR NEWS", "", None, None, None),
    "ferry-interview": (
        "“A rope knows more than a book”: an interview",
        "Ines Malta",
        None,  # 30 February
        "en",
        None,
    ),
    "agua": (
        "La represa de San Telmo reabre en abril",
        "Lucía Ferrán",
        "2025-03-11",
        "es",
        "https://elfaro.example/sociedad/represa",
    ),
    "mina": ("ميناء الرمل يفتح أبوابه من جديد", "هالة سمعان", "2025-03-12", "ar", None),
    "shuiku": ("青石水库四月恢复蓄水", "林一帆", "2025-03-13", "zh", None),
}

# Lines that must come out exactly so.
LINES = {
    "bridge": [
        "“We have waited eleven years for this crossing,” Holm said."
        " “We are not going to wait for a twelfth.”",
        "She called the old ferry “a museum that floats, ‘on good days’ at least”"
        " and thanked its crew.",
        "“No.”",
        "The deck was tested with twice the load that traffic will put on it."
        " It moved by less than the width of a thumb.",
        "We see no reason to delay the opening.",
        "Councillor Jun Sato disagreed. “A test in June says nothing about ice,” he said,"
        " “and nobody here has ever seen ice in June.”",
        "The council votes on Friday\u200d. The ferry runs until then.",
    ],
    "bridge-live": [
        "Nine votes to two. “The bridge is yours,” the mayor calls to the people on the stairs.",
        "Councillor Jun Sato moves to wait for a test in frost."
        " “One cold week, that is all I ask for,” he says.",
        "“We could drive the whole town across at once,” says Mira Osei, who led the tests,"
        " and adds that she would rather not.",
    ],
    "bridge-paywall": [
        "The bridge over the Alder cost forty-one million, nine more than the council was told,"
        " according to papers that the Delta Ledger has seen. “I signed what I was given,”"
        " the treasurer, Lena Brandt, said.",
    ],
    "bridge-br": [
        "“She never sank, and I never learned to swim,” said Piet Aalders,"
        " who has been master of the harbour for thirty-one years.",
        "The band played until the rope was cast off. Then it was quiet, and somebody laughed."
        " “Well, that’s that then,” a boy said, and everyone went home for lunch.",
    ],
    "ferry-interview": [
        "Piet Aalders: I will walk across it once, to be polite.",
        "Ines Malta: And then?",
        "the bell, “because it is out of tune”;",
        "212,000",
        "Outside, the bell rang. “You see,” he said. “Out of tune.”",
    ],
    "agua": [
        "—No prometo lluvia —dijo la ministra—. Prometo que, cuando llueva, el agua se quede acá.",
        "«\u00a0Nos alcanza para tres veranos\u00a0», calculó el ingeniero Bruno Achával,"
        " y aclaró: “siempre que nadie riegue de noche”.",
    ],
    "mina": [
        "وقالت العطار للصحفيين: «لن نترك قوارب المدينة على الرمل عاما آخر».",
        "ورد نقيب الصيادين، فارس البحري، بقوله: «ننتظر الفعل لا القول»،"
        " مضيفا أن \u200f١٢٠\u200f قاربا تنتظر منذ العاصفة.",
        "وتبلغ كلفة الأعمال نحو ٣ ملايين، وفق تقرير نشرته شركة"
        " \u202aHarbour Works\u202c يوم الاثنين.",
    ],
    "shuiku": [
        "周允文说：“今年的雨水，一滴也不能白白流走。”",
        "工程师何莉在报告中写道：「大坝比十年前更稳。」她补充说，所谓“漏水”只是旧闸门的声音。",
    ],
}
FURNITURE = {
    "bridge": ["cookies", "privacy", "Share", "Related", "Ten things", "nonsense", "©"],
    "bridge-live": ["on air since"],
    "agua": ["cookies", "Portada", "tren nocturno"],
    "mina": ["الرئيسية", "جريدة"],
    "shuiku": ["首页", "晚报"],
}


def page(name):
    return (PAGES / f"{name}.html").read_bytes()


@pytest.fixture(scope="module")
def read():
    """Each fixture page is read once."""
    return {name: readable(page(name), "text/html") for name in CLAIMS}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_page_says_of_itself(read, name):
    found = read[name]

    claims = (found.title, found.byline, found.published, found.language, found.canonical_url)
    assert claims == CLAIMS[name]


@pytest.mark.parametrize(("name", "line"), [(n, line) for n in LINES for line in LINES[n]])
def test_every_paragraph_is_a_line_with_its_marks(read, name, line):
    lines = [one.replace("\u00a0", " ") for one in read[name].text.split("\n")]

    assert line.replace("\u00a0", " ") in lines


@pytest.mark.parametrize("name", FURNITURE)
def test_menus_banners_and_comments_are_left_out(read, name):
    assert not [words for words in FURNITURE[name] if words in read[name].text]


def test_an_outlets_rule_drops_what_it_names(read):
    url = "https://www.deltaledger.example/2025/bridge"

    found = readable(page("bridge-paywall"), "text/html", url=url)

    assert "Subscribe now" in read["bridge-paywall"].text
    assert "Subscribe now" not in found.text
    assert LINES["bridge-paywall"][0] in found.text


def test_an_outlets_rule_chooses_the_article(read):
    url = "https://northbankradio.example/live/bridge"

    found = readable(page("bridge-live"), "text/html", url=url)

    assert "Sato asks for a delay" not in read["bridge-live"].text
    assert found.text.split("\n")[:3] == [
        "It is done",
        LINES["bridge-live"][0],
        "Sato asks for a delay",
    ]


def test_a_page_that_a_script_fills_holds_no_text():
    with pytest.raises(NoTextFound, match="perhaps a script draws it") as caught:
        readable(page("script-only"), "text/html")

    assert caught.value.code == "no_text_found"


@pytest.mark.parametrize("charset", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_page_reads_the_same_in_every_charset(read, charset):
    body = page("shuiku").decode().replace("utf-8", "gb2312").encode(charset)

    assert readable(body, "text/html").text == read["shuiku"].text


def test_a_header_with_the_wrong_western_charset_does_no_harm(read):
    assert readable(page("agua"), "text/html; charset=ISO-8859-1").text == read["agua"].text


def test_a_nul_does_not_cut_the_page():
    body = b"<html><body><p>Before it.</p>\x00<p>\x00After \x00it.</p></body></html>"

    found = readable(body, "text/html")

    assert found.text.endswith("After \ufffdit.")
    assert found.replaced_characters == 3


def test_impossible_character_references_are_replaced():
    found = readable_html("<p>one &#0; two &#xD800; three &#x1F600;</p>")

    assert found.text == "one \ufffd two \ufffd three 😀"


def test_a_broken_byte_is_counted():
    assert readable(b"<p>caf\xff</p>", "text/html; charset=utf-8").replaced_characters == 1


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>“Yes,” she said.</p>", "“Yes,” she said."),
        ("“Yes,” she said.", "“Yes,” she said."),
        ("<p>one</p>two <b>three</b>\n four<br>five", "one\ntwo three four five"),
        ("<p>“One,<br>two,”<br>she said.<br>Then three.", "“One, two,” she said.\nThen three."),
        ("<p>“One.”<br>“Two.”</p>", "“One.”\n“Two.”"),
        ("<p>one,<br> <br>two</p>", "one,\ntwo"),
        ("<blockquote>one<p>two</blockquote>", "one\ntwo"),
        ("<p>a<q>b<q>c<q>d</q></q></q>e</p>", "a“b‘c“d”’”e"),
        ("<p>one</p><style>p{}</style><script>two()</script>", "one"),
        ("<p>5 &lt; 6 &amp;amp; 7</p>", "5 < 6 &amp; 7"),
        ("<pre>one\n  two\n \nthree</pre>", "one two\nthree"),
        ("<p>می\u200cخواهم a\u00adb 👩\u200d👧</p>", "می\u200cخواهم a\u00adb 👩\u200d👧"),
        ("<p>a&zwj;b&#x202E;c</p>", "a\u200db\u202ec"),
    ],
)
def test_a_pasted_piece_of_html_is_read(html, text):
    assert readable_html(html).text == text


def test_the_home_page_is_nobodys_canonical_address():
    head = '<link rel="canonical" href="https://news.example/"><meta property="og:url" content="x">'

    assert readable_html(f"<html><head>{head}</head><body><p>one").canonical_url is None


def test_a_script_is_no_canonical_address():
    head = '<link rel="canonical" href="javascript:alert(1)">'

    assert readable_html(f"<html><head>{head}</head><body><p>one").canonical_url is None


def test_plain_text_is_only_cleaned():
    found = readable("\ufeffone\r\n\r\n<p>two\x00".encode(), "text/plain")

    assert (found.text, found.kind) == ("one\n\n<p>two\ufffd", "plain")
    assert found.replaced_characters == 1


@pytest.mark.parametrize("body", [b"", b" \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(body):
    with pytest.raises(NoTextFound, match="empty"):
        readable(body, "text/plain")


@pytest.mark.parametrize("body", [b"", b"<!-- nothing -->", b"<html></html>", b"<p>&nbsp;&#8203;"])
def test_an_empty_page_holds_no_text(body):
    with pytest.raises(NoTextFound, match="holds no text"):
        readable(body, "text/html")


def test_a_zip_that_is_called_a_page_is_refused():
    with pytest.raises(NotAnArticle, match="ZIP archive"):
        readable(b"PK\x03\x04" + bytes(100), "text/html")


def test_too_large_a_page_is_refused_unread():
    with pytest.raises(TooLarge, match="5.7 MB large") as caught:
        readable(b"<p>" + b"x" * 6_000_000, "text/html")

    assert caught.value.code == "too_large"


def test_too_long_a_text_is_refused():
    with pytest.raises(TextTooLong, match="1 MB"):
        readable(b"<html><body><p>" + b"word " * 300_000, "text/html")


LETTER = [
    "Mayor answers the council",
    "The mayor of Port Alder said on Monday that the bridge would open as",
    "planned. “We will not wait for another win-",
    "ter,” she said, adding that the well-known",
    "engineer had signed the report on the crossing (the second one).",
    "“It is safe.”",
]
ENGINEER = ["12", "A well-known engineer of the town sat at the foot of the page, nodding."]


def test_the_printed_lines_of_a_pdf_become_paragraphs():
    found = readable(pdf(LETTER, ENGINEER, title="The bridge"), "application/pdf")

    assert found.text.split("\n") == [
        "Mayor answers the council",
        "The mayor of Port Alder said on Monday that the bridge would open as planned. “We will"
        " not wait for another winter,” she said, adding that the well-known engineer had signed"
        " the report on the crossing (the second one). “It is safe.”",
        "A well-known engineer of the town sat at the foot of the page, nodding.",
    ]
    assert (found.title, found.kind) == ("The bridge", "pdf")


def test_the_name_of_a_file_is_no_title():
    assert readable(pdf(LETTER, title="letter-3.docx"), "application/pdf").title == ""


def test_a_pdf_is_one_whatever_it_is_called():
    assert readable(pdf(LETTER), "text/html").kind == "pdf"


def test_a_pdf_without_text_is_said_to_have_none():
    with pytest.raises(NoTextFound, match=r"Run text recognition \(OCR\)"):
        readable(pdf([], []), "application/pdf")


def test_a_locked_pdf_is_said_to_be_locked():
    with pytest.raises(PageNotReadable, match="locked with a password") as caught:
        readable(pdf(LETTER, encrypt=True), "application/pdf")

    assert caught.value.code == "page_not_readable"


@pytest.mark.parametrize("body", [b"%PDF-1.7 and no more", pdf(LETTER)[:-200], pdf(LETTER)[:500]])
def test_a_damaged_pdf_is_said_to_be_damaged(body):
    with pytest.raises(PageNotReadable, match="damaged"):
        readable(body, "application/pdf")
