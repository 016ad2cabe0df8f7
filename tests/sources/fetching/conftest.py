"""A web of our own: servers on loopback that answer as told, and a resolver that knows them."""

import socket
import threading
from contextlib import contextmanager, suppress

import pytest

from sources import fetching

LOOPBACK = ("127.0.0.1/32",)
PAGE = b"<!doctype html><p>Hello.</p>"


def answer(body=PAGE, status="200 OK", *, length=None, **headers):
    """The bytes of a whole HTTP answer."""
    headers = {"Content_Type": "text/html; charset=utf-8", **headers}
    length = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {length}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(location, status="302 Found"):
    """The answer of a site that sends its readers elsewhere."""
    return answer(b"", status, Location=location)


class Site:
    """A server on loopback. ``pages`` maps a path to bytes or to a function of the connection."""

    def __init__(self, pages):
        self.pages, self.requests, self.over = pages, [], threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.threads = [threading.Thread(target=self._serve, daemon=True)]
        self.threads[0].start()

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._close_after, args=[connection], daemon=True)
            self.threads.append(thread)
            thread.start()

    def _close_after(self, connection):
        with connection, suppress(OSError):
            self.answer(connection)

    def answer(self, connection):
        """Read the request and answer with the page; tests may put another way in its place."""
        request = connection.recv(65536)
        self.requests.append(request.decode("latin-1"))
        path = request.decode("latin-1").split(" ")[1]
        page = self.pages.get(path, answer(b"", "404 Not Found"))
        page(connection) if callable(page) else connection.sendall(page)

    def close(self):
        self.over.set()
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for thread in self.threads:
            thread.join(5)


@contextmanager
def serving(pages):
    site = Site(pages)
    try:
        yield site
    finally:
        site.close()


@pytest.fixture
def site():
    """A site whose pages the test fills in."""
    with serving({}) as site:
        yield site


@pytest.fixture
def fetch():
    """``fetch`` that may reach loopback and asks a resolver of our own."""

    def fetch(url, *, hosts=None, **limits):
        names = {"news.example": ["127.0.0.1"]} | (hosts or {})

        def resolve(host):
            if host not in names:
                raise OSError("no such host")
            return names[host]

        limits = fetching.Limits(**{"allow_networks": LOOPBACK, "seconds": 5} | limits)
        return fetching.fetch(url, resolve=resolve, limits=limits)

    return fetch
