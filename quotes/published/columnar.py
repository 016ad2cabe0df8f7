"""Tables of a release as Parquet: the columns of the CSV, with their types and nothing defused."""

from collections.abc import Iterator
from pathlib import Path

import orjson

try:
    import pyarrow
    from pyarrow import parquet
except ImportError:  # an extra: pip install 'quotetrack[parquet]'
    pyarrow = parquet = None

ROWS = 20_000  # of a row group: what is in memory at once
TYPES = {"integer": "int64", "boolean": "bool_"}


def is_possible() -> bool:
    """The library that writes such files is installed."""
    return pyarrow is not None


def write(path: Path, blocks: Iterator[bytes], columns: list[tuple[str, str]]) -> int:
    """Write lines of JSON as a table with these (name, type) columns; the number of its rows.

    Lists and objects are text in JSON, as they are in the CSV, so that every reader can open it.
    """
    fields = [(name, getattr(pyarrow, TYPES.get(kind, "string"))()) for name, kind in columns]
    schema = pyarrow.schema([pyarrow.field(name, kind) for name, kind in fields])
    paths = [(name.split("."), name, kind in TYPES) for name, kind in columns]
    number, waiting = 0, []
    with parquet.ParquetWriter(path, schema, compression="zstd") as file:
        for block in blocks:
            waiting += block.splitlines()
            while len(waiting) >= ROWS:
                file.write_table(table(waiting[:ROWS], paths, schema))
                number, waiting = number + ROWS, waiting[ROWS:]
        file.write_table(table(waiting, paths, schema))
    return number + len(waiting)


def table(lines: list[bytes], paths, schema):
    """Some lines as a table in memory."""
    rows = [orjson.loads(line) for line in lines]
    arrays = [
        pyarrow.array([cell(row, path, plain) for row in rows], schema.field(name).type)
        for path, name, plain in paths
    ]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def cell(row, path, plain):
    """One value; null where there is none."""
    value = row
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    if value is None or plain or isinstance(value, str):
        return value
    return orjson.dumps(value).decode()
