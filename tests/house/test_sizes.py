"""Files and functions are small enough to be read in one sitting, and have telling names."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE, FUNCTION, LINE = 400, 40, 100
# What no subject splits, and why.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS = {
    "quotes/extraction/scoring.py evidence": "the list of everything that speaks for a span",
    "quotes/published/releasing.py croissant": "one JSON document, field by field",
    "tests/quotetrack/api/rows.py quote": "one row with every column that a test may set",
}
FORBIDDEN = {
    "utils", "util", "helpers", "helper", "common", "core", "misc", "lib", "base", "services",
    "managers", "new", "old", "tmp", "temp", "legacy", "refactor",
}  # fmt: skip
KNOWN_BY_OTHERS = {
    "quotetrack/db/embedded/base.py": "Django looks for a database backend in `base`",
}
TOP = {
    ".ci", ".dockerignore", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "Dockerfile",
    "LICENSE", "Makefile", "README.md", "bench", "deploy", "docker-compose.yml", "docs",
    "fixtures", "manage.py", "pyproject.toml", "quotes", "quotetrack", "requirements-dev.txt",
    "requirements.txt", "sources", "tests",
}  # fmt: skip


def tracked(*patterns) -> list[str]:
    """The project's files; every file of the tree where it is no git checkout."""
    done = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        found = [path.relative_to(ROOT) for one in patterns or ["*"] for path in ROOT.rglob(one)]
        return [str(path) for path in found if (ROOT / path).is_file() and not is_made(path)]
    return [name for name in done.stdout.splitlines() if (ROOT / name).exists()]


def is_made(path) -> bool:
    """What running and testing leave behind, and hidden folders other than those of the project."""
    hidden = any(part.startswith(".") and part != ".ci" for part in path.parts[:-1])
    return hidden or "__pycache__" in path.parts


PYTHON = [name for name in tracked("*.py") if "/migrations/" not in name]


def functions(name):
    """(name, lines) of every function in a file."""
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name} {node.name}", node.end_lineno - node.lineno + 1


def test_there_are_files_to_look_at():
    assert len(PYTHON) > 100


def test_no_file_is_too_long():
    lengths = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in PYTHON}
    long = {name: length for name, length in lengths.items() if length > FILE}

    assert {name: long[name] for name in long if name not in LONG_FILES} == {}


def test_no_function_is_too_long():
    long = {key: lines for name in PYTHON for key, lines in functions(name) if lines > FUNCTION}

    assert {key: long[key] for key in long if key not in LONG_FUNCTIONS} == {}


def test_no_line_is_too_long():
    """A line without a blank cannot be broken."""
    long = [
        f"{name}:{number}"
        for name in PYTHON
        for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), 1)
        if len(line) > LINE and " " in line.strip()
    ]

    assert long == []


def test_no_module_has_a_name_that_says_nothing():
    for name in PYTHON:
        parts = [part.removesuffix(".py") for part in Path(name).parts]
        if name not in KNOWN_BY_OTHERS:
            assert not set(parts) & FORBIDDEN, name


def test_the_top_level_is_as_agreed():
    if not (ROOT / ".git").exists():
        pytest.skip("This is no git checkout: what lies here may be anything.")

    assert {name.split("/")[0] for name in tracked()} == TOP
