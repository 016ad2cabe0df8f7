"""Whether the database answers.

Asking is what costs: a question to a database that hangs waits for its whole time. So after the
first failure nobody asks but one thread, twice a second, and everyone else is told at once until it
got an answer.
"""

import threading
import time

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, connections

from quotetrack.db import patience

READER = "reader"
PAUSE = 0.5  # seconds between two questions
PATIENCE = 2  # seconds for a connection, and for an answer
lock = threading.Lock()
state = {"down": False}


def is_down() -> bool:
    """Whether the database did not answer last."""
    return state["down"]


def is_away(error: BaseException) -> bool:
    """Whether this error says that there is no database; a question that took too long does not."""
    cause = error.__cause__
    return isinstance(error, OperationalError | InterfaceError) and not isinstance(
        cause, psycopg.errors.QueryCanceled | psycopg.errors.LockNotAvailable
    )


def missed() -> None:
    """It did not answer just now: look for it from now on, in one thread."""
    with lock:
        if state["down"]:
            return
        state["down"] = True
    threading.Thread(target=_look, name="pulse", daemon=True).start()


def answers() -> bool:
    """Whether it answers now, asked over a connection of its own."""
    wrapper = connections.create_connection(READER)
    try:
        if hasattr(wrapper, "resolve"):
            wrapper.resolve()  # the private server: it is started again
        known = wrapper.get_connection_params()
        known["connect_timeout"] = PATIENCE
        with patience.at_most(PATIENCE), patience.Patient.connect(**known) as connection:
            connection.execute("SELECT 1")
    except (DatabaseError, psycopg.Error):
        return False
    return True


def _look():
    while not answers():
        time.sleep(PAUSE)
    with lock:
        state["down"] = False
