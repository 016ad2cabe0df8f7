"""Everything that a question selects, as a stream: JSON lines, or a table.

Postgres hands the stored documents over as they are found, so an export needs no more memory than
a page. A table is made of them here: Postgres would take two to three times as long to take JSON
apart, and would keep a core from finding the next rows meanwhile.

The table of quotes is the one that is long, so each quote's line of it is kept beside the quote
(`published_quoteline`), with our origin left open. A quote without a line of these columns costs
the time to make it, and nothing else.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby
from operator import itemgetter

import orjson
import psycopg
from django.conf import settings
from django.db import connections, transaction

from quotes.published import serving, shapes
from quotes.published.querysets import READER
from quotes.published.selections import Order, Selection

BLOCK = 256 * 1024
MARK = "\x7f"  # stands for our origin in a line that is kept; such a character needs no marks
PATIENCE = "600s"  # an export may take longer than any page
# What a spreadsheet would run instead of show. One apostrophe in front makes it text; a cell that
# begins with apostrophes before such a sign gets one more, so that taking one away restores it.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
LEADS = frozenset("'=+-@\t\r")  # what such a cell begins with
LEADS_AFTER = tuple((lead, f",{lead}") for lead in LEADS)
# Rows that the driver takes at once, where it can; by COPY it would hand over one at a time.
AT_ONCE = 500 if psycopg.capabilities.has_stream_chunked() else 1


def documents(selection: Selection, order: Order, column="list_json") -> Iterator[bytes]:
    """The stored documents as lines of JSON, in blocks of whole lines, our addresses absolute."""
    return streamed(selection, order, column, finished)


def streamed(selection, order, column, finish: Callable) -> Iterator[bytes]:
    """One column of the whole selection, in blocks; `finish` makes one of some values."""
    sql, values = order.everything(selection, column)
    connection = connections[READER]
    with transaction.atomic(using=READER), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
        # The driver's own cursor: streams are not among what Django's wrapper knows.
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as rows:
            yield from blocks(rows.stream(sql, values, size=AT_ONCE), finish)


def blocks(rows, finish) -> Iterator[bytes]:
    """Whole lines, a block at a time."""
    kept, size = [], 0
    for (document,) in rows:
        kept.append(document)
        size += len(document)
        if size >= BLOCK:
            yield finish(kept)
            kept, size = [], 0
    if kept:
        yield finish(kept)


def finished(documents: list[str]) -> bytes:
    """Documents as they are served."""
    return serving.with_origin("\n".join(documents) + "\n").encode()


def lines(pages) -> Iterator[bytes]:
    """Pages of rows as blocks of lines of JSON, our addresses absolute."""
    for rows in pages:
        yield finished([orjson.dumps(row).decode() for row in rows])


def only(blocks: Iterator[bytes], names: list[str]) -> Iterator[bytes]:
    """The same documents with some of their members."""
    for block in blocks:
        rows = (orjson.loads(line) for line in block.splitlines())
        yield b"".join(
            orjson.dumps({name: row[name] for name in names if name in row}) + b"\n" for row in rows
        )


def table(blocks: Iterator[bytes], columns: list[str]) -> Iterator[bytes]:
    """The documents as CSV (RFC 4180, UTF-8): `speaker.name` with a dot, lists as JSON."""
    yield f"{line_of(columns)}\r\n".encode()
    made = Lines(columns)
    for block in blocks:
        rows = [made.of(line) for line in block.splitlines()]
        yield ("\r\n".join(rows) + "\r\n").encode() if rows else b""


class Lines:
    """Documents of one shape as lines of a table, made or kept."""

    def __init__(self, columns: list[str]):
        self.columns = columns
        self.members = tree([column.split(".") for column in columns])
        self.parts = getters(self.members)
        # Names these columns: a line that was kept for others is no line of this table.
        self.name = hashlib.blake2b(",".join(columns).encode(), digest_size=4).hexdigest()

    def of(self, document) -> str:
        """The line of a document."""
        return as_row(orjson.loads(document), self.parts, self.members)

    def kept(self, document: str) -> str | None:
        """The line to keep of a stored document; None where it cannot be kept."""
        try:
            return None if MARK in document else self.of(serving.with_origin(document, MARK))
        except orjson.JSONDecodeError:  # a rebuild mends such a document, and keeps its line then
            return None

    def kept_for(self, selection, order) -> tuple[Selection, str]:
        """The rows, and SQL for each quote's line where it is kept, else its document.

        Joined where the order allows it: Postgres looks a million lines up one by one otherwise.
        """
        kept = f"published_quoteline AS l {{}} l.quote = public_id AND l.columns = '{self.name}'"
        if isinstance(order, Order) and not selection.given:
            table = f"{selection.table} LEFT JOIN {kept.format('ON')}"
            return replace(selection, table=table), "coalesce(l.line, list_json)"
        return selection, f"coalesce((SELECT l.line FROM {kept.format('WHERE')}), list_json)"

    def finished(self, found: list[str]) -> bytes:
        """Lines that were kept, and lines of documents, as they are served."""
        is_document = [one[0] == "{" for one in found]  # a line begins with an id
        if not any(is_document):
            return ("\r\n".join(found) + "\r\n").replace(MARK, settings.SITE_URL).encode()
        rows = [
            self.of(serving.with_origin(one)) if made else one.replace(MARK, settings.SITE_URL)
            for one, made in zip(found, is_document, strict=True)
        ]
        return ("\r\n".join(rows) + "\r\n").encode()


@cache
def quote_lines() -> Lines:
    """The lines of the table of quotes."""
    return Lines(columns_of(shapes.QuoteItem))


def quotes_table(selection: Selection, order: Order) -> Iterator[bytes]:
    """The whole table of quotes, from the lines that are kept."""
    lines = quote_lines()
    yield f"{line_of(lines.columns)}\r\n".encode()
    selection, column = lines.kept_for(selection, order)
    yield from streamed(selection, order, column, lines.finished)


def as_row(document: dict, parts: list[tuple], members: list[tuple]) -> str:
    """The document as a line of CSV, by the short way where it has all its members."""
    found = []
    try:
        gather(document, parts, found)
    except (KeyError, TypeError):
        return line_of(row_of(document, members))
    cells = [cell if type(cell) is str else "" if cell is None else as_text(cell) for cell in found]
    line = ",".join(cells)
    if may_run(line):
        return line_of(row_of(document, members))
    return line_of(cells)


def may_run(line: str) -> bool:
    """Some cell of the line may begin as a formula does."""
    if line[:1] in LEADS:
        return True
    # The sign alone is quickly looked for.
    return any(lead in line and after in line for lead, after in LEADS_AFTER)


def getters(members: list[tuple]) -> list[tuple]:
    """The members as what takes them out of a document, neighbours at once."""
    parts = []
    for is_leaf, group in groupby(members, key=lambda member: member[1] is None):
        if is_leaf:
            names = [name for name, _, _ in group]
            # One name more, so that what comes out is always a tuple.
            parts.append((itemgetter(*names, names[0]), None, None))
        else:
            parts += [(name, getters(inner), (None,) * size) for name, inner, size in group]
    return parts


def gather(document: dict, parts: list[tuple], found: list):
    """Add the values of these parts."""
    for part, inner, blanks in parts:
        if inner is None:
            found += part(document)[:-1]
        elif (value := document[part]) is None:
            found += blanks
        else:
            gather(value, inner, found)


def line_of(cells: list[str]) -> str:
    """The cells as a line of CSV; in marks are those that hold a mark, a comma or an end of line.

    Python's own writer looks at each character and takes ten times as long.
    """
    line = ",".join(cells)
    commas = line.count(",")
    if commas == len(cells) - 1 and not ('"' in line or "\n" in line or "\r" in line):
        return line
    return ",".join([
        cell
        if not ("," in cell or '"' in cell or "\n" in cell or "\r" in cell)
        else '"' + cell.replace('"', '""') + '"'
        for cell in cells
    ])  # fmt: skip


def tree(paths: list[list[str]]) -> list[tuple]:
    """Each member in order: its name, the members in it (or None) and how many cells they fill."""
    found = []
    for name, group in groupby(paths, key=lambda path: path[0]):
        inner = [path[1:] for path in group if len(path) > 1]
        found.append((name, tree(inner) if inner else None, max(1, len(inner))))
    return found


def row_of(document: dict, members: list[tuple]) -> list:
    """The cells of these members, each as text that a spreadsheet shows and does not run."""
    row = []
    for name, inner, size in members:
        value = document.get(name)
        if inner is not None:
            row += row_of(value, inner) if isinstance(value, dict) else [""] * size
        elif type(value) is str:
            row.append(harmless(value) if value[:1] in LEADS else value)
        else:
            row.append("" if value is None else as_text(value))
    return row


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it."""
    return f"'{text}" if FORMULA.match(text) else text


def as_text(value) -> str:
    """A number, a flag or a list as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return harmless(orjson.dumps(value).decode())


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
