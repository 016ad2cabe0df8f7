"""After a restore from an older backup nobody who follows the changes misses one unawares."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TELL = """
import django; django.setup()
from django.utils import timezone
from quotes.published.models import Change
for number in range({number}):
    Change.objects.create(
        kind="quote", public_id=f"{name}{{number}}", version=1, action="created", at=timezone.now()
    )
"""
ASK = """
import json, django; django.setup()
from django.test import Client
answer = Client().get("/api/v1/changes/?{query}", HTTP_HOST="localhost").json()
print(json.dumps(answer))
"""


@pytest.mark.slow
def test_old_places_are_refused_and_new_ones_come_later(tmp_path):
    private = os.environ | {"QUOTETRACK_PGDATA": str(tmp_path / "pg"),
                            "DJANGO_SETTINGS_MODULE": "quotetrack.settings"}  # fmt: skip
    private.pop("DATABASE_URL", None)

    def run(*command):
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=private, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def changes(query=""):
        return json.loads(run("-c", ASK.format(query=query)))

    run("manage.py", "migrate")
    run("-c", TELL.format(number=2, name="kept"))
    run("manage.py", "backup", str(tmp_path / "a.dump"))
    run("-c", TELL.format(number=2, name="lost"))
    before = changes()["results"]

    run("manage.py", "restore", str(tmp_path / "a.dump"), "--replace")
    run("-c", TELL.format(number=1, name="new"))

    assert [row["id"] for row in before] == ["kept0", "kept1", "lost0", "lost1"]
    lost = changes(f"after={before[-1]['cursor']}")
    assert lost["status"] == 400
    assert "restored from an older backup" in lost["detail"]
    assert [row["id"] for row in changes(f"after={before[1]['cursor']}")["results"]] == ["new0"]
    places = [tuple(map(int, row["cursor"][1:].split("."))) for row in changes()["results"]]
    assert places[-1] > tuple(map(int, before[-1]["cursor"][1:].split(".")))
