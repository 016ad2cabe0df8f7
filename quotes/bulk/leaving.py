"""Tables leave as CSV, XLSX or JSONL; a cell that a spreadsheet would run is made text."""

import csv
import itertools
import json
import tempfile
from collections.abc import Iterable, Iterator

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_IN_A_CELL = 32_767  # characters, as spreadsheets have it
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def harmless(text: str) -> str:
    """The text, with an apostrophe before what would be a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


class Echo:
    """A file that gives back what is written."""

    def write(self, text):
        """The text itself."""
        return text


def as_csv(names: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """Lines of a CSV, with a mark by which spreadsheets know that it is UTF-8."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow([harmless(name) for name in names])
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def as_jsonl(names: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n"


def as_xlsx(names: list[str], rows: Iterable[list[str]]):
    """An open file with a workbook; every cell is text and none is a formula."""
    import openpyxl  # only here: a process that serves readers does without its 20 MB

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in itertools.chain([names], rows):
        sheet.append([text_cell(sheet, cell) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def text_cell(sheet, text):
    """A cell that holds text, whatever it looks like."""
    from openpyxl.cell import WriteOnlyCell

    kept = "".join(one for one in text if one >= " " or one in "\n\t")[:MOST_IN_A_CELL]
    cell = WriteOnlyCell(sheet, value=kept)
    cell.data_type = "s"
    return cell
