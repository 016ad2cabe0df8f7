"""What the tests of the heart share."""

import pytest


@pytest.fixture(scope="module")
def world(committed):
    """Primary keys of one committed row of each table, by name."""
    from tests.quotes.database.world import World

    return World().ids
