"""Our own application, asked in this process as a web server asks it."""

import io
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@contextmanager
def one_connection():
    """No connection is closed between two answers: rows are being read from it meanwhile."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@dataclass(frozen=True)
class Answer:
    """Status, headers by lower-case name, and the whole body."""

    status: int
    headers: dict
    body: bytes

    @property
    def kind(self):
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


class Asker:
    """Asks for one address after the other."""

    def __init__(self, application):
        self.application = application
        self.site = urlsplit(settings.SITE_URL)

    def ask(self, address: str, accept: str = "*/*") -> Answer:
        """The answer to a GET of this path, with its query."""
        path, _mark, query = address.partition("?")
        found = {}

        def start(status, headers, exc_info=None):
            found["status"] = int(status.split(" ")[0])
            found["headers"] = {name.lower(): value for name, value in headers}

        parts = self.application(self._environ(path, query, accept), start)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        return Answer(found["status"], found["headers"], body)

    def _environ(self, path, query, accept):
        port = self.site.port or (443 if self.site.scheme == "https" else 80)
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": self.site.hostname,
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self.site.netloc,
            "HTTP_ACCEPT": accept,
            "HTTP_X_FORWARDED_PROTO": self.site.scheme,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self.site.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
