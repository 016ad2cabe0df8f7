"""A receiver on loopback, and webhooks that lead to it."""

import itertools
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.db import connections

from quotes.published.models import Change
from quotetrack.webhooks import acts
from quotetrack.webhooks.models import Webhook
from tests.quotetrack import published_rows as rows

NUMBERS = itertools.count()


@dataclass(frozen=True)
class Call:
    """One request as it came."""

    path: str
    headers: dict
    body: bytes

    @property
    def said(self):
        """The body's JSON."""
        return json.loads(self.body)


class Receiver:
    """Takes every call; `answers` maps a path to a status or to a function that gives one."""

    def __init__(self, port=0):
        self.calls, self.answers, receiver = [], {}, self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.calls.append(Call(self.path, dict(self.headers), body))
                answer = receiver.answers.get(self.path, 204)
                status = answer() if callable(answer) else answer
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()

    def url(self, path="/"):
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}{path}"

    def events(self, path="/"):
        """The keys of the calls, in order."""
        return [call.headers["Idempotency-Key"] for call in self.calls if call.path == path]

    def close(self):
        """Nobody is there any more."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def readers(db):
    """Readers ask within the test's transaction; tests of the real role commit instead."""
    kept = connections["reader"]
    connections["reader"] = connections["default"]
    yield
    connections["reader"] = kept


@pytest.fixture
def receiver(settings):
    """A receiver that the guard lets through."""
    settings.FETCH_ALLOW_NETWORKS = ["127.0.0.1/32"]
    settings.SITE_URL = "https://quotes.example"
    found = Receiver()
    yield found
    found.close()


def hook(receiver, by, path="/", **given):
    """A webhook that calls the receiver, and its secret."""
    given = {"name": f"Hook {path}", "url": receiver.url(path)} | given
    row = Webhook(**given)
    secret = acts.create(row, by=by)
    return row, secret


def changed(kind="quote", public_id=None, action="created", version=1):
    """A public change, as publishing would write it."""
    public_id = public_id or rows.quote(seed=f"hook {next(NUMBERS)}").pk
    return Change.objects.create(
        kind=kind, public_id=public_id, version=version, action=action, at=datetime.now(UTC)
    )
