"""Whom the fetcher visits, and whom it does not."""

import socket

import pytest

from sources import fetching
from sources.errors import AddressNotAllowed, AddressNotUsable, FetchFailed

from .conftest import PAGE, answer, redirect

HOSTS = """
127.0.0.1 127.1 0 2130706433 0x7f000001 0x7f.1 0177.0.0.1 127.0.0.1. 017700000001 [::1]
[::ffff:127.0.0.1] [::ffff:7f00:1] [::7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::] [fe80::1]
169.254.169.254 2852039166 0xa9fea9fe [::ffff:169.254.169.254] 10.0.0.1 192.168.0.1 100.64.0.1
１２７.0.0.1 ①②⑦.0.0.1 [fd00:ec2::254] 0.0.0.0
"""

URLS = """
file:///etc/passwd gopher://news.example/ ftp://news.example/ data:text/html,x dict://news.example/
jar:http://news.example!/ javascript:alert(1) //news.example/ http://user:secret@news.example/
http://127.0.0.1@news.example/ http:// http://[::1%25eth0]/
"""


def never(host):
    raise AssertionError(f"{host} was looked up")


@pytest.mark.parametrize("host", HOSTS.split())
def test_no_spelling_of_a_private_address_is_fetched(host):
    with pytest.raises(AddressNotAllowed, match="not a site of the public web"):
        fetching.fetch(f"http://{host}/", resolve=never, limits=fetching.Limits())


@pytest.mark.parametrize("url", URLS.split())
def test_what_is_no_web_address_is_refused_before_any_look_up(url):
    with pytest.raises(AddressNotUsable):
        fetching.fetch(url, resolve=never, limits=fetching.Limits())


def test_other_ports_are_refused_before_any_look_up():
    with pytest.raises(AddressNotAllowed, match="Port 6379"):
        fetching.fetch("http://news.example:6379/", resolve=never, limits=fetching.Limits())


def test_the_host_is_the_one_a_browser_would_visit(fetch):
    with pytest.raises(FetchFailed, match="no site named “evil.example”"):
        fetch("http://evil.example\\@127.0.0.1/")


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "127.0.0.1"],
        ["10.0.0.7", "8.8.8.8"],
        ["8.8.8.8", "::1"],
        ["2606:4700:4700::1111", "::ffff:169.254.169.254"],
        ["8.8.8.8", "fe80::1%eth0"],
        ["8.8.8.8", "not an address"],
    ],
)
def test_one_private_answer_among_public_ones_refuses_the_host(answers):
    with pytest.raises(AddressNotAllowed, match="“news.example” is not a site of the public web"):
        fetching.fetch(
            "http://news.example/", resolve=lambda host: answers, limits=fetching.Limits()
        )


def test_the_error_does_not_say_what_the_private_network_looks_like():
    with pytest.raises(AddressNotAllowed) as caught:
        fetching.fetch(
            "http://news.example/", resolve=lambda host: ["10.1.2.3"], limits=fetching.Limits()
        )

    assert "10.1.2.3" not in str(caught.value)


def test_a_host_is_looked_up_once_and_that_answer_is_used(site):
    site.pages["/"] = answer()
    asked = []

    def rebinding(host):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    limits = fetching.Limits(allow_networks=("127.0.0.1/32",))
    found = fetching.fetch(site.url(host="news.example"), resolve=rebinding, limits=limits)

    assert found.body == PAGE
    assert asked == ["news.example"]


def test_a_page_is_fetched_with_nothing_but_the_needed_headers(fetch, site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    site.pages["/story?a=1"] = answer(Set_Cookie="a=b")

    found = fetch(site.url("/story?a=1#part", "news.example"))

    assert found.body == PAGE
    assert (found.status, found.charset) == (200, "utf-8")
    assert found.content_type == "text/html; charset=utf-8"
    assert found.final_url == site.url("/story?a=1", "news.example")
    head = dict(line.split(": ", 1) for line in site.requests[0].strip().split("\r\n")[1:])
    assert set(head) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert head["Host"] == f"news.example:{site.port}"
    assert head["Accept-Encoding"] == "gzip"


def test_redirects_are_followed_and_told(fetch, site):
    site.pages["/a"] = redirect("/b", "301 Moved Permanently")
    site.pages["/b"] = redirect(f"//news.example:{site.port}/c", "308 Permanent Redirect")
    site.pages["/c"] = redirect("d?x=%C3%A9", "303 See Other")
    site.pages["/d?x=%C3%A9"] = answer()

    found = fetch(site.url("/a"))

    assert found.url == site.url("/a")
    assert found.final_url == site.url("/d?x=%C3%A9", "news.example")
    assert len(found.redirects) == 3


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://0x0a.1/",
        "http://inside.example/",
        "\\\\10.0.0.1\\share",
    ],
)
def test_a_redirect_into_a_private_network_is_refused(fetch, site, target):
    site.pages["/"] = redirect("/again")
    site.pages["/again"] = redirect(target)

    with pytest.raises(AddressNotAllowed):
        fetch(site.url(), hosts={"inside.example": ["192.168.0.1"]})


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:1", "http://a:b@news.example/"]
)
def test_a_redirect_to_what_is_no_web_address_is_refused(fetch, site, target):
    site.pages["/"] = redirect(target)

    with pytest.raises(FetchFailed, match="address that cannot be used"):
        fetch(site.url())


def test_five_redirects_are_followed_and_the_sixth_is_not(fetch, site):
    site.pages |= {f"/{n}": redirect(f"/{n + 1}") for n in range(10)}
    site.pages["/6"] = answer()

    assert fetch(site.url("/1")).body == PAGE
    with pytest.raises(FetchFailed, match="more than 5 times"):
        fetch(site.url("/0"))


def test_a_circle_of_redirects_is_left(fetch, site):
    site.pages["/a"] = redirect("/b")
    site.pages["/b"] = redirect("/a")

    with pytest.raises(FetchFailed, match="in a circle"):
        fetch(site.url("/a"))


def test_an_unknown_host_is_said_to_be_unknown(fetch):
    with pytest.raises(FetchFailed, match="no site named “missing.example”"):
        fetch("http://missing.example/")


def test_a_host_name_that_cannot_exist_is_said_to_be_unknown():
    with pytest.raises(FetchFailed, match="no site named"):
        fetching.fetch(f"http://{'a' * 70}.example/", limits=fetching.Limits())


def test_a_closed_door_is_told(fetch):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(FetchFailed, match="refuses connections"):
        fetch(f"http://127.0.0.1:{port}/")


def test_the_next_address_of_a_host_is_tried(fetch, site):
    site.pages["/"] = answer()
    hosts = {"news.example": ["::1", "127.0.0.1"]}
    loopback = ("127.0.0.1/32", "::1/128")

    found = fetch(site.url(host="news.example"), hosts=hosts, allow_networks=loopback)

    assert found.body == PAGE


def test_without_arguments_the_settings_hold(settings, site):
    site.pages["/"] = answer()
    with pytest.raises(AddressNotAllowed):
        fetching.fetch(site.url())

    settings.FETCH_ALLOW_NETWORKS = ["127.0.0.1/32"]

    assert fetching.fetch(site.url()).body == PAGE
    assert f"(+{settings.SITE_URL})" in site.requests[0]
