"""A release: everything public in files that agree, described, hashed and listed."""

import csv
import hashlib
import io

import frictionless
import orjson
import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from pyarrow import parquet

from quotes.published import columnar
from quotes.published.models import Change

from . import rows

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "reader"])


@pytest.fixture(autouse=True)
def closed():
    """No connection of the readers' stays behind."""
    yield
    connections["reader"].close()


@pytest.fixture
def released(tmp_path):
    """A release of a few rows, in a folder."""
    rows.quote('=He said "no".', said=None), rows.quote("Two."), rows.speaker(), rows.topic()
    Change.objects.create(kind="quote", public_id="x", version=1, action="created", at=rows.START)
    release(tmp_path / "one", "2026.1")
    return tmp_path / "one"


def release(folder, version):
    call_command("release_dataset", out=folder, release=version, stdout=io.StringIO())


def test_every_file_is_there_with_its_hash(released):
    lines = (released / "SHA256SUMS").read_text().splitlines()

    named = dict(line.split("  ")[::-1] for line in lines)
    assert {"quotes.jsonl", "quotes.csv", "datapackage.json", "croissant.json"} <= set(named)
    assert set(named) == {path.name for path in released.iterdir()} - {"SHA256SUMS"}
    for name, digest in named.items():
        assert hashlib.sha256((released / name).read_bytes()).hexdigest() == digest


def test_the_package_describes_the_tables_as_they_are(released):
    package = orjson.loads((released / "datapackage.json").read_bytes())

    for resource in package["resources"]:
        path = released / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        if resource["format"] == "csv":
            with path.open(encoding="utf-8", newline="") as file:
                header = next(csv.reader(file))
            assert header == [field["name"] for field in resource["schema"]["fields"]]
    croissant = orjson.loads((released / "croissant.json").read_bytes())
    assert {part["@id"] for part in croissant["distribution"]} == {
        resource["path"] for resource in package["resources"]
    }


def test_json_lines_hold_the_words_as_they_are(released):
    lines = (released / "quotes.jsonl").read_bytes().splitlines()

    assert {orjson.loads(line)["text"] for line in lines} == {'=He said "no".', "Two."}


def test_parquet_holds_the_same_rows_with_their_types(released):
    table = parquet.read_table(released / "quotes.parquet")
    lines = [orjson.loads(line) for line in (released / "quotes.jsonl").read_bytes().splitlines()]

    assert table.column("text").to_pylist() == [line["text"] for line in lines]
    assert str(table.schema.field("version").type) == "int64"
    assert table.column("claims").to_pylist() == ["[]", "[]"]
    assert "speaker.name" in table.schema.names


def test_without_the_extra_there_is_no_parquet_and_that_is_said(released, monkeypatch, tmp_path):
    monkeypatch.setattr(columnar, "pyarrow", None)
    said = io.StringIO()

    call_command("release_dataset", out=tmp_path / "two", release="2026.9", stdout=said)

    assert "quotetrack[parquet]" in said.getvalue()
    assert not list((tmp_path / "two").glob("*.parquet"))
    assert (tmp_path / "two" / "quotes.csv").exists()


@pytest.mark.filterwarnings("ignore")
def test_others_find_the_package_valid(tmp_path, published):
    release(tmp_path / "whole", "2026.5")

    report = frictionless.Package(tmp_path / "whole" / "datapackage.json").validate()

    assert report.valid, report.flatten(["name", "type", "message"])
    assert len(report.tasks) == 25
    changed = tmp_path / "whole" / "quotes.csv"
    changed.write_bytes(changed.read_bytes().replace(b"bridges", b"Bridges"))
    spoilt = frictionless.Package(tmp_path / "whole" / "datapackage.json").validate()
    assert not spoilt.valid


def test_the_citation_and_the_croissant_can_be_read(released):
    lines = (released / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    cited = {name: orjson.loads(value) for name, _, value in (row.partition(": ") for row in lines)}

    assert (cited["cff-version"], cited["type"], cited["version"]) == ("1.2.0", "dataset", "2026.1")
    croissant = orjson.loads((released / "croissant.json").read_bytes())
    files = {part["@id"] for part in croissant["distribution"]}
    for records in croissant["recordSet"]:
        for field in records["field"]:
            assert field["source"]["fileObject"]["@id"] in files
            header = (
                (released / f"{records['name']}.csv").read_text(encoding="utf-8").splitlines()[0]
            )
            assert field["source"]["extract"]["column"] in header.split(",")


def test_releases_are_listed_with_what_changed_between(released, client, tmp_path):
    Change.objects.create(kind="quote", public_id="x", version=2, action="updated", at=rows.START)
    release(tmp_path / "two", "2026.2")

    second, first = client.get("/api/v1/releases/").json()["results"]

    assert (first["version"], first["changes"]) == ("2026.1", {"created": 1})
    assert (second["version"], second["changes"]) == ("2026.2", {"updated": 1})
    assert {file["name"]: file["rows"] for file in second["files"]}["quotes.csv"] == 2
    assert client.get(f"/api/v1/quotes/?at={second['cursor']}").status_code == 200


def test_nothing_is_written_over(released):
    with pytest.raises(CommandError, match="not empty"):
        release(released, "2026.3")
    with pytest.raises(CommandError, match="released before"):
        release(released.parent / "other", "2026.1")
