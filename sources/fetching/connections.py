"""Connections that go where they were checked to go, and end in time."""

import os
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import contextmanager, suppress
from functools import cache
from ipaddress import ip_address

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from ..addresses import Address
from ..errors import FetchFailed, TooSlow

CONNECT_SECONDS = 5
MAX_ADDRESSES = 32  # a host with more answers than this is no news site
PASTE = "Open the page in your browser and paste the text instead."


class Deadline:
    """Shuts the connection in hand when the time is over, whatever it is waiting for."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.at = time.monotonic() + seconds
        self._lock, self._held, self._is_over = threading.Lock(), None, False
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True

    def __enter__(self):
        self._timer.start()
        return self

    def __exit__(self, *error):
        self._timer.cancel()
        self._release()

    def left(self) -> float:
        """Seconds left; ``TooSlow`` when there are none."""
        left = self.at - time.monotonic()
        if left <= 0 or self._is_over:
            raise self.too_slow()
        return left

    def too_slow(self) -> TooSlow:
        """The error to raise when the time is over."""
        return TooSlow(f"The site took more than {self.seconds:g} seconds to answer. {PASTE}")

    def hold(self, connection: socket.socket):
        """Watch this connection instead of the one before."""
        self._release()
        with self._lock:
            # A second handle: wrapping in TLS takes the first one over.
            self._held = socket.socket(fileno=os.dup(connection.fileno()))
        self.left()

    def _shut(self):
        with self._lock:
            self._is_over = True
            if self._held:
                with suppress(OSError):  # it may be closed already
                    self._held.shutdown(socket.SHUT_RDWR)

    def _release(self):
        with self._lock:
            if self._held:
                self._held.close()
            self._held = None


_turns: weakref.WeakValueDictionary = weakref.WeakValueDictionary()
_turns_lock = threading.Lock()


@contextmanager
def a_turn(host: str, deadline: Deadline):
    """One request at a time to a host; the others wait their turn while their time lasts."""
    with _turns_lock:
        turn = _turns.setdefault(host, threading.Lock())
    if not turn.acquire(timeout=deadline.left()):
        raise deadline.too_slow()
    try:
        yield
    finally:
        turn.release()


def resolved(host: str, resolve: Callable, deadline: Deadline) -> list[str]:
    """Every address of the host; one that is written as an address is its own."""
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass
    answer: list = []

    def ask():
        try:
            answer.append(list(resolve(host)))
        except (OSError, UnicodeError) as error:  # an impossible name is a UnicodeError
            answer.append(error)

    # The system's resolver knows no deadline; a thread that is late is left behind.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(deadline.left())
    if not answer:
        raise deadline.too_slow()
    if isinstance(answer[0], Exception) or not 0 < len(answer[0]) <= MAX_ADDRESSES:
        raise FetchFailed(
            f"There is no site named “{host}”, or its name could not be looked up. Check the"
            " address, or paste the text instead."
        )
    return answer[0]


class _Pinned:
    """Connects to the addresses that were checked, never to what a name means by now."""

    pinned: list[str]
    deadline: Deadline

    def _new_conn(self):
        trouble = OSError("no address")
        for one in self.pinned:
            try:
                return self._connected_to(one)
            except OSError as error:
                trouble = error
        raise trouble

    def _connected_to(self, one: str) -> socket.socket:
        family = socket.AF_INET6 if ":" in one else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(min(CONNECT_SECONDS, self.deadline.left()))
            connection.connect((one, self.port))
            connection.settimeout(self.deadline.left())
            self.deadline.hold(connection)
        except BaseException:
            connection.close()
            raise
        return connection


class _PinnedHTTP(_Pinned, HTTPConnection):
    pass


class _PinnedHTTPS(_Pinned, HTTPSConnection):
    pass


def connection_to(address: Address, pinned: list[str], ca_file: str, deadline: Deadline):
    """A connection, not yet open, that will use one of the ``pinned`` addresses."""
    host = address.host.strip("[]")
    if address.scheme == "http":
        connection = _PinnedHTTP(host, address.port, timeout=deadline.left())
    else:
        tls = _tls(ca_file)
        connection = _PinnedHTTPS(host, address.port, timeout=deadline.left(), ssl_context=tls)
    connection.pinned, connection.deadline = pinned, deadline
    return connection


@cache
def _tls(ca_file: str) -> ssl.SSLContext:
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.check_hostname = True
    context.load_verify_locations(ca_file)
    return context
