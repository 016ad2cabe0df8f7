"""All that readers can see, as text."""

from django.apps import apps
from django.db import connection

TABLES = sorted(model._meta.db_table for model in apps.get_app_config("published").get_models())


def dump() -> dict[str, list[str]]:
    """Every row of every published table, as the database writes it, in order."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT row::text FROM {table} AS row")
            found[table] = sorted(line for (line,) in cursor.fetchall())
    return found


def tables_with(words: str) -> list[str]:
    """The published tables in which these words, or their stems in lower case, stand."""
    return [
        table
        for table, lines in dump().items()
        if any(words.lower() in line.lower() for line in lines)
    ]
