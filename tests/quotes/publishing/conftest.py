"""The stage of the tests of publishing."""

import copy

import pytest

from tests.quotes.publishing.stage import staff
from tests.quotes.taken_back import taken_back


@pytest.fixture(scope="module")
def rows(committed):
    """The stage, committed once: what follows on it happens in later transactions."""
    return staff()


@pytest.fixture
def stage(rows):
    """A small newsroom. What a test does there meets the rules of a commit, and is gone again."""
    with taken_back():
        yield copy.deepcopy(rows)
