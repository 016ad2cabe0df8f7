"""In which order the public record changed.

Acts publish one after the other: each takes a turn, and the lock behind it is held until its
transaction is over. So whoever sees a turn sees every turn before it, however many write at once,
and a reader who goes on from a turn misses nothing. Transactions of others, in this database or
beside it, hold nothing back.

A turn is one more than the last one or, where that is more, the clock in milliseconds. A record
that was restored from a backup forgets turns that readers may have seen; by the clock it never
hands them out again.
"""

from django.db import models


def turn():
    """SQL: the turn of the running transaction, taken when it is first asked for."""
    return models.Func(function="published_turn", output_field=models.BigIntegerField())
