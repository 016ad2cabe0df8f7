"""How fast readers are answered, beside floors that are measured in the same run.

    python bench/api.py [--quotes 100000] [--keep]

Loads a made-up corpus into a database of its own (`bench_api`), asks the application in process
(no server and no network, so that a ratio speaks of our code), and prints each job beside the
same job in bare psycopg and in stock Django REST framework. Use the ratios, not the numbers.
"""

import argparse
import io
import os
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quotetrack.settings")

import django

django.setup()

import orjson  # noqa: E402
import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connections  # noqa: E402
from rest_framework import serializers  # noqa: E402

from bench import corpus as made  # noqa: E402
from quotes.published.models import PublishedQuote  # noqa: E402

NAME = "bench_api"
ROUNDS = 300


def use_database(name):
    """Point both aliases at a database of the bench's own, made if need be."""
    connection = connections["default"]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}"')
    for alias in ("default", "reader"):
        connections[alias].close()
        connections[alias].close_pool()
        settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name


class Application:
    """The application, asked in process."""

    def __init__(self):
        self.app = get_wsgi_application()

    def __call__(self, path, query="", method="GET", body=b"", **headers):
        """Status and body."""
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/json", "wsgi.url_scheme": "http", **headers,
        }  # fmt: skip
        answer = {}

        def start(status, found):
            answer["status"], answer["headers"] = int(status[:3]), dict(found)

        result = self.app(environ, start)
        try:
            content = self.taken(result)
        finally:
            result.close()
        return answer["status"], answer["headers"], content

    taken = staticmethod(b"".join)


def timed(work, rounds=ROUNDS):
    """Milliseconds of each round."""
    work(0)
    found = []
    for number in range(rounds):
        begin = time.perf_counter()
        work(number)
        found.append((time.perf_counter() - begin) * 1000)
    return found


def shown(name, ours, floor=None, note=""):
    """One line of the table."""
    half = statistics.median(ours)
    slow = sorted(ours)[int(len(ours) * 0.99)]
    line = f"{name:38} {half:8.3f} {slow:8.3f}"
    if floor:
        line += (
            f"   floor {statistics.median(floor):8.3f}   {statistics.median(floor) / half:6.2f}x"
        )
    print(f"{line}   {note}", flush=True)
    return half


def check_status(answer):
    """The body of a 200."""
    status, _, body = answer
    assert status == 200, (status, str(body)[:300])
    return body


class Bench:
    """All jobs on one corpus."""

    def __init__(self, texts, corpus):
        self.texts, self.corpus = texts, corpus
        self.keys = list(texts)
        self.chance = random.Random(1)
        self.app = Application()
        connection = connections["reader"]
        connection.ensure_connection()
        self.raw = psycopg.connect(
            host=connection.settings_dict["HOST"], port=connection.settings_dict["PORT"],
            user=connection.settings_dict["USER"], dbname=NAME, autocommit=True,
            prepare_threshold=0,
        )  # fmt: skip

    def bare(self, sql, *values):
        """Rows by bare psycopg, prepared."""
        return self.raw.execute(sql, values, prepare=True).fetchall()

    def details(self):
        """One quote."""
        keys = self.chance.sample(self.keys, ROUNDS)
        base = "/api/v1/quotes/"
        ours = timed(lambda n: check_status(self.app(f"{base}{keys[n]}/")))
        sql = "SELECT detail_json FROM published_publishedquote WHERE public_id = %s"
        floor = timed(lambda n: self.bare(sql, keys[n])[0][0].encode())
        stock = timed(lambda n: orjson.dumps(Stock(PublishedQuote.objects.get(pk=keys[n])).data))
        shown("detail", ours, floor)
        shown("  stock DRF, model and serializer only", stock)
        etag = self.app(f"{base}{keys[0]}/")[1]["ETag"]
        known = timed(lambda n: self.app(f"{base}{keys[0]}/", HTTP_IF_NONE_MATCH=etag))
        shown("detail, 304", known)

    def lists(self):
        """Pages of fifty, at the start and deep."""
        base = "/api/v1/quotes/"
        ours = timed(lambda n: check_status(self.app(base, "page_size=50")))
        sql = (
            "SELECT public_id, version, sort_day, list_json FROM published_publishedquote"
            " ORDER BY sort_day DESC, public_id DESC LIMIT 51"
        )

        def floor(n):
            rows = self.bare(sql)
            return orjson.dumps({"results": [orjson.loads(row[3]) for row in rows]})

        def stock(n):
            rows = PublishedQuote.objects.order_by("-sort_day", "-public_id")[:50]
            return orjson.dumps(Stock(rows, many=True).data)

        shown("list of 50", ours, timed(floor, 100))
        shown("  stock DRF, models and serializer", timed(stock, 30))
        deep = self.deep_cursor()
        page = timed(lambda n: check_status(self.app(base, f"page_size=50&cursor={deep}")))
        shown("list of 50 at 90 % depth", page, ours, "floor: the first page")
        speakers = self.corpus.speakers[:20]
        by = timed(
            lambda n: check_status(self.app(base, f"page_size=50&speaker={speakers[n % 20]}")), 100
        )
        shown("list of 50 of a frequent speaker", by)

    def deep_cursor(self):
        """The cursor of a page at 90 % of the walk."""
        from quotetrack.api.v1.pagination import Cursor

        row = self.bare(
            "SELECT sort_day, public_id FROM published_publishedquote"
            " ORDER BY sort_day DESC, public_id DESC OFFSET %s LIMIT 1", len(self.keys) * 9 // 10
        )[0]  # fmt: skip
        return Cursor("-said_on", False, *row).text()

    def searches(self):
        """Words that few, some and very many quotes hold."""
        words = self.corpus.words.words
        ranks = {"rare": 20_000, "medium": 2_000, "common (1 %)": 150, "very common": 48}
        for name, rank in ranks.items():
            self.search(name, [words[rank + n] for n in range(20)])
        ours = timed(
            lambda n: check_status(
                self.app("/api/v1/quotes/", f"q={words[60 + n % 20]}+{words[90 + n % 20]}")
            ),
            60,
        )
        shown("search, two common words", ours)

    def search(self, name, chosen):
        """Words of one frequency, beside bare ts_rank."""
        ours = timed(
            lambda n: check_status(self.app("/api/v1/quotes/", f"q={chosen[n % 20]}&page_size=20")),
            60,
        )
        sql = (
            "SELECT public_id, list_json FROM (SELECT public_id, list_json,"
            " ts_rank(search, q) AS r FROM published_publishedquote,"
            " plainto_tsquery('qt_english', %s) q WHERE search @@ q ORDER BY r DESC LIMIT 20) x"
        )
        floor = timed(lambda n: self.bare(sql, chosen[n % 20]), 60)
        shown(f"search, {name}", ours, floor, "floor: bare ts_rank")

    def counts(self):
        """Facets and counts."""
        base = "/api/v1/quotes/"
        shown("facets of everything",
              timed(lambda n: check_status(self.app(f"{base}facets/")), 5))  # fmt: skip
        who = self.corpus.speakers[0]
        by = timed(lambda n: check_status(self.app(f"{base}facets/", f"speaker={who}")), 10)
        shown("facets of a frequent speaker", by)
        exact = timed(lambda n: check_status(self.app(base, "count=exact")), 10)
        shown("list with an exact count", exact)
        estimate = timed(lambda n: check_status(self.app(base, "count=estimate")), 50)
        shown("list with an estimate", estimate)

    def exports(self):
        """Rows a second of a whole export, its blocks counted and let go."""
        self.streamed = Application()
        self.streamed.taken = lambda blocks: sum(len(block) for block in blocks)
        for form in ("jsonl", "csv"):
            begin = time.perf_counter()
            size = check_status(self.streamed("/api/v1/quotes/export/", f"format={form}"))
            spent = time.perf_counter() - begin
            print(f"export {form:31} {len(self.keys) / spent:8.0f} rows/s  {size >> 20} MB",
                  flush=True)  # fmt: skip

    def checks(self, asked=300):
        """Recall of planted variants, false matches, milliseconds."""
        words, chance = self.corpus.words, random.Random(9)
        keys = chance.sample(self.keys, asked)
        jobs = {
            "verbatim": lambda text: text.upper(),
            "30 % of words changed": lambda text: made.changed(text, words, chance),
            "shortened": lambda text: made.shortened(text, chance),
            "shortened, 20 % changed": lambda text: made.changed(
                made.shortened(text, chance), words, chance, 0.2
            ),
        }
        for name, plant in jobs.items():
            found, spent = 0, []
            for key in keys:
                results, ms = self.check(plant(self.texts[key]))
                spent.append(ms)
                found += any(m["quote"]["id"] == key for r in results for m in r["matches"])
            shown(f"check, {name}", spent, note=f"recall {found / asked:.3f}")
        wrong, spent = 0, []
        for _ in range(asked):
            results, ms = self.check(words.sentence(chance))
            spent.append(ms)
            wrong += any(row["words"] != "none" for row in results)
        shown("check, words of nobody", spent, note=f"false matches {wrong / asked:.3f}")

    def check(self, text):
        """The results of a check, and its milliseconds."""
        body = orjson.dumps({"text": text})
        begin = time.perf_counter()
        answer = check_status(self.app("/api/v1/quote-check/", method="POST", body=body))
        return orjson.loads(answer)["results"], (time.perf_counter() - begin) * 1000


class Stock(serializers.ModelSerializer):
    """What a first attempt would write."""

    class Meta:
        model = PublishedQuote
        exclude = ["search", "list_json"]


def main():
    """Load, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--keep", action="store_true", help="use the corpus that is loaded")
    options = parser.parse_args()
    use_database(NAME)
    call_command("migrate", verbosity=0)
    corpus = made.Corpus(options.quotes)
    begin = time.perf_counter()
    if options.keep:
        texts = {row[0]: text for row, text in corpus.quotes()}
    else:
        texts = made.load(corpus)
    print(f"{len(texts):,} quotes loaded in {time.perf_counter() - begin:.0f} s\n")
    print(f"{'job':38} {'p50 ms':>8} {'p99 ms':>8}")
    bench = Bench(texts, corpus)
    for job in (bench.details, bench.lists, bench.searches, bench.counts, bench.exports,
                bench.checks):  # fmt: skip
        job()


if __name__ == "__main__":
    main()
