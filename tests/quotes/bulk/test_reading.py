"""Files become rows, within limits, each with its line; what is wrong is said in a sentence."""

import io
import json
import time
import zipfile

import openpyxl
import pytest

from quotes.bulk import reading
from quotes.bulk.reading import FileNotUsable


def sheet(rows):
    """A workbook with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


EXPECTED = [(2, {"name": "Ada Holm", "description": "mayor; of Veld"}), (4, {"name": "Ola"})]


@pytest.mark.parametrize(
    "name, data",
    [
        ("a.csv", b"name,description\nAda Holm,mayor; of Veld\n,\nOla,\n"),
        ("a.csv", "\ufeffName,Description\r\nAda Holm,mayor; of Veld\r\n,\r\nOla,\r\n".encode()),
        ("a.csv", "name\tdescription\nAda Holm\tmayor; of Veld\n\t\nOla\t\n".encode("utf-16")),
        ("a.csv", b'name,description\nAda Holm,"mayor; of Veld"\n,\nOla,\n'),
        ("a.xlsx", sheet([["name", "description"], ["Ada Holm", "mayor; of Veld"],
                          [None, None], ["Ola", None]])),
        ("a.jsonl", ("\n" + json.dumps({"name": "Ada Holm", "description": "mayor; of Veld"})
                     + "\n\n" + json.dumps({"name": "Ola", "description": None})).encode()),
    ],
)  # fmt: skip
def test_every_form_gives_the_same_rows_with_their_lines(name, data):
    assert reading.rows(name, data) == EXPECTED


def test_a_cell_with_line_breaks_counts_the_line_that_it_begins_in():
    data = b'name,description\n"Ada\nHolm",x\nOla,y\n'

    assert [number for number, _ in reading.rows("a.csv", data)] == [2, 4]


def test_a_separator_can_be_said_and_told():
    assert reading.rows("a.csv", b"sep=|\nname|kind\nAda|person\n")[0][1]["kind"] == "person"
    assert reading.rows("a.csv", b"name;kind\nAda;person\n")[0][1]["kind"] == "person"


def test_days_numbers_and_answers_of_a_workbook_are_read_as_they_show():
    from datetime import datetime

    data = sheet([["a", "b", "c"], [datetime(2025, 5, 3), 12.0, True]])

    assert reading.rows("a.xlsx", data) == [(2, {"a": "2025-05-03", "b": "12", "c": "yes"})]


def test_lists_of_json_are_parted_by_semicolons():
    data = json.dumps({"name": "Ada", "aliases": ["A. Holm", "Holm"]}).encode()

    assert reading.rows("a.jsonl", data)[0][1]["aliases"] == "A. Holm; Holm"


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("a.pdf", b"%PDF", "ends in"),
        ("a.csv", b"", "first row"),
        ("a.csv", b"name\n", "no rows"),
        ("a.csv", b"name\n\xff\xfe\xfa", "UTF-8 at byte 5"),
        ("a.csv", b"name\nA\0da\n", "NUL"),
        ("a.csv", b"name,name\nA,B\n", "twice"),
        ("a.csv", b"name\nA,B\n", "Line 2 has more cells"),
        ("a.csv", b'name\n"A\n', "is no CSV"),
        ("a.csv", b'name\n"A" b\n', "is no CSV"),
        ("a.xlsx", b"PK not really", "cannot be opened"),
        ("a.jsonl", b'{"name": "A"}\n[1]\n', "Line 2 is no JSON object"),
        ("a.jsonl", b"{'name'}\n", "Line 1 is no JSON"),
        ("a.jsonl", b"[" * 100_000, "Line 1 is no JSON"),
        ("a.csv", b"name\n" + b"A\n" * 50_001, "50,000 rows"),
        ("a.csv", b"x" * (20 * 1024 * 1024 + 1), "20 MB"),
    ],
)
def test_what_cannot_be_read_is_said(name, data, said):
    with pytest.raises(FileNotUsable, match=said):
        reading.rows(name, data)


def test_a_sheet_that_claims_a_million_empty_rows_is_over_soon():
    book = openpyxl.Workbook()
    book.active.append(["name"])
    book.active.append(["Ada"])
    book.active.cell(1_048_576, 1, "Ola")
    file = io.BytesIO()
    book.save(file)

    started = time.monotonic()
    found = reading.rows("a.xlsx", file.getvalue())

    assert [values["name"] for _, values in found] == ["Ada"]
    assert time.monotonic() - started < 2


def test_a_workbook_that_unfolds_too_far_is_not_opened():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 1024 * 1024))

    with pytest.raises(FileNotUsable, match="200 MB"):
        reading.rows("a.xlsx", file.getvalue())


def test_entities_of_a_workbook_are_not_unfolded():
    good = io.BytesIO(sheet([["name"], ["Ada"]]))
    file = io.BytesIO()
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>"
    )
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(file, "w") as archive:
        for one in source.namelist():
            data = source.read(one)
            if one.startswith("xl/worksheets/"):
                text = data.decode().partition("?>")[2] if data[:2] == b"<?" else data.decode()
                data = (bomb + text.replace("<v>0</v>", "<v>&i;</v>")).encode()
            archive.writestr(one, data)

    started = time.monotonic()
    try:
        said = str(reading.rows("a.xlsx", file.getvalue()))
    except FileNotUsable as error:
        said = str(error)
    assert len(said) < 500
    assert time.monotonic() - started < 3
