"""The documentation agrees with the code, and its links lead somewhere."""

import re
from pathlib import Path

import pytest

from quotes import documenting

ROOT = Path(__file__).parents[2]
PAGES = documenting.pages()
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)\s]*)?\)")


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_code_says(name):
    written = (ROOT / name).read_text(encoding="utf-8")

    assert written == PAGES[name], f"{name} is not current: run `make docs`."


def documents():
    """README, CONTRIBUTING, CHANGELOG and all of docs/."""
    return [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_inside_the_project_lead_to_a_file(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))

    broken = [link for link in links if not (page.parent / link).exists()]

    assert not broken
