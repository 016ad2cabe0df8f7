"""What every test of the API has."""

import pytest
from django.db import connections

from quotetrack.api import callers
from quotetrack.api.throttling import reads


@pytest.fixture(autouse=True)
def the_api_alone(settings):
    """Only the API's addresses, and no count left over from other tests."""
    settings.ROOT_URLCONF = "tests.quotetrack.api.urls"
    settings.WHITENOISE_AUTOREFRESH = True
    reads.windows.clear()
    callers.known.clear()


@pytest.fixture
def readers_connection(db):
    """In a test's transaction readers ask through the same connection, or they would see nothing.

    Tests where the readers' role matters use `transaction=True` and the real alias.
    """
    kept = connections["reader"]
    connections["reader"] = connections["default"]
    yield
    connections["reader"] = kept


@pytest.fixture
def api(readers_connection, client):
    """A reader of the API: `api(path)` gives the answer's status, JSON and headers."""

    def ask(path, **options):
        return client.get(f"/api/v1/{path}", **options)

    return ask
