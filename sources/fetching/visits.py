"""The visit to a page and to the addresses that its site redirects to."""

import http.client
import re
import socket
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network
from urllib.parse import urljoin

import certifi
import urllib3
from django.conf import settings

from .. import sniffing
from ..addresses import Address, parse
from ..errors import AddressNotAllowed, AddressNotUsable, FetchFailed
from . import answers, networks
from .connections import PASTE, Deadline, a_turn, connection_to, resolved

MAX_REDIRECTS = 5
ACCEPT = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8"
TROUBLES = (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError)
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """How far the fetcher goes, and who it says it is."""

    max_bytes: int = 5 * 1024 * 1024
    seconds: float = 20
    allow_networks: tuple = ()
    ports: tuple = (80, 443)
    user_agent: str = "QuoteTrack/0.1"
    ca_file: str = certifi.where()
    also: tuple[str, ...] = ()  # media types that are read besides pages and PDFs

    @classmethod
    def of_settings(cls) -> "Limits":
        """The limits that the settings name."""
        return cls(
            max_bytes=settings.FETCH_MAX_BYTES,
            seconds=settings.FETCH_MAX_SECONDS,
            allow_networks=tuple(settings.FETCH_ALLOW_NETWORKS),
            user_agent=f"QuoteTrack/0.1 (+{settings.SITE_URL})",
        )


@dataclass(frozen=True)
class Fetched:
    """A page as it came, decompressed and otherwise untouched."""

    url: str  # as asked for
    final_url: str  # after the redirects
    status: int
    content_type: str  # as the server says: text/html; charset=utf-8
    charset: str | None  # as the server says
    body: bytes
    redirects: tuple[str, ...]  # the addresses in between


def fetch(
    url: str,
    *,
    resolve: Callable[[str], Iterable[str]] | None = None,
    limits: Limits | None = None,
) -> Fetched:
    """The page at ``url``; an error of ``sources.errors`` says why there is none.

    ``resolve`` answers a host name with its addresses; tests give their own.
    """
    limits = limits or Limits.of_settings()
    address, passed = parse(url), []
    with Deadline(limits.seconds) as deadline:
        while True:
            with a_turn(address.host, deadline):
                found = _visit(address, resolve or look_up, limits, deadline)
            if isinstance(found, Fetched):
                return replace(found, url=url, redirects=tuple(passed))
            passed.append(str(address))
            address = _next(address, found, passed)


def look_up(host: str) -> list[str]:
    """Every address of a host, by the system's resolver."""
    answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(answer[4][0] for answer in answers))


def allowed_addresses(
    address: Address, resolve: Callable, limits: Limits, deadline: Deadline
) -> list[str]:
    """The addresses of the host, all of them public; ``AddressNotAllowed`` if a single one is not.

    With networks allowed for tests, an address in one of them may have any port.
    """
    unusual = address.port not in limits.ports
    if unusual and not limits.allow_networks:
        raise AddressNotAllowed(_wrong_port(address))
    found = resolved(address.host.strip("[]"), resolve, deadline)
    allowed = [ip_network(network) for network in limits.allow_networks]
    for one in found:
        if networks.is_within(one, allowed):
            continue
        if unusual:
            raise AddressNotAllowed(_wrong_port(address))
        if not networks.is_public(one):
            raise AddressNotAllowed(
                f"“{address.host}” is not a site of the public web: it leads into a private"
                " network or to this machine. Give the public address of the page, or paste the"
                " text instead."
            )
    return [str(networks.unwrapped(ip_address(one))) for one in found]


def _visit(address: Address, resolve: Callable, limits: Limits, deadline: Deadline):
    """The page, or what the site's redirect says."""
    pinned = allowed_addresses(address, resolve, limits, deadline)
    connection = connection_to(address, pinned, limits.ca_file, deadline)
    headers = {
        "User-Agent": limits.user_agent,
        "Accept": ", ".join((*limits.also, ACCEPT)),
        "Accept-Encoding": "gzip",
    }
    try:
        connection.request("GET", address.target, headers=headers, preload_content=False)
        with closing(connection.getresponse()) as response:
            if response.status in answers.REDIRECTS and response.headers.get("Location"):
                return response.headers["Location"]
            return _page(address, response, limits, deadline)
    except TROUBLES as error:
        deadline.left()  # a connection that the watchdog shut fails in many ways
        raise FetchFailed(answers.explain(address.host, error)) from error
    finally:
        connection.close()


def _page(address: Address, response, limits: Limits, deadline: Deadline) -> Fetched:
    answers.check_status(address.host, response)
    content_type = response.headers.get("Content-Type", "")
    sniffing.check_content_type(content_type, limits.also)
    body = answers.body_of(response, limits.max_bytes)
    deadline.left()  # a body cut short by the watchdog can look whole
    sniffing.kind_of(body, content_type, limits.also)
    return Fetched(
        url=str(address),
        final_url=str(address),
        status=response.status,
        content_type=content_type[:200],
        charset=sniffing.charset_of(content_type),
        body=body,
        redirects=(),
    )


def _next(address: Address, location: str, passed: list[str]) -> Address:
    """Where a redirect leads; it may not go on for ever, nor give up encryption."""
    if len(passed) > MAX_REDIRECTS:
        raise FetchFailed(
            f"The site redirects more than {MAX_REDIRECTS} times. Give the address that your"
            " browser shows in the end, or paste the text instead."
        )
    # Servers send UTF-8 here although headers are Latin-1.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    if not ABSOLUTE.match(location):
        location = urljoin(str(address), location.replace("\\", "/"))
    try:
        following = parse(location)
    except AddressNotUsable as error:
        raise FetchFailed(
            f"The site redirects to an address that cannot be used. {PASTE}"
        ) from error
    if str(following) in passed:
        raise FetchFailed(f"The site redirects in a circle. {PASTE}")
    if address.scheme == "https" and following.scheme == "http":
        raise AddressNotAllowed(
            f"The site redirects from https to http, which others can read and change. {PASTE}"
        )
    return following


def _wrong_port(address: Address) -> str:
    return (
        f"Port {address.port} is not one that web sites use; only 80 and 443 are fetched."
        " Give the public address of the page, or paste the text instead."
    )
