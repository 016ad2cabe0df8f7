"""Rows out of a file: CSV, XLSX or JSONL, each within limits and each with its line.

A spreadsheet can be a bomb: a few kilobytes that unfold to a million rows. Rows are counted while
they are read, and what a ZIP says of its own size is looked at before it is opened.
"""

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _

from quotes.errors import QuotesError

MOST_BYTES = 20 * 1024 * 1024
MOST_UNFOLDED = 200 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 60
MOST_IN_A_CELL = 1_100_000  # characters; an article's text may be a million
LONG = 10_000  # characters; longer texts are put into form where they are taken in
EMPTY_AT_THE_END = 1000  # rows without anything after which a sheet is over


class FileNotUsable(QuotesError):
    """The file as a whole cannot be read."""

    code = "file_not_usable"
    field = "file"


def rows(name: str, data: bytes) -> list[tuple[int, dict]]:
    """Every row with its line and its values by column, those that are empty left out."""
    if len(data) > MOST_BYTES:
        raise FileNotUsable(_("The file has more than 20 MB. Split it."))
    ending = name.lower().rpartition(".")[2]
    reader = {"csv": from_csv, "tsv": from_csv, "xlsx": from_sheet, "jsonl": from_lines,
              "ndjson": from_lines}.get(ending)  # fmt: skip
    if reader is None:
        raise FileNotUsable(_("Give a file that ends in .csv, .xlsx or .jsonl."))
    found = []
    for number, values in reader(data):
        if len(found) >= MOST_ROWS:
            raise FileNotUsable(_("The file has more than 50,000 rows. Split it."))
        found.append((number, values))
    if not found:
        raise FileNotUsable(_("The file holds no rows below its head."))
    return found


def text_of(data: bytes) -> str:
    """The file as text: UTF-8, or UTF-16 where it says so."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileNotUsable(
            _("The file is not UTF-8 at byte %(at)s. Save it as UTF-8.") % {"at": error.start}
        ) from None
    if "\0" in text:
        raise FileNotUsable(_("The file holds a NUL character. Save it as plain text."))
    return text


def from_csv(data: bytes) -> Iterator[tuple[int, dict]]:
    """Rows of a CSV; the separator is told from the head."""
    text = text_of(data)
    head, _sep, rest = text.partition("\n")
    if head.lower().startswith("sep="):
        separator, text = head.strip()[4:5] or ",", rest
    else:
        separator = max(",;\t", key=head.count)
    csv.field_size_limit(MOST_IN_A_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = head_of(next(reader, []))
        line = reader.line_num
        for cells in reader:
            start, line = line + 1, reader.line_num
            if len(cells) > len(names) and any(cells[len(names) :]):
                raise FileNotUsable(
                    _("Line %(line)s has more cells than the head.") % {"line": start}
                )
            values = filled(zip(names, cells, strict=False))
            if values:
                yield start, values
    except csv.Error as error:
        raise FileNotUsable(
            _("Line %(line)s is no CSV: %(error)s.") % {"line": reader.line_num, "error": error}
        ) from None


def from_sheet(data: bytes) -> Iterator[tuple[int, dict]]:
    """Rows of a workbook's first sheet."""
    import openpyxl  # only here: a process that serves readers does without its 20 MB

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNFOLDED:
                raise FileNotUsable(_("The workbook unfolds to more than 200 MB. Split it."))
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except FileNotUsable:
        raise
    except Exception as error:  # a broken workbook fails in a hundred ways
        raise FileNotUsable(_("The workbook cannot be opened. Save it again as .xlsx.")) from error
    sheet = book.worksheets[0]
    lines = whole(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))
    try:
        names = head_of(["" if cell is None else str(cell) for cell in next(lines, [])])
        empty = 0
        for number, cells in enumerate(lines, 2):
            values = filled(zip(names, map(cell_text, cells), strict=False))
            empty = 0 if values else empty + 1
            if empty > EMPTY_AT_THE_END:
                return
            if values:
                yield number, values
    finally:
        book.close()


def whole(lines):
    """The lines of a sheet; FileNotUsable where one is broken."""
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return
        except Exception as error:  # as for the workbook
            raise FileNotUsable(_("The workbook is broken. Save it again as .xlsx.")) from error
        yield line


def cell_text(cell) -> str:
    """A cell as it reads: days as 2025-05-03, whole numbers without a point."""
    if cell is None:
        return ""
    if hasattr(cell, "isoformat"):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)


def from_lines(data: bytes) -> Iterator[tuple[int, dict]]:
    """Rows of a file with one JSON object a line."""
    for number, line in enumerate(text_of(data).split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            raise FileNotUsable(_("Line %(line)s is no JSON.") % {"line": number}) from None
        if not isinstance(values, dict):
            raise FileNotUsable(_("Line %(line)s is no JSON object: {…}.") % {"line": number})
        pairs = ((key.strip().lower(), plain(value)) for key, value in values.items())
        yield number, filled(pairs)


def plain(value) -> str:
    """A JSON value as a cell would hold it; lists parted by semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(plain(one) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def head_of(cells) -> list[str]:
    """The names of the columns; FileNotUsable where one stands twice."""
    names = [" ".join(cell.lower().split()).replace(" ", "_") for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise FileNotUsable(_("The first row must hold the names of the columns."))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or len(names) > MOST_COLUMNS:
        raise FileNotUsable(
            _("The column “%(name)s” stands twice.") % {"name": (twice or names)[0]}
        )
    return names


def filled(pairs) -> dict:
    """The values that are not empty, in Unicode's normal form."""
    kept = {}
    for name, value in pairs:
        if name and value and value.strip():
            if any("\ud800" <= letter <= "\udfff" for letter in value):
                value = value.encode("utf-8", "replace").decode()
            value = value.replace("\0", "")
            kept[name] = value if len(value) > LONG else unicodedata.normalize("NFC", value)
    return kept
