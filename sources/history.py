"""History of every editorial table, written by triggers that see raw SQL too.

Who acts and why comes from `acting(...)`; a trigger forbids changing what was written.
"""

import uuid
from contextlib import contextmanager

import pghistory
from pghistory import runtime


def tracked(model):
    """Class decorator: keep every state of the model's rows, with who and why."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*events)(model)


@contextmanager
def acting(by, act, reason=""):
    """What is changed inside is done by this person, as this act, for this reason.

    pghistory keeps one context for a whole request, in which a second act would rename the
    first. Here each act has its own, and an act within an act gives way to the outer one again.
    """
    with pghistory.context() as around:
        said = {"user": by.pk if by else None, "act": act, "reason": reason}
        runtime._tracker.value = runtime.Context(uuid.uuid4(), around.metadata | said)
        try:
            yield
        finally:
            runtime._tracker.value = around
