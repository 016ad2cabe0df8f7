"""docs/api.md: its examples run, and its list of addresses is that of the code."""

import contextlib
import io
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.db import connections

from quotes.published.models import Change
from quotetrack.api.management.commands.freeze_api_schema import with_addresses

from . import rows
from .test_quote_check import spoken

GUIDE = Path(__file__).parents[3] / "docs" / "api.md"
HERE = "http://127.0.0.1:8000"


def examples(language):
    """The fenced blocks in this language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def site(transactional_db, live_server, settings):
    """A served site with a few quotes."""
    settings.SITE_URL = live_server.url
    spoken("The river has no memory.", "ada-lovelace", "Ada Lovelace", said=date(2025, 5, 3))
    spoken("Rivers forget.", "ada-lovelace", "Ada Lovelace", said=date(2025, 6, 1))
    for number in range(3):
        Change.objects.create(
            kind="quote", public_id=rows.public_id(number), version=1, action="created",
            at=rows.START,
        )  # fmt: skip
    yield live_server.url
    connections["reader"].close()


def test_the_list_of_addresses_is_current():
    text = GUIDE.read_text(encoding="utf-8")

    assert with_addresses(text) == text


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl here")
@pytest.mark.django_db(transaction=True, databases=["default", "reader"])
def test_the_curl_examples_work(site):
    assert len(examples("sh")) >= 6
    for example in examples("sh"):
        command = example.replace(HERE, site).replace("curl -s", "curl -sf")
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, (example, done.stderr)
        assert "river" in done.stdout.lower() or "ada-lovelace" in done.stdout


@pytest.mark.django_db(transaction=True, databases=["default", "reader"])
def test_the_python_examples_work(site):
    shown, names = io.StringIO(), {}

    with contextlib.redirect_stdout(shown):
        for example in examples("python"):
            exec(example.replace(HERE, site), names)  # noqa: S102

    assert "2 quotes" in shown.getvalue()
    assert "2025-05 █" in shown.getvalue()
    assert shown.getvalue().count("created quote") == 3
