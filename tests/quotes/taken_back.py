"""Acts that a test plays on committed rows: they meet the rules of a commit, and are gone again."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def taken_back():
    """What is done inside is checked as a commit would, and then taken back."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
