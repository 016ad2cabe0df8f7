"""Quotes that come in: look-alikes of many at once, and rows with all that hangs on them."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import orjson
from django.db import connection, transaction

from bench import corpus as made
from quotes.extraction.text import sketch
from quotes.published import checking, exporting
from quotes.published.models import PublishedQuote, QuoteLine, Sketch

NEW, SAVED, AT_ONCE = 10_000, 300, 2_000
# The same question as for a pasted text, for many texts: the ten that share most hashes with each.
NEAREST = f"{checking.LOOK_ALIKES} SELECT number, quote FROM best WHERE place <= 10"
TABLES = [f"published_{name}" for name in ("publishedquote", "sketch", "quoteline", "wordhead")]
FIELDS = [name.strip() for name in made.COLUMNS.split(",")]


class NotKept(Exception):
    """Raised to take back what was only measured."""


def batch(raw, corpus, texts):
    """Quotes a second, hashes included; of the hashes alone; how many were found again.

    Postgres looks for the look-alikes of some while the next ones are hashed.
    """
    chance = random.Random(3)
    keys = chance.sample(list(texts), min(NEW, len(texts)))
    new = [made.changed(texts[key], corpus.words, chance, 0.3) for key in keys]
    begin, hashing, found, asked = time.perf_counter(), 0.0, 0, []
    raw.execute("SET work_mem = '64MB'")  # as who compares many at once would
    with ThreadPoolExecutor(1) as beside:
        for start in range(0, len(new), AT_ONCE):
            since = time.perf_counter()
            numbers, hashes = hashes_of(new[start : start + AT_ONCE])
            hashing += time.perf_counter() - since
            sent = checking.as_array(numbers), checking.as_array(hashes)
            asked.append((start, beside.submit(lambda sent: raw.execute(NEAREST, sent), sent)))
    for start, answer in asked:
        rows = answer.result().fetchall()
        found += len({number for number, quote in rows if keys[start + number] == quote})
    spent = time.perf_counter() - begin
    raw.execute("RESET work_mem")
    note = f"recall, 30 % of words changed, {found / len(new):.3f}"
    return len(new) / spent, len(new) / hashing, note


def hashes_of(texts) -> tuple[list[int], list[int]]:
    """The number of a text beside each of its hashes, in the order in which the index has them."""
    pairs = sorted(
        (value, number) for number, text in enumerate(texts) for value in sketch(text, "en")
    )
    return [number for _, number in pairs], [value for value, _ in pairs]


def ingest(corpus):
    """Quotes a second of ours, of a plain COPY into the same indexes, of a loop of save().

    Each writes other quotes of the same kind, and is taken back. The medians of three.
    """
    other = made.Corpus(corpus.size)
    other.chance = random.Random(datetime.now(tz=UTC).timestamp())
    ways = {taken_in: [], copied: [], saved: []}
    at = corpus.size
    for _ in range(3):
        for way, rates in ways.items():
            number = SAVED if way is saved else NEW
            rows = [other.quote(at + n) for n in range(number)]
            at += number
            rates.append(number / rolled_back(way, rows))
    with connection.cursor() as cursor:  # what was taken back still lies about
        cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")
    return [sorted(rates)[1] for rates in ways.values()]


def rolled_back(way, rows) -> float:
    """Seconds that it took, its commit not included."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            spent = way(cursor, rows)
            raise NotKept
    except NotKept:
        return spent


def taken_in(cursor, rows) -> float:
    """Rows, look-alikes, words to search for, places of common words, lines of the table."""
    begin = time.perf_counter()
    numbers, hashes = hashes_of([text for _, text in rows])
    cursor.execute(NEAREST, [checking.as_array(numbers), checking.as_array(hashes)])
    cursor.fetchall()
    incoming(cursor)
    copy(cursor, "incoming", FIELDS, (row for row, _ in rows))
    cursor.execute(
        f"INSERT INTO published_publishedquote ({made.COLUMNS}, search) SELECT {made.COLUMNS},"
        " published_words('qt_english', list_json::json->>'text') FROM incoming"
    )
    copy(cursor, "published_sketch", ("hash", "quote"), (
        (hashed, rows[number][0][0]) for number, hashed in zip(numbers, hashes, strict=True)
    ))  # fmt: skip
    lines, place = exporting.quote_lines(), FIELDS.index("list_json")
    copy(cursor, "published_quoteline", ("quote", "columns", "line"), (
        (row[0], lines.name, lines.kept(row[place])) for row, _ in rows
    ))  # fmt: skip
    return time.perf_counter() - begin


def copied(cursor, rows) -> float:
    """The finished rows of all three tables by COPY, triggers off."""
    lines, place = exporting.quote_lines(), FIELDS.index("list_json")
    pairs = [(hashed, row[0]) for row, text in rows for hashed in sketch(text, "en")]
    kept = [(row[0], lines.name, lines.kept(row[place])) for row, _ in rows]
    incoming(cursor)
    copy(cursor, "incoming", FIELDS, (row for row, _ in rows))
    cursor.execute("SELECT public_id, published_words('qt_english', list_json::json->>'text')::text"
                   " FROM incoming")  # fmt: skip
    words = dict(cursor.fetchall())
    finished = [(*row, words[row[0]]) for row, _ in rows]
    cursor.execute("SET LOCAL session_replication_role = replica")
    begin = time.perf_counter()
    copy(cursor, "published_publishedquote", [*FIELDS, "search"], finished)
    copy(cursor, "published_sketch", ("hash", "quote"), pairs)
    copy(cursor, "published_quoteline", ("quote", "columns", "line"), kept)
    return time.perf_counter() - begin


def saved(cursor, rows) -> float:
    """What a first attempt would do with each: look for it, save it, and what hangs on it."""
    lines, spent = exporting.quote_lines(), 0.0
    for row, text in rows:
        values = dict(zip(FIELDS, row, strict=True))
        begin = time.perf_counter()
        hashes = sketch(text, "en")
        list(Sketch.objects.filter(hash__in=hashes).values_list("quote", flat=True)[:10])
        PublishedQuote(**values, search="").save(force_insert=True)
        cursor.execute(
            "UPDATE published_publishedquote SET search = published_words('qt_english', %s)"
            " WHERE public_id = %s",
            [orjson.loads(values["list_json"])["text"], row[0]],
        )
        Sketch.objects.bulk_create(Sketch(hash=number, quote=row[0]) for number in hashes)
        kept = lines.kept(values["list_json"])
        QuoteLine(quote=row[0], columns=lines.name, line=kept).save(force_insert=True)
        spent += time.perf_counter() - begin
    return spent


def incoming(cursor):
    """A table of this transaction for rows that come in, plain as publishing sends them."""
    cursor.execute(
        f"CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT {made.COLUMNS}"
        " FROM published_publishedquote LIMIT 0"
    )
    for column in ("list_json", "detail_json"):
        cursor.execute(f"ALTER TABLE incoming ALTER COLUMN {column} SET STORAGE EXTERNAL")


def copy(cursor, table, columns, rows):
    """Rows into a table."""
    with cursor.cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as sent:
        for row in rows:
            sent.write_row(row)
