"""Send a few bytes to an address that somebody gave us, through the guard that fetching has.

A post is one request: no redirect is followed, and what the receiver answers is read for people to
see, not for its content. Whatever its status is, it is an answer; an error of ``sources.errors``
says why there is none.
"""

from contextlib import closing
from dataclasses import dataclass

from ..addresses import Address, parse
from ..errors import FetchFailed
from . import answers
from .connections import Deadline, connection_to
from .visits import TROUBLES, Limits, allowed_addresses, look_up

READ = 2048  # bytes of an answer that are looked at


@dataclass(frozen=True)
class Answered:
    """What a receiver said: its status, the beginning of its body, and how long it asks to wait."""

    status: int
    text: str
    retry_after: int | None


def check(url: str, *, resolve=None, limits: Limits | None = None) -> Address:
    """The address, if it is one that may be called; else an error of ``sources.errors``."""
    limits = limits or Limits.of_settings()
    address = parse(url)
    with Deadline(limits.seconds) as deadline:
        allowed_addresses(address, resolve or look_up, limits, deadline)
    return address


def post(url: str, body: bytes, headers: dict, *, resolve=None, limits=None) -> Answered:
    """Send the body; the answer of whoever is there."""
    limits = limits or Limits.of_settings()
    address = parse(url)
    sent = {"User-Agent": limits.user_agent, "Accept-Encoding": "identity", **headers}
    with Deadline(limits.seconds) as deadline:
        pinned = allowed_addresses(address, resolve or look_up, limits, deadline)
        connection = connection_to(address, pinned, limits.ca_file, deadline)
        try:
            connection.request("POST", address.target, body, sent, preload_content=False)
            with closing(connection.getresponse()) as response:
                return _answered(response)
        except TROUBLES as error:
            deadline.left()  # a connection that the watchdog shut fails in many ways
            raise FetchFailed(answers.explain(address.host, error)) from error
        finally:
            connection.close()


def _answered(response) -> Answered:
    """The status counts; of the body, what came before anything went wrong."""
    try:
        text = response.read(READ, decode_content=False).decode("utf-8", "replace")
    except TROUBLES:
        text = ""
    wait = answers.seconds(response.headers.get("Retry-After"))
    return Answered(response.status, text.replace("\0", "\ufffd"), wait)
