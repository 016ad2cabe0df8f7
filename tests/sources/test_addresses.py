"""Many spellings of an address, one canonical form."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.addresses import MAX_LENGTH, canonical, domain, parse, same_article
from sources.errors import AddressNotUsable

STORY = "https://news.example/town/story"
SPELLINGS = [
    STORY,
    "http://news.example/town/story",
    "HTTPS://News.Example/town/story",
    "https://news.example:443/town/story",
    "http://news.example:80/town/story",
    "https://news.example./town/story",
    "https://news.example/town/story/",
    "https://news.example/town/story#comments",
    "https://news.example/town/story?",
    "https://news.example/town/x/../story",
    "https://news.example/./town/%73tory",
    "https://news.example\\town\\story",
    "https://news.example/town/story?utm_source=a&UTM_Medium=b&fbclid=c&gclid=d&mc_eid=e&igshid=f",
    "https://news.example/town/story?%75tm_source=a&",
    "  https://news.example/town/story\n",
    "\u200bhttps://news.example/town/story\u200e",
    "https://ｎｅｗｓ.example/town/story",
    "https://news\u3002example/town/story",
]
FORMS = {
    "https://news.example": "https://news.example/",
    "https://news.example//": "https://news.example/",
    "https://news.example/a?b=2&a=1&b=1": "https://news.example/a?a=1&b=2&b=1",
    "https://news.example/?2025/05/04/story": "https://news.example/?2025/05/04/story",
    "https://news.example/a?z&b=1": "https://news.example/a?z&b=1",
    "https://news.example/a?id=1&&x=": "https://news.example/a?id=1&x=",
    "https://news.example/%7euser/%c3%a9": "https://news.example/~user/%C3%A9",
    "https://news.example/é": "https://news.example/%C3%A9",
    "https://news.example/100%": "https://news.example/100%25",
    "https://news.example/a%2Fb": "https://news.example/a%2Fb",
    "https://news.example/A": "https://news.example/A",
    "https://bücher.example/": "https://xn--bcher-kva.example/",
    "http://news.example:8080/a/": "http://news.example:8080/a",
    "http://news.example:443/a": "http://news.example:443/a",
    "https://m.news.example/a": "https://m.news.example/a",
    "https://www.news.example/a": "https://www.news.example/a",
    "http://0x7f.1/": "https://127.0.0.1/",
    "http://[2001:DB8:0::1]/": "https://[2001:db8::1]/",
    "http://evil.example\\@127.0.0.1/": "https://evil.example/@127.0.0.1",
}
NOT_USABLE = {
    "": "no address",
    " \n": "no address",
    "story": "not complete",
    "www.news.example/a": "not complete",
    "//news.example/a": "not complete",
    "http://": "not complete",
    "http://a b/": "not complete",
    "http://[::1%25eth0]/": "not complete",
    "http://1.2.3.4.5/": "not complete",
    "http://xn--a/": "not complete",
    "http://./": "empty part",
    "http://a..b/": "empty part",
    "javascript:alert(1)": "starts with “javascript:”",
    "JaVaScRiPt://news.example/%0aalert(1)": "starts with “javascript:”",
    "data:text/html,<p>": "starts with “data:”",
    "file:///etc/passwd": "starts with “file:”",
    "ftp://news.example/": "starts with “ftp:”",
    "blob:https://news.example/a": "starts with “blob:”",
    "http://user@news.example/": "user name or password",
    "http://:secret@news.example/": "user name or password",
    "http://127.0.0.1@news.example/": "user name or password",
    "https://news.example/a\nb": "line break",
    "https://news.example/\x00": "control character",
    "java\tscript:alert(1)": "control character",
    "https://news.example/\ud800": "control character",
    "https://news.example/\u2028": "control character",
    "https://news.example/" + "a" * 2000: "characters long",
    "https://news.example/" + "é" * 500: "characters long",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_has_the_same_form(spelling):
    assert canonical(spelling) == STORY


@pytest.mark.parametrize(("url", "form"), FORMS.items())
def test_each_form_is_as_decided(url, form):
    assert canonical(url) == form


@pytest.mark.parametrize(("url", "trouble"), NOT_USABLE.items())
def test_what_is_no_address_of_a_page_is_refused_with_its_reason(url, trouble):
    with pytest.raises(AddressNotUsable, match=trouble) as caught:
        canonical(url)

    assert caught.value.code == "address_not_usable"
    assert len(str(caught.value)) < 300


def test_addresses_of_one_article_are_the_same():
    assert same_article("http://www.news.example/a/", "https://news.example/a?utm_medium=mail")
    assert not same_article("https://news.example/a", "https://news.example/b")
    assert not same_article("https://news.example/a?id=1", "https://news.example/a?id=2")
    assert not same_article("https://m.news.example/a", "https://news.example/a")


def test_an_outlets_own_tracking_is_dropped_from_its_addresses_only():
    assert canonical("https://www.deltaledger.example/a?dl_ref=mail") == (
        "https://www.deltaledger.example/a"
    )
    assert canonical("https://news.example/a?dl_ref=mail").endswith("?dl_ref=mail")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.News.example:443/a", "news.example"),
        ("https://edition.news.example/", "edition.news.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("http://www.example/", "www.example"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
    ],
)
def test_a_domain_stands_for_an_outlet(url, expected):
    assert domain(url) == expected


def test_parsing_drops_nothing_but_the_fragment():
    address = parse("http://news.example:80/a/?utm_source=x&b=#c")

    assert str(address) == "http://news.example/a/?utm_source=x&b="
    assert (address.scheme, address.host, address.port) == ("http", "news.example", 80)


HOSTS = st.sampled_from(["news.example", "WWW.news.example.", "é.example", "0x7f.1", "[::1]"])
TEXTS = st.text(
    st.sampled_from(
        ["%", "2", "e", "E", "4", "1", "/", ".", "?", "&", "=", "#", "+", ";", "é", "😀"]
    )
    | st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
)


@given(st.sampled_from(["http://", "https://"]), HOSTS, st.sampled_from(["", ":80", ":81"]), TEXTS)
def test_the_form_of_a_form_is_itself(scheme, host, port, rest):
    try:
        once = canonical(f"{scheme}{host}{port}/{rest}")
    except AddressNotUsable:
        return

    assert canonical(once) == once
    assert same_article(once, f"{scheme}{host}{port}/{rest}")
    assert len(once) <= MAX_LENGTH


@given(st.text())
def test_any_text_is_an_address_or_refused(text):
    try:
        assert canonical(text).startswith(("http://", "https://"))
    except AddressNotUsable as error:
        assert str(error).endswith((".", "instead."))


@pytest.mark.parametrize("part", ["%25", "/..", "&a=1", "%", "?", "é.", "/"])
def test_long_hostile_addresses_take_no_time(part):
    started = time.process_time()

    for text in (part * 400, part * 2_000_000):
        with suppress(AddressNotUsable):
            canonical("https://news.example/" + text)

    assert time.process_time() - started < 0.5
