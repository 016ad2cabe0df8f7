"""Which names may be one person's, and which letters are odd."""

import pytest

from quotes import namesakes
from tests import factories


@pytest.mark.parametrize(
    "one, other, alike",
    [
        ("Ruth Sample", "Sample Ruth", True),
        ("Ruth Sample", "R. Sample", True),
        ("Ruth Sample", "Ruth A. Sample", True),
        ("José Pérez", "Jose Perez", True),
        ("Ruth Sample", "Rutb Sample", True),
        ("Ruth Sample", "Rυth Sample", True),
        ("Ruth Sample", "Tom Sample", False),
        ("Ruth Sample", "Sample", False),
        ("Ruth Sample", "Ruth Simple Stone", False),
        ("", "Ruth Sample", False),
    ],
)
def test_names_that_may_be_one(one, other, alike):
    assert bool(namesakes.why_alike(one, other)) is alike


@pytest.mark.parametrize(
    "name, mixed",
    [
        ("Ruth Sample", ""),
        ("Ruth Sаmple", "Cyrillic and Latin"),
        ("Анна Иванова", ""),
        ("沈玉兰", ""),
    ],
)
def test_letters_of_another_script(name, mixed):
    assert namesakes.mixed_scripts(name) == mixed


def test_suspects_are_listed_in_pairs(db):
    one, other = factories.speaker("Ruth Sample"), factories.speaker("R. Sample")
    factories.speaker("Tom Sample")

    assert [{pair.one, pair.other} for pair in namesakes.pairs()] == [{one, other}]
    assert [pair.other for pair in namesakes.of(one)] == [other]
