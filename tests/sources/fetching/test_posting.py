"""What is sent out goes through the same guard as what is fetched."""

import socket

import pytest

from sources import fetching
from sources.errors import AddressNotAllowed, AddressNotUsable, FetchFailed, TooSlow

from .conftest import LOOPBACK, answer, redirect
from .test_visits import HOSTS, URLS, never


@pytest.fixture
def post():
    """`post` that may reach loopback and asks a resolver of our own."""

    def post(url, body=b"{}", *, seconds=5, **headers):
        limits = fetching.Limits(allow_networks=LOOPBACK, seconds=seconds)
        return fetching.post(url, body, headers, resolve=lambda host: ["127.0.0.1"], limits=limits)

    return post


@pytest.mark.parametrize("host", HOSTS.split())
def test_no_spelling_of_a_private_address_is_called(host):
    for call in (fetching.check, lambda url, **more: fetching.post(url, b"", {}, **more)):
        with pytest.raises(AddressNotAllowed, match="not a site of the public web"):
            call(f"http://{host}/", resolve=never, limits=fetching.Limits())


@pytest.mark.parametrize("url", URLS.split())
def test_what_is_no_web_address_is_refused_before_any_look_up(url):
    with pytest.raises(AddressNotUsable):
        fetching.post(url, b"", {}, resolve=never, limits=fetching.Limits())


def test_one_private_answer_refuses_the_host():
    with pytest.raises(AddressNotAllowed):
        fetching.check(
            "https://hook.example/", resolve=lambda host: ["8.8.8.8", "10.0.0.7"],
            limits=fetching.Limits(),
        )  # fmt: skip


def test_the_body_and_the_headers_arrive_as_they_are(post, site):
    site.pages["/in?a=1"] = answer(b"taken", "202 Accepted")

    said = post(site.url("/in?a=1", "hook.example"), b'{"a":1}', **{"X-Key": "k"})

    head, _, body = site.requests[0].partition("\r\n\r\n")
    assert head.startswith("POST /in?a=1 HTTP/1.1\r\n") and body == '{"a":1}'
    assert "X-Key: k" in head and "Content-Length: 7" in head
    assert f"Host: hook.example:{site.port}" in head and "Cookie" not in head
    assert (said.status, said.text) == (202, "taken")


def test_no_redirect_is_followed(post, site):
    site.pages["/"] = redirect(site.url("/other"), "307 Temporary Redirect")
    site.pages["/other"] = answer()

    assert post(site.url()).status == 307
    assert len(site.requests) == 1


def test_an_answer_is_an_answer_and_only_its_beginning_is_read(post, site):
    site.pages["/"] = answer(b"\x00\xff" + b"a" * 100_000, "503 Busy", Retry_After="120")

    said = post(site.url())

    assert (said.status, said.retry_after) == (503, 120)
    assert len(said.text) <= 2048 and said.text.startswith("\ufffd\ufffda")


def test_a_closed_door_and_a_silent_receiver_are_told(post, site):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(FetchFailed, match="refuses connections"):
        post(f"http://127.0.0.1:{port}/")

    site.pages["/"] = lambda connection: site.over.wait(5)
    with pytest.raises((TooSlow, FetchFailed)):
        post(site.url(), seconds=0.2)
