"""The documentation agrees with the code, and its links lead somewhere."""

import re
from pathlib import Path

import pytest

from quotes import documenting

ROOT = Path(__file__).parents[2]
OURS = ("quotes", "quotetrack", "sources")
PAGES = documenting.pages()
VARIABLE = re.compile(r'(?:env\.\w+\(|environ\.get\(|environ\[)\s*"([A-Z_]+)"')
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


def sources():
    """Every Python file of the program."""
    return [path for room in OURS for path in (ROOT / room).rglob("*.py")]


def test_every_command_of_ours_is_in_the_documentation():
    written = "\n".join(page.read_text(encoding="utf-8") for page in documents())
    commands = {path.stem for path in sources() if path.parent.name == "commands"} - {"__init__"}

    missing = {name for name in commands if not re.search(rf"\b{name}\b", written)}

    assert not missing


def test_every_variable_that_is_read_is_explained_to_operators():
    explained = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    read = {name for path in sources() for name in VARIABLE.findall(path.read_text("utf-8"))}

    missing = {name for name in read if f"`{name}`" not in explained}

    assert not missing
