"""How long a question to the database may take, measured on our side.

Postgres ends a statement that takes too long, but a Postgres that hangs (a stopped process, a dead
disk, a lost network) ends nothing, and a driver waits for ever. So a connection that gets no answer
within the time that its caller has is closed, and the caller has an OperationalError.
"""

from contextlib import contextmanager
from contextvars import ContextVar

import psycopg
from psycopg.pq import TransactionStatus

CONNECTING = 5  # seconds for a new connection
limit: ContextVar[float | None] = ContextVar("limit", default=None)


@contextmanager
def at_most(seconds: float | None):
    """Wait so long for each answer, in this thread; None is for ever."""
    before = limit.set(seconds)
    try:
        yield
    finally:
        limit.reset(before)


class Patient(psycopg.Connection):
    """A connection that waits no longer than its caller can."""

    def wait(self, gen, interval=0.1, timeout=None):
        """What the server answers; OperationalError where it did not in time."""
        try:
            return super().wait(gen, interval, limit.get() if timeout is None else timeout)
        except psycopg.OperationalError:
            # Where the question still runs, nobody knows what the next answer would be to.
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise
