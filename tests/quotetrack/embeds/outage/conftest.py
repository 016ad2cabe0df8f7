"""A served site that knows its database by name only, so that the database can go away.

The private server plays a server of one's own: the site knows it by DATABASE_URL and cannot start
it.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import migrated
from tests.running_site import MANAGE, ROOT, Site

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
        migrated.copy_to(self.site.environment["QUOTETRACK_PGDATA"])
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

    def withdraw(self, key):
        """Withdraw a quote, as an act of the desk."""
        self.site.run("shell", "-v0", "-c", WITHDRAW.format(key=key))

    @contextmanager
    def hanging(self):
        """Every process of the database stands still: it accepts, and says nothing."""
        pid = (Path(self.site.environment["QUOTETRACK_PGDATA"]) / "postmaster.pid").read_text()
        first = pid.split()[0]
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        stopped = [int(each) for each in (first, *children)]
        for each in stopped:
            os.kill(each, signal.SIGSTOP)
        try:
            yield
        finally:
            for each in stopped:
                os.kill(each, signal.SIGCONT)

    def until_back(self, path):
        """Wait until this address is answered from the database again."""
        for _ in range(100):
            status, headers, _body, _taken = self.ask(path)
            if "Warning" not in headers:
                break
            time.sleep(0.1)  # the look-out has not seen it yet
        assert (status, "Warning" in headers) == (200, False)


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
