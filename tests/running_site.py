"""The product as a newcomer runs it: its own database, its own processes, a free port."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from tests import migrated

ROOT = Path(__file__).parents[1]
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """A served site: `url`, and its commands."""

    def __init__(self, folder):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment = kept | {
            "QUOTETRACK_PGDATA": str(Path(folder) / "pg"),
            "QUOTETRACK_PG_IDLE": "2",
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "SITE_URL": "",
        }

    def run(self, *words, text=None) -> str:
        """What a command of ours prints."""
        done = subprocess.run(
            [*MANAGE, *words], env=self.environment, input=text, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, path) -> dict:
        """What the API answers."""
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.load(answer)

    def until_ready(self, server):
        """Wait for the first answer."""
        for _ in range(300):
            assert server.poll() is None, "the server stopped"
            try:
                return self.json("/readyz")
            except OSError:
                time.sleep(0.1)  # another process: there is nothing else to wait on
        raise AssertionError("the server did not answer")


@contextmanager
def running_site():
    """A migrated site with the demo's log-ins and nothing else, served until the end."""
    folder = tempfile.mkdtemp(prefix="quotetrack-test-")
    os.chmod(folder, 0o755)
    site = Site(folder)
    try:
        migrated.copy_to(site.environment["QUOTETRACK_PGDATA"])
        site.run("shell", "-c", "from quotes.demo.cast import make_log_ins; make_log_ins()")
        server = subprocess.Popen([*MANAGE, "serve"], env=site.environment, stdout=subprocess.PIPE)
        try:
            site.until_ready(server)
            yield site
        finally:
            server.terminate()
            server.communicate(timeout=20)
    finally:
        site.run("pg", "stop")
        shutil.rmtree(folder, ignore_errors=True)
