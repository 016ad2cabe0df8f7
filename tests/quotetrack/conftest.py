"""What the tests of pages and cards share."""

import pytest
from django.db import connections

from quotetrack.embeds import framing


@pytest.fixture
def readers(db, settings):
    """Only pages and cards; readers ask within the test's transaction, or they would see nothing.

    Tests where the readers' role matters use `transaction=True` and the real alias.
    """
    settings.ROOT_URLCONF = "tests.quotetrack.readers_urls"
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
    settings.SITE_URL = "https://quotes.example"
    settings.KEPT_DIR = ""
    kept = connections["reader"]
    connections["reader"] = connections["default"]
    framing.forget()
    framing.ancestors()  # asked for every ten seconds, and now not in the middle of a test
    yield
    connections["reader"] = kept
    framing.forget()
