"""How fast readers are answered, beside floors and stock Django REST framework in the same run.

    python bench/api.py [--quotes 100000] [--english] [--keep] [--only search,checks]

Loads a corpus into a database of its own: made-up words by Zipf's law, or with `--english`
sentences of our own texts recombined. Serves the site, the floors and stock Django REST framework
(bench/rivals.py) with granian, one process each, asks them in turn over one connection each, and
prints ratios beside the goals. Use the ratios, not the numbers: numbers are the machine's.
"""

import argparse
import os
import random
import sys
import time
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quotetrack.settings")

import django

django.setup()

import psycopg  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from bench import asking, planted  # noqa: E402
from bench import corpus as made  # noqa: E402
from bench.asking import half, in_turn, slow  # noqa: E402

QUOTES = "/api/v1/quotes/"
RIVALS = ("ours", "floor", "stock", "stock_kept")


def line(name, ours, other=None, goal=None, note=""):
    """One row of the table: our times, another's, the ratio and what it should be."""
    row = f"{name:36} {half(ours):8.2f} {slow(ours):8.2f}"
    row += f" {half(other):8.2f}" if other else " " * 9
    if goal is not None:
        ratio, wanted, at_most = goal
        met = ratio <= wanted if at_most else ratio >= wanted
        row += f"  {ratio:8.2f} {'<=' if at_most else '>='} {wanted:<6g} {'' if met else 'NOT MET'}"
    print(f"{row}  {note}".rstrip(), flush=True)


class Bench:
    """All jobs on one corpus."""

    def __init__(self, corpus, texts, database):
        self.corpus, self.texts, self.keys = corpus, texts, list(texts)
        self.chance = random.Random(1)
        known = connections["default"].settings_dict
        self.server = f"host={known['HOST']} port={known['PORT'] or 5432} user={known['USER']}"
        self.raw = psycopg.connect(f"{self.server} dbname={database}", autocommit=True)
        self.by = {name: asking.Served(name, database, self.server) for name in RIVALS}
        self.ours = self.by["ours"]

    def stop(self):
        """End every server."""
        for served in self.by.values():
            served.stop()

    def job(self, which, paths, headers=""):
        """A job for `in_turn`."""
        return self.by[which], paths, headers

    def details(self):
        """Goal 1: one quote, and one that the reader has."""
        keys = self.chance.sample(self.keys, 200)
        _, headers, _ = self.ours.get(f"{QUOTES}{keys[0]}/")
        etag = f"If-None-Match: {headers['etag']}\r\n"
        ours, floor, stored, stock, kept, known = in_turn([
            self.job("ours", [f"{QUOTES}{key}/" for key in keys]),
            self.job("floor", [f"/detail/{key}" for key in keys]),
            self.job("floor", [f"/stored/{key}" for key in keys]),
            self.job("stock", [f"/quotes/{key}/" for key in keys]),
            self.job("stock_kept", [f"/quotes/{key}/" for key in keys]),
            self.job("ours", [f"{QUOTES}{keys[0]}/"], etag),
        ], rounds=10)  # fmt: skip
        self.detail = ours
        line("1 detail / floor (columns, orjson)", ours, floor, (half(floor) / half(ours), 0.6, 0))
        line("  detail / floor (stored JSON)", ours, stored)
        line("1 detail / stock DRF", ours, stock, (half(stock) / half(ours), 50, 0))
        line("1 detail / stock DRF, kept", ours, kept, (half(kept) / half(ours), 12, 0))
        line("  detail, 304", known)

    def cards(self):
        """Goal 12: a card, and one that the reader has, beside a bare Django view."""
        keys = self.chance.sample(self.keys, 200)
        _, headers, _ = self.ours.get(f"/embed/q/{keys[0]}")
        tag = f"If-None-Match: {headers['etag']}\r\n"
        in_turn([self.job("ours", [f"/embed/q/{key}" for key in keys])], rounds=len(keys) // 10)
        many, card, same, bare = in_turn([
            self.job("ours", [f"/embed/q/{key}" for key in keys]),
            self.job("ours", [f"/embed/q/{keys[0]}"]),
            self.job("ours", [f"/embed/q/{keys[0]}"], tag),
            self.job("stock_kept", ["/bare/"]),
        ], rounds=40)  # fmt: skip
        line("12 card / bare Django view", card, bare, (half(bare) / half(card), 0.6, 0))
        line("12 card, 200 in turn / bare view", many, bare, (half(bare) / half(many), 0.6, 0))
        line("12 card, 304 / bare Django view", same, bare, (half(bare) / half(same), 0.5, 0))

    def lists(self):
        """Goals 2 and 3: pages of fifty, at the start and deep."""
        first, who = f"{QUOTES}?page_size=50", self.corpus.speakers[:20]
        ours, floor, stock, kept, deep, by = in_turn([
            self.job("ours", [first]),
            self.job("floor", ["/list/"]),
            self.job("stock", ["/quotes/"]),
            self.job("stock_kept", ["/quotes/"]),
            self.job("ours", [f"{first}&cursor={self.deep_cursor()}"]),
            self.job("ours", [f"{first}&speaker={one}" for one in who]),
        ], rounds=6)  # fmt: skip
        line("2 list of 50 / floor", ours, floor, (half(floor) / half(ours), 1.8, 0))
        line("2 list of 50 / stock DRF", ours, stock, (half(stock) / half(ours), 45, 0))
        line("  list of 50 / stock DRF, kept", ours, kept)
        line("3 list at 90 % depth / first page", deep, ours, (half(deep) / half(ours), 1.2, 1))
        line("  list of 50 of a frequent speaker", by)

    def deep_cursor(self):
        """The cursor of a page at 90 % of the walk."""
        from quotetrack.api.v1.pagination import Cursor

        row = self.raw.execute(
            "SELECT sort_day, public_id FROM published_publishedquote"
            " ORDER BY sort_day DESC, public_id DESC OFFSET %s LIMIT 1",
            [len(self.keys) * 9 // 10],
        ).fetchone()
        return Cursor("-said_on", False, *row).text()

    def searches(self):
        """Goals 4 to 6: words that few, some and very many quotes hold."""
        words, times = self.corpus.by_frequency(self.raw), {}
        for name, chosen in words.items():
            paths = [f"q={quote(word)}" for word in chosen]
            times[name] = in_turn([
                self.job("ours", [f"{QUOTES}?page_size=20&{path}" for path in paths]),
                self.job("floor", [f"/search/?{path}" for path in paths]),
            ], rounds=5)  # fmt: skip
            line(f"  search, {name} / floor", *times[name])
        common, rare = slow(times["very common"][0]), slow(times["rare"][0])
        goal = (common / rare, 3, 1)
        line("4 very common / rare, slowest 1 %", times["very common"][0], times["rare"][0], goal)
        ours, floor = times["medium"]
        stock = in_turn([self.job("stock", [f"/quotes/?search={words['medium'][0]}"])], 1, 2)[0]
        line("5 search, medium / floor", ours, floor, (half(floor) / half(ours), 1.2, 0))
        line("5 search, medium / stock icontains", ours, stock, (half(stock) / half(ours), 400, 0))
        pairs = [f"{a}+{b}" for a, b in zip(words["very common"], words["common"], strict=False)]
        two = in_turn([self.job("ours", [f"{QUOTES}?page_size=20&q={pair}" for pair in pairs])], 6)
        line("6 two common words", two[0], goal=(half(two[0]), 10, 1), note="ms, HTTP included")

    def counts(self):
        """Goal 13: counts and facets of the whole record."""
        who = self.corpus.speakers[0]
        for path in ("facets/", "?count=exact"):  # the first of a process counts, the next know
            self.ours.get(f"{QUOTES}{path}")
        time.sleep(31)
        facets, exact, guess, listed, some = in_turn([
            self.job("ours", [f"{QUOTES}facets/"]),
            self.job("ours", [f"{QUOTES}?page_size=1&count=exact"]),
            self.job("ours", [f"{QUOTES}?page_size=1&count=estimate"]),
            self.job("ours", [f"{QUOTES}{self.keys[0]}/"]),
            self.job("ours", [f"{QUOTES}facets/?speaker={who}"]),
        ], rounds=5)  # fmt: skip
        for name, ours in (("facets of everything", facets), ("an exact count", exact)):
            goal = (half(ours) / half(listed), 2, 1)
            line(f"13 {name} / detail", ours, listed, goal)
        line("  an estimate", guess)
        line("  facets of a frequent speaker", some)

    def exports(self):
        """Goals 10, 11 and 14: rows a second of a whole export, and the memory that it takes."""
        before, number = self.ours.memory(), len(self.keys)
        rates = {}
        for form in ("jsonl", "csv"):
            begin = time.perf_counter()
            status, _, _ = self.ours.get(f"{QUOTES}export/?format={form}")
            assert status == 200
            rates[form] = number / (time.perf_counter() - begin)
        floor = planted.copy_rate(self.raw, number)
        drf = planted.drf_rate()
        for form, wanted in (("jsonl", 1.5), ("csv", 0.8)):
            print(f"10 export {form:26} {rates[form]:8.0f} rows/s   COPY of a join {floor:.0f}"
                  f"   {rates[form] / floor:.2f} >= {wanted}", flush=True)  # fmt: skip
        print(f"11 export jsonl / models, serializer {drf:8.0f} rows/s   {rates['jsonl'] / drf:.0f}"
              f" >= 150\n14 memory of a worker: {before:.0f} MiB, after exports"
              f" {self.ours.memory():.0f} MiB (<= 90; <= +20)", flush=True)  # fmt: skip

    def checks(self):
        """Goal 7: recall of planted variants, false matches, milliseconds."""
        detail = half(self.detail) if hasattr(self, "detail") else None
        for name, spent, note, is_planted in planted.checked(self.ours, self.corpus, self.texts):
            goal = (half(spent) / detail, 5, 1) if detail and is_planted else None
            line(f"7 check, {name}", spent, None, goal, note)


def main():
    """Load, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--english", action="store_true", help="our own sentences, recombined")
    parser.add_argument("--keep", action="store_true", help="use the corpus that is loaded")
    parser.add_argument("--only", default="details,cards,lists,searches,counts,exports,checks")
    options = parser.parse_args()
    database = f"bench_{options.quotes}" + ("_english" if options.english else "")
    made.use_database(database)
    call_command("migrate", verbosity=0)
    corpus, begin = made.Corpus(options.quotes, english=options.english), time.perf_counter()
    texts = {row[0]: text for row, text in corpus.quotes()} if options.keep else made.load(corpus)
    print(f"{len(texts):,} quotes, {time.perf_counter() - begin:.0f} s\n")
    print(f"{'':36} {'p50 ms':>8} {'p99 ms':>8} {'other':>8}  {'ratio':>8}    goal")
    bench = Bench(corpus, texts, database)
    try:
        for job in options.only.split(","):
            getattr(bench, job)()
    finally:
        bench.stop()


if __name__ == "__main__":
    main()
