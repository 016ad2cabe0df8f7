"""Everything that a question selects, as a stream: JSON lines, or a table.

Postgres hands the stored documents over by COPY, so an export needs no more memory than a page.
"""

import csv
import io
import re
from collections.abc import Iterator

import orjson
from django.db import connections, transaction

from quotes.published import serving
from quotes.published.querysets import READER
from quotes.published.selections import Order, Selection

BLOCK = 64 * 1024
PATIENCE = "600s"  # an export may take longer than any page
# What a spreadsheet would run instead of show. One apostrophe in front makes it text; a cell that
# begins with apostrophes before such a sign gets one more, so that taking one away restores it.
FORMULA = re.compile(r"'*[=+\-@\t\r]")


def documents(selection: Selection, order: Order, column="list_json") -> Iterator[bytes]:
    """The stored documents as lines of JSON, in blocks of whole lines, our addresses absolute."""
    sql, values = order.everything(selection, column)
    connection = connections[READER]
    with transaction.atomic(using=READER), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
        # The driver's own cursor: COPY is not among what Django's wrapper knows.
        with cursor.cursor.copy(f"COPY ({sql}) TO STDOUT", values) as copy:
            yield from blocks(copy)


def blocks(copy) -> Iterator[bytes]:
    """Whole lines, a block at a time. COPY doubles backslashes; nothing else in JSON is touched."""
    kept, size = [], 0
    for row in copy:
        kept.append(bytes(row))
        size += len(row)
        if size >= BLOCK:
            yield finished(kept)
            kept, size = [], 0
    if kept:
        yield finished(kept)


def finished(rows: list[bytes]) -> bytes:
    """Rows as they are served."""
    text = b"".join(rows).replace(b"\\\\", b"\\").decode()
    return serving.with_origin(text).encode()


def only(blocks: Iterator[bytes], names: list[str]) -> Iterator[bytes]:
    """The same documents with some of their members."""
    for block in blocks:
        rows = (orjson.loads(line) for line in block.splitlines())
        yield b"".join(
            orjson.dumps({name: row[name] for name in names if name in row}) + b"\n" for row in rows
        )


def table(blocks: Iterator[bytes], columns: list[str]) -> Iterator[bytes]:
    """The documents as CSV (RFC 4180, UTF-8): `speaker.name` with a dot, lists as JSON."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(columns)
    paths = [column.split(".") for column in columns]
    for block in blocks:
        for line in block.splitlines():
            document = orjson.loads(line)
            writer.writerow([cell(document, path) for path in paths])
        yield page.getvalue().encode()
        page.seek(0)
        page.truncate()
    yield page.getvalue().encode()


def cell(document, path) -> str:
    """One value as text that a spreadsheet shows and does not run."""
    value = document
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return f"'{text}" if FORMULA.match(text) else text


def columns_of(shape, names=None) -> list[str]:
    """The columns of a shape's table; nested shapes with a dot, lists as one column."""
    found = []
    for name, field in shape().fields.items():
        if names and name not in names:
            continue
        inner = getattr(field, "fields", None)
        if inner:
            found += [f"{name}.{column}" for column in columns_of(type(field))]
        else:
            found.append(name)
    return found
