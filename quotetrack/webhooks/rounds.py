"""Rounds of calling, in a thread of the worker's: its other chores may take long."""

import logging

from django.db import DatabaseError, InterfaceError, connections

from quotetrack.webhooks import delivering

log = logging.getLogger("quotetrack.webhooks")
PAUSE = 5  # seconds between two rounds


def keep_on(stop) -> None:
    """Rounds until `stop` is set; a database that is away is no reason to end."""
    while not stop.is_set():
        try:
            delivering.turn(stop)
        except (DatabaseError, InterfaceError) as error:
            log.warning("webhooks_wait error=%r", str(error))
        finally:
            connections.close_all()
        stop.wait(PAUSE)
