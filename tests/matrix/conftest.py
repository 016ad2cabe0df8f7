"""One world for all cells of a module; what a cell does is taken back."""

import pytest
from django.db import connections, transaction

from tests.matrix.world import World


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """Nothing of it is committed; readers ask through the same connection."""
    with django_db_blocker.unblock(), transaction.atomic():
        kept = connections["reader"]
        connections["reader"] = connections["default"]
        try:
            yield World()
        finally:
            connections["reader"] = kept
            transaction.set_rollback(True)


@pytest.fixture
def cell(world, settings):
    """The world, for one cell."""
    settings.WHITENOISE_AUTOREFRESH = True
    with transaction.atomic():
        yield world
        world.__dict__.pop("made", None)
        transaction.set_rollback(True)
