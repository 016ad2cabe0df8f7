"""History of every editorial table, written by triggers that see raw SQL too.

Who acts and why comes from `acting(...)`; a trigger forbids changing what was written.
"""

from contextlib import contextmanager

import pghistory


def tracked(model):
    """Class decorator: keep every state of the model's rows, with who and why."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*events)(model)


@contextmanager
def acting(by, act, reason=""):
    """What is changed inside is done by this person, as this act, for this reason."""
    with pghistory.context(user=by.pk if by else None, act=act, reason=reason):
        yield
