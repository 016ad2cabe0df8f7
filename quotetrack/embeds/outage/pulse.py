"""Whether the database answers.

Asking is what costs: a connection to a database that hangs may wait for seconds. So after the first
failure nobody asks but one thread, twice a second, and cards come from disk until it got an answer.
"""

import copy
import threading
import time

from django.db import DatabaseError, connections

from quotes.published.querysets import READER

PAUSE = 0.5  # seconds between two questions
lock = threading.Lock()
state = {"down": False}


def is_down() -> bool:
    """Whether the database did not answer last."""
    return state["down"]


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
    # The settings are shared by all threads, so they are copied before the pool is taken out.
    wrapper.settings_dict = copy.deepcopy(
        {key: value for key, value in wrapper.settings_dict.items() if key != "OPTIONS"}
    ) | {"OPTIONS": {k: v for k, v in wrapper.settings_dict["OPTIONS"].items() if k != "pool"}}
    wrapper.settings_dict["OPTIONS"]["connect_timeout"] = 2
    try:
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    finally:
        wrapper.close()
    return True


def _look():
    while not answers():
        time.sleep(PAUSE)
    with lock:
        state["down"] = False
