"""Waiting for others who are about to make the same thing.

Two people take in one article, or accept words of one new speaker, at the same moment: neither
sees the other's row, and both would make it. Whoever comes second waits here until the first one's
transaction ends, and then finds what the first one made.
"""

from django.db import connection


def one_at_a_time(*names: str):
    """Wait until no other transaction holds one of these names; held to the end of this one."""
    with connection.cursor() as cursor:
        for name in sorted(set(names)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
