"""A versioned copy of everything public, for archives: tables, and what describes them.

Each kind is there as JSON lines, as CSV and, where the extra is installed, as Parquet.

All files come from one snapshot of the database, so that they agree with each other. Beside the
data stand a Data Package (frictionless), a Croissant description, checksums and a citation file.
"""

import hashlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson
from django.db import connections, transaction
from rest_framework import serializers

from quotes.published import asking, columnar, exporting, naming, shapes
from quotes.published.querysets import READER
from quotes.published.selections import ask

LICENCE = "CC-BY-4.0"
KINDS = {
    "quotes": (asking.QUOTES, asking.ORDERS["published_at"], shapes.QuoteItem),
    "speakers": (naming.SPEAKERS, naming.BY_NAME["name"], shapes.SpeakerItem),
    "outlets": (naming.OUTLETS, naming.BY_NAME["name"], shapes.OutletItem),
    "topics": (naming.TOPICS, naming.BY_NAME["name"], shapes.TopicItem),
    "articles": (naming.ARTICLES, naming.BY_DAY["published"], shapes.ArticleItem),
    "claims": (naming.CLAIMS, naming.BY_UPDATE["updated_at"], shapes.ClaimItem),
    "corrections": (naming.CORRECTIONS, naming.BY_NUMBER["number"], shapes.CorrectionItem),
    "rating-scales": (naming.SCALES, naming.BY_SLUG["slug"], shapes.ScaleItem),
}
MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
TYPES = {
    serializers.IntegerField: ("integer", "sc:Integer"),
    serializers.BooleanField: ("boolean", "sc:Boolean"),
    serializers.ListSerializer: ("array", "sc:Text"),
    serializers.ListField: ("array", "sc:Text"),
    serializers.DictField: ("object", "sc:Text"),
}


@dataclass(frozen=True)
class File:
    """One file of a release."""

    name: str
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class Release:
    """What was written: its files, its place in the order of changes, and what changed before."""

    version: str
    cursor: str
    files: list[File]
    changes: dict[str, int]


def write(folder: Path, version: str, *, site: str, url: str, after: str = "") -> Release:
    """Write a whole release into an empty folder; `after` is the cursor of the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic(using=READER), connections[READER].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        files = [file for kind in KINDS for file in tables(folder, kind)]
        place = last_change()
        changed = changes_between(after, place)
        files.append(keep(folder, "changes.jsonl", [as_lines(changed)]))
    counts = {}
    for row in changed:
        counts[row["action"]] = counts.get(row["action"], 0) + 1
    release = Release(version, place, files, counts)
    describe(folder, release, site, url)
    return release


def tables(folder: Path, kind: str):
    """One kind as JSON lines and, made of those, as CSV."""
    selection, order, shape = KINDS[kind]
    lines = keep(folder, f"{kind}.jsonl", exporting.documents(selection, order))
    yield lines
    columns = exporting.columns_of(shape)
    table = keep(folder, f"{kind}.csv", exporting.table(stored(folder / lines.name), columns))
    yield replace(table, rows=lines.rows)
    if columnar.is_possible():
        path = folder / f"{kind}.parquet"
        typed = [(name, kind_of) for name, kind_of, _ in types_of(shape)]
        rows = columnar.write(path, stored(folder / lines.name), typed)
        yield written(path, rows)


def written(path: Path, rows: int) -> File:
    """A file that is there already."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path.name, digest, path.stat().st_size, rows)


def stored(path: Path):
    """The lines of a file that was written, a block at a time."""
    with path.open("rb") as file:
        while block := file.readlines(exporting.BLOCK):
            yield b"".join(block)


def keep(folder: Path, name: str, blocks) -> File:
    """Write one file; its hash, size and number of lines."""
    digest, size, lines = hashlib.sha256(), 0, 0
    with (folder / name).open("wb") as file:
        for block in blocks:
            file.write(block)
            digest.update(block)
            size += len(block)
            lines += block.count(b"\n")
    return File(name, digest.hexdigest(), size, lines)


def as_lines(rows) -> bytes:
    """Rows as JSON lines."""
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def last_change() -> str:
    """The cursor of the last change; empty where there is none."""
    rows = ask("SELECT xid, id FROM published_change ORDER BY xid DESC, id DESC LIMIT 1")
    return f"c{rows[0][0]}.{rows[0][1]}" if rows else ""


def changes_between(after: str, last: str) -> list[dict]:
    """Every change after one cursor up to another."""
    if not last:
        return []
    first = [int(part) for part in after[1:].split(".")] if after else [0, 0]
    rows = ask(
        "SELECT xid, id, kind, public_id, version, action, at FROM published_change"
        " WHERE (xid, id) > (%s, %s) AND (xid, id) <= (%s, %s) ORDER BY xid, id",
        [*first, *(int(part) for part in last[1:].split("."))],
    )
    return [
        {
            "cursor": f"c{xid}.{number}",
            "type": kind,
            "id": key,
            "version": version,
            "action": action,
            "at": at.isoformat().replace("+00:00", "Z"),
        }
        for xid, number, kind, key, version, action, at in rows
    ]


def describe(folder: Path, release: Release, site: str, url: str):
    """Write what describes the data, and the checksums of all of it."""
    written = {
        "datapackage.json": pretty(data_package(release, site, url)),
        "croissant.json": pretty(croissant(release, site, url)),
        "CITATION.cff": citation(release, site, url),
    }
    for name, text in written.items():
        (folder / name).write_bytes(text)
    lines = [f"{file.sha256}  {file.name}\n" for file in release.files]
    lines += [f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in written.items()]
    (folder / "SHA256SUMS").write_text("".join(sorted(lines, key=lambda line: line[66:])))


def pretty(value) -> bytes:
    """JSON for people."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"


def types_of(shape, prefix="") -> list[tuple[str, str, str]]:
    """Column, type of a table schema, type of schema.org."""
    found = []
    for name, field in shape().fields.items():
        if getattr(field, "fields", None):
            found += types_of(type(field), f"{prefix}{name}.")
        else:
            kinds = next((TYPES[kind] for kind in TYPES if isinstance(field, kind)), None)
            found.append((f"{prefix}{name}", *(kinds or ("string", "sc:Text"))))
    return found


def data_package(release: Release, site: str, url: str) -> dict:
    """datapackage.json: every file, and the columns of every table."""
    resources = []
    for file in release.files:
        kind, _, form = file.name.rpartition(".")
        resource = {
            "name": f"{kind}-{form}",
            "path": file.name,
            "type": "table" if form == "csv" else "file",
            "format": form,
            "mediatype": MEDIA[form],
            "hash": f"sha256:{file.sha256}",
            "bytes": file.bytes,
        }
        if form == "csv":
            fields = [{"name": name, "type": kind} for name, kind, _ in types_of(KINDS[kind][2])]
            resource |= {
                "encoding": "utf-8",
                "profile": "tabular-data-resource",
                "schema": {"fields": fields, "primaryKey": ["id"], "missingValues": [""]},
            }
        resources.append(resource)
    return {
        "profile": "data-package",
        "name": f"{site.lower().replace(' ', '-')}-quotes",
        "title": f"{site}: who said what, where it was printed, and how it stands",
        "version": release.version,
        "homepage": url,
        "licenses": [{"name": LICENCE}],
        "resources": resources,
    }


def croissant(release: Release, site: str, url: str) -> dict:
    """Croissant 1.0: the files, and the quotes' table as a record set."""
    context = {"@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/",
               "cr": "http://mlcommons.org/croissant/", "dct": "http://purl.org/dc/terms/",
               "conformsTo": "dct:conformsTo", "recordSet": "cr:recordSet", "field": "cr:field",
               "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "source": "cr:source",
               "fileObject": "cr:fileObject", "extract": "cr:extract",
               "column": "cr:column"}  # fmt: skip
    records = [
        {
            "@type": "cr:RecordSet",
            "@id": kind,
            "name": kind,
            "field": [
                {
                    "@type": "cr:Field",
                    "@id": f"{kind}/{name}",
                    "name": name,
                    "dataType": data_type,
                    "source": {
                        "fileObject": {"@id": f"{kind}.csv"},
                        "extract": {"column": name},
                    },
                }
                for name, _, data_type in types_of(shape)
            ],
        }
        for kind, (_, _, shape) in KINDS.items()
    ]
    return {
        "@context": context,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": f"{site} quotes",
        "description": "Quotes, their speakers and occurrences, and claims with their assessments.",
        "version": release.version,
        "url": url,
        "license": f"https://spdx.org/licenses/{LICENCE}",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file.name,
                "name": file.name,
                "contentUrl": file.name,
                "contentSize": f"{file.bytes} B",
                "encodingFormat": MEDIA[file.name.rpartition(".")[2]],
                "sha256": file.sha256,
            }
            for file in release.files
        ],
        "recordSet": records,
    }


def citation(release: Release, site: str, url: str) -> bytes:
    """CITATION.cff; every value quoted as JSON, which YAML reads."""
    values = {
        "cff-version": "1.2.0",
        "message": "Please cite the release that you used.",
        "type": "dataset",
        "title": f"{site} quotes",
        "version": release.version,
        "url": url,
        "license": LICENCE,
        "authors": [{"name": site}],
    }
    lines = (f"{name}: {orjson.dumps(value).decode()}\n" for name, value in values.items())
    return "".join(lines).encode()


def as_row(release: Release) -> dict:
    """The release as it is listed."""
    return {
        "version": release.version,
        "cursor": release.cursor,
        "files": [asdict(file) for file in release.files],
        "changes": release.changes,
    }
