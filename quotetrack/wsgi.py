"""The server's entry: `granian --interface wsgi quotetrack.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quotetrack.settings")
site = get_wsgi_application()

# These need the site to be set up.
from quotetrack.api.door import FrontDoor  # noqa: E402
from quotetrack.db.waiting import Waiting  # noqa: E402
from quotetrack.embeds.door import FrontDoor as CardsDoor  # noqa: E402

application = Waiting(CardsDoor(FrontDoor(site)))
# What is loaded now stays: looking through all of it for garbage would hold up whoever waits.
gc.collect()
gc.freeze()
