"""Connections end in time and trust nobody without a certificate."""

import shutil
import ssl
import subprocess
import threading
import time

import pytest

from sources import fetching
from sources.errors import AddressNotAllowed, FetchFailed, TooSlow
from sources.fetching.connections import Deadline, a_turn

from .conftest import answer, serving


def drip(beginning, site):
    """A server that sends a byte now and then, for ever."""

    def dripping(connection):
        connection.sendall(beginning)
        while not site.over.wait(0.02):
            connection.sendall(b"a")

    return dripping


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Long: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n<p>",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n",
    ],
)
def test_a_site_that_drips_is_left_in_time(fetch, site, beginning):
    site.pages["/"] = drip(beginning, site)

    started = time.monotonic()
    with pytest.raises(TooSlow, match=r"more than 0.5 seconds"):
        fetch(site.url(), seconds=0.5)

    assert time.monotonic() - started < 4


def test_a_site_that_says_wait_for_ever_is_left_in_time(fetch, site):
    def waiting(connection):
        while not site.over.wait(0.01):
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    site.pages["/"] = waiting

    with pytest.raises(TooSlow):
        fetch(site.url(), seconds=0.5)


def test_a_site_that_says_nothing_is_left_in_time(fetch, site):
    site.pages["/"] = lambda connection: site.over.wait(5)

    with pytest.raises(TooSlow):
        fetch(site.url(), seconds=0.3)


def test_a_page_that_comes_just_in_time_is_not_lost(fetch, site):
    def late(connection):
        site.over.wait(0.2)
        connection.sendall(answer())

    site.pages["/"] = late

    assert fetch(site.url(), seconds=2).status == 200


def test_a_resolver_that_says_nothing_is_left_in_time():
    never = threading.Event()
    limits = fetching.Limits(seconds=0.3)

    started = time.monotonic()
    with pytest.raises(TooSlow):
        fetching.fetch(
            "http://news.example/", resolve=lambda host: never.wait(3) and [], limits=limits
        )

    never.set()
    assert time.monotonic() - started < 4


def test_a_host_gets_one_request_at_a_time(fetch, site):
    at_once, most = [], []

    def counting(connection):
        at_once.append(1)
        most.append(len(at_once))
        site.over.wait(0.05)
        at_once.pop()
        connection.sendall(answer())

    site.pages["/"] = counting
    readers = [threading.Thread(target=fetch, args=[site.url()]) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert most == [1, 1, 1, 1]


def test_waiting_for_a_turn_ends_in_time():
    with (
        Deadline(5) as patient,
        a_turn("news.example", patient),
        Deadline(0.1) as hasty,
        pytest.raises(TooSlow),
        a_turn("news.example", hasty),
    ):
        pass


def test_an_encrypted_visit_names_the_host_and_not_its_address(fetch, site):
    """The first message of TLS carries the name that was asked for."""
    heard = []
    site.answer = lambda connection: heard.append(connection.recv(4096))

    with pytest.raises(FetchFailed):
        fetch(f"https://news.example:{site.port}/")

    assert b"news.example" in heard[0]


def test_a_tls_handshake_that_drips_is_left_in_time(fetch, site):
    site.answer = drip(b"\x16\x03\x03\x3f\xff\x02\x00\x3f\x00", site)

    with pytest.raises(TooSlow):
        fetch(f"https://news.example:{site.port}/", seconds=0.5)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for news.example, signed by itself, with its key."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command to make a certificate")
    file = tmp_path_factory.mktemp("tls") / "site.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        " -subj /CN=news.example -addext subjectAltName=DNS:news.example -keyout - -out -"
    )
    made = subprocess.run(command.split(), capture_output=True, check=True)
    file.write_bytes(made.stdout)
    return str(file)


@pytest.fixture
def encrypted(certificate):
    """A site that speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving({"/": answer()}) as site:
        plain = site.answer

        def speak_tls(connection):
            with context.wrap_socket(connection, server_side=True) as encrypted:
                plain(encrypted)

        site.answer = speak_tls
        yield site


def test_a_site_with_a_good_certificate_is_read(fetch, encrypted, certificate):
    found = fetch(f"https://news.example:{encrypted.port}/", ca_file=certificate)

    assert found.status == 200


def test_a_certificate_that_nobody_vouches_for_is_refused(fetch, encrypted):
    with pytest.raises(FetchFailed, match="valid certificate"):
        fetch(f"https://news.example:{encrypted.port}/")


def test_a_certificate_of_another_host_is_refused(fetch, encrypted, certificate):
    with pytest.raises(FetchFailed, match="valid certificate"):
        fetch(
            f"https://other.example:{encrypted.port}/",
            hosts={"other.example": ["127.0.0.1"]},
            ca_file=certificate,
        )


def test_a_redirect_that_gives_up_encryption_is_refused(fetch, encrypted, certificate):
    encrypted.pages["/"] = answer(b"", "302 Found", Location="http://news.example/")

    with pytest.raises(AddressNotAllowed, match="from https to http"):
        fetch(f"https://news.example:{encrypted.port}/", ca_file=certificate)
