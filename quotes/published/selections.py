"""Which rows, in which order, and where in it a page begins.

The hot questions of readers are written in SQL by hand: composing them through the ORM costs more
than Postgres needs to answer them. A selection is immutable; every condition carries its values,
and nothing that a reader wrote ever becomes part of the SQL.
"""

import json
import time
from dataclasses import dataclass, replace

import psycopg
from django.db import OperationalError, connections

from quotes.published.querysets import READER

AT_ONCE = 0.2  # seconds in which a connection that was cut off says so


def ask(sql: str, values=(), *, hot: bool = False) -> list[tuple]:
    """The rows of one question, asked through the readers' role.

    A `hot` question is asked so often, and always in the same words, that Postgres keeps its plan.
    """
    connection = connections[READER]
    if hot and not connection.queries_logged:  # tests count the questions of the usual way
        return ask_prepared(connection, sql, values)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def ask_prepared(connection, sql, values):
    """The rows of a question whose plan is kept by the connection."""
    was_open, begin = connection.connection is not None, time.monotonic()
    connection.ensure_connection()
    try:
        return asked(connection, sql, values)
    except OperationalError:
        # A connection that a thread kept may have been cut off since; a new one is asked once.
        cut_off = was_open and connection.connection.closed and not connection.in_atomic_block
        if not cut_off or time.monotonic() - begin > AT_ONCE:
            raise
    connection.close()
    connection.ensure_connection()
    return asked(connection, sql, values)


def asked(connection, sql, values):
    """The rows of a question whose plan is kept, on the cursor that is kept with it."""
    raw = connection.connection
    cursor = getattr(raw, "quotetrack_cursor", None)
    if cursor is None:
        raw.prepare_threshold = 5  # Django switches it off; its own cursors never prepare
        cursor = raw.quotetrack_cursor = psycopg.Cursor(raw)
    with connection.wrap_database_errors:
        return cursor.execute(sql, values, prepare=True).fetchall()


@dataclass(frozen=True)
class Order:
    """A total order: one expression, then the id, both in one direction."""

    name: str
    column: str
    cast: str  # the type of the expression
    descending: bool = False
    values: tuple = ()  # of placeholders in the expression

    def page(self, selection, columns, size, after=None, backward=False, extra=None):
        """A page of the selection in this order."""
        return selection.page(self, columns, size, after, backward, extra)

    def everything(self, selection, column) -> tuple[str, list]:
        """SQL for one column of the whole selection in this order, and its values."""
        source, values = selection.source()
        word, _ = self.direction(backward=False)
        sql = f"SELECT {column} FROM {source} ORDER BY {self.column} {word}, {selection.key} {word}"
        return sql, [*values, *self.values]

    def direction(self, backward: bool) -> tuple[str, str]:
        """The word for ORDER BY and the comparison that goes on from a row."""
        down = self.descending != backward
        return ("DESC", "<") if down else ("ASC", ">")


@dataclass(frozen=True)
class Selection:
    """Rows of one table of the read model that meet every condition."""

    table: str
    conditions: tuple[tuple[str, tuple], ...] = ()
    key: str = "public_id"
    given: tuple = ()  # values of placeholders in `table`, where it is a question itself

    def where(self, sql: str, *values) -> "Selection":
        """The same with one condition more."""
        return replace(self, conditions=(*self.conditions, (sql, values)))

    def source(self) -> tuple[str, list]:
        """What stands after FROM, its conditions included, and its values."""
        if not self.conditions:
            return self.table, list(self.given)
        text = " AND ".join(f"({sql})" for sql, _ in self.conditions)
        values = [value for _, values in self.conditions for value in values]
        return f"{self.table} WHERE {text}", [*self.given, *values]

    def page(self, order: Order, columns, size: int, after=None, backward=False, extra=None):
        """At most `size` rows in order, each led by its sort value and its id.

        `after` is the sort value and id of the row to go on from; `backward` walks towards the
        start and hands the rows over in reverse. `extra` is SQL and values of one more column,
        computed from `page`, for the rows of the page only.
        """
        sql, values = self.page_sql(order, columns, size, after, backward)
        if extra:
            word, _ = order.direction(backward)
            sql = (
                f"SELECT page.*, {extra[0]} FROM ({sql}) AS page"
                f" ORDER BY place {word}, {self.key} {word}"
            )
            values = [*extra[1], *values]
        hot = not self.conditions and not self.given and extra is None
        return ask(sql, values, hot=hot)

    def page_sql(self, order: Order, columns, size: int, after=None, backward=False):
        """SQL for a page, and its values."""
        word, compare = order.direction(backward)
        selection = self
        if after is not None:
            selection = self.where(
                f"({order.column}, {self.key}) {compare} (%s::{order.cast}, %s)",
                *order.values,
                *after,
            )
        source, values = selection.source()
        sql = (
            f"SELECT {order.column} AS place, {self.key}, {columns} FROM {source}"
            f" ORDER BY {order.column} {word}, {self.key} {word} LIMIT %s"
        )
        return sql, [*order.values, *values, *order.values, size]

    def count(self) -> int:
        """How many rows there are, counted."""
        source, values = self.source()
        return ask(f"SELECT count(*) FROM {source}", values)[0][0]

    def estimate(self) -> int:
        """How many rows the planner expects."""
        source, values = self.source()
        if source == self.table and not self.given:
            sql = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass"
            return ask(sql, [self.table])[0][0]
        plan = ask(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {source}", values)[0][0]
        plan = json.loads(plan) if isinstance(plan, str) else plan
        return int(plan[0]["Plan"]["Plan Rows"])
