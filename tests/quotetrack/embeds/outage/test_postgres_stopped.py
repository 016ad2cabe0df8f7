"""A served site whose Postgres is really stopped: what it answers, how fast, and what never.

The private server plays a server of one's own: the site knows it by DATABASE_URL and cannot start
it. QUOTETRACK_OUTAGE says for how many seconds it is stopped; two minutes unless given.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.running_site import MANAGE, ROOT, Site

pytestmark = pytest.mark.slow

STAGE = """
from tests import factories
from tests.conftest import person
ada, ben = person("ada", "editor"), person("ben", "publisher")
for number in range({count}):
    quote = factories.draft(ada, words=f"We will repair bridge number {{number}} before the frost")
    print(factories.publish(quote, ben).public_id)
"""
WITHDRAW = """
from django.contrib.auth.models import User
from quotes import workflow
from quotes.models import Quote
quote = Quote.objects.get(public_id="{key}")
workflow.withdraw(quote, by=User.objects.get(username="ben"), reason="legal")
"""


class Outage:
    """A served site, its database, and the quotes in it."""

    def __init__(self, folder):
        self.site = Site(folder)
        self.site.environment["QUOTETRACK_KEPT_DIR"] = str(Path(folder) / "kept")
        self.site.environment["QUOTETRACK_PG_IDLE"] = "300"
        self.site.run("migrate", "--verbosity", "0")
        self.keys = self.site.run("shell", "-v0", "-c", STAGE.format(count=8)).split()[-8:]
        self.site.run("pg", "start")
        status = self.site.run("pg", "status")
        socket = next(line.split()[1] for line in status.splitlines() if "socket" in line)
        self.known = self.site.environment | {
            "DATABASE_URL": f"postgres://quotetrack@/quotetrack?host={socket}"
        }

    def serve(self):
        """Start the site, which knows its database by name only."""
        self.server = subprocess.Popen([*MANAGE, "serve"], env=self.known, stdout=subprocess.PIPE)
        self.site.until_ready(self.server)

    def serve_alone(self):
        """Start the server as production does, with no command before it that asks the database."""
        granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi"]
        place = ["--host", "127.0.0.1", "--port", str(urlsplit(self.site.url).port)]
        self.server = subprocess.Popen(
            [*granian, *place, "quotetrack.wsgi:application"], env=self.known, cwd=ROOT,
            stdout=subprocess.PIPE,
        )  # fmt: skip

    def stop_serving(self):
        self.server.terminate()
        self.server.communicate(timeout=20)

    def ask(self, path):
        """Status, headers, body, and the seconds that it took."""
        connection = HTTPConnection(urlsplit(self.site.url).netloc, timeout=30)
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        taken = time.perf_counter() - start
        connection.close()
        return answer.status, answer.headers, body, taken


@pytest.fixture(scope="module")
def outage():
    """A site that has answered each card once, and whose database can be stopped."""
    folder = tempfile.mkdtemp(prefix="quotetrack-test-")
    os.chmod(folder, 0o755)
    found = Outage(folder)
    try:
        found.serve()
        yield found
    finally:
        found.stop_serving()
        found.site.run("pg", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_cards_stand_while_postgres_is_stopped_and_withdrawn_ones_do_not(outage):
    speaker = outage.site.json("/api/v1/speakers/")["results"][0]["slug"]
    status, _headers, latest, _taken = outage.ask(f"/embed/s/{speaker}")
    gone = next(key for key in outage.keys if key.encode() in latest)
    kept = [key for key in outage.keys if key != gone]
    paths = [f"/embed/q/{key}?theme=dark" for key in kept]
    paths += [f"/embed/q/{kept[0]}.json", f"/og/q/{kept[0]}.png"]
    before = {path: outage.ask(path)[2] for path in (*paths, f"/embed/q/{gone}")}
    assert status == 200
    # Nobody asks for the withdrawn card again before the outage: the copy is still the old one.
    outage.site.run("shell", "-v0", "-c", WITHDRAW.format(key=gone))

    outage.site.run("pg", "stop")
    taken = _read_while_stopped(outage, paths, before, gone)
    assert outage.ask(f"/embed/q/{kept[0]}?theme=light")[0] == 503  # never asked for before
    # The speaker's card speaks of the withdrawn words, so it is no copy to show.
    status, _headers, body, _taken = outage.ask(f"/embed/s/{speaker}")
    assert status == 503 and b"bridge number" not in body
    taken.sort()
    p95 = taken[int(len(taken) * 0.95)]
    print(f"\n{len(taken)} answers: median {taken[len(taken) // 2] * 1000:.1f} ms,"
          f" p95 {p95 * 1000:.1f} ms, worst {taken[-1] * 1000:.1f} ms")  # fmt: skip
    assert p95 <= 0.050

    # A process that starts in the outage knows the list from the disk.
    outage.stop_serving()
    outage.serve_alone()
    _until_listening(outage)
    assert outage.ask(paths[0])[0] == 200 and outage.ask(f"/embed/q/{gone}")[0] == 410

    outage.site.run("pg", "start")
    for _ in range(100):
        status, headers, _body, _taken = outage.ask(paths[0])
        if "Warning" not in headers:
            break
        time.sleep(0.1)  # the look-out has not seen it yet
    assert (status, "Warning" in headers) == (200, False)


def _read_while_stopped(outage, paths, before, gone):
    """The seconds that each answer took, for as long as the outage is to last."""
    taken = []
    end = time.monotonic() + int(os.environ.get("QUOTETRACK_OUTAGE", "120"))
    while time.monotonic() < end:
        for path in paths:
            status, headers, body, time_taken = outage.ask(path)
            assert (status, body) == (200, before[path]), path
            assert int(headers["Age"]) >= 0 and headers["Warning"].startswith("110"), path
            taken.append(time_taken)
        status, _headers, body, time_taken = outage.ask(f"/embed/q/{gone}")
        assert status == 410 and b"for legal reasons" in body and b"bridge number" not in body
        taken.append(time_taken)
        time.sleep(0.2)  # a reader now and then, as in life
    return taken


def _until_listening(outage):
    for _ in range(200):
        try:
            return outage.ask("/healthz")
        except OSError:
            time.sleep(0.1)  # another process: there is nothing else to wait on
    raise AssertionError("the server did not listen")
