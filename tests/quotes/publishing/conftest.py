"""The stage of the tests of publishing."""

import copy

import pytest
from django.db import connection, transaction

from tests.quotes.publishing.stage import staff


@pytest.fixture(scope="module")
def rows(committed):
    """The stage, committed once: what follows on it happens in later transactions."""
    return staff()


@pytest.fixture
def stage(rows):
    """A small newsroom. What a test does there meets the rules of a commit, and is gone again."""
    with transaction.atomic():
        yield copy.deepcopy(rows)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
