"""How fast readers are answered, beside floors and stock Django REST framework in the same run.

    python bench/api.py [--quotes 100000] [--english] [--keep] [--only search,checks]

Loads a corpus into a database of its own: made-up words by Zipf's law, or with `--english`
sentences of our own texts recombined. Serves the site, the floors and stock Django REST framework
(bench/rivals.py) with granian, two workers each, and asks them in turn: over one connection each,
which tells what an answer takes, and over sixteen by `wrk`, which tells how many a machine can give
(bench/pressing.py). Goals stand beside the measure that they are meant for. Use the ratios, not the
numbers: numbers are the machine's.
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

from bench import arriving, asking, planted, pressing  # noqa: E402
from bench import corpus as made  # noqa: E402
from bench.asking import half, in_turn, slow  # noqa: E402

QUOTES = "/api/v1/quotes/"
RIVALS = ("ours", "floor", "stock", "stock_kept")


def met(ratio, wanted, at_most=0) -> str:
    """A ratio beside its goal."""
    is_met = ratio <= wanted if at_most else ratio >= wanted
    return f"  {ratio:8.2f} {'<=' if at_most else '>='} {wanted:<6g} {'' if is_met else 'NOT MET'}"


def line(name, ours, other=None, goal=None, note=""):
    """One row of the table: our times, another's, the ratio and what it should be."""
    row = f"{name:36} {half(ours):8.2f} {slow(ours):8.2f}"
    row += f" {half(other):8.2f}" if other else " " * 9
    if goal is not None:
        row += met(*goal)
    elif other:
        row += f"  {half(other) / half(ours):8.2f}"
    print(f"{row}  {note}".rstrip(), flush=True)


def compared(rows):
    """Rows of (name, job, rival's job or None, goal or None), in milliseconds and a second's worth.

    The goal is what we shall be worth beside the rival. It speaks of requests a second; where these
    cannot be measured, it is held against the milliseconds. The milliseconds of each of our jobs.
    """
    jobs = []
    for _, ours, other, _ in rows:
        jobs += [job for job in (ours, other) if job and job not in jobs]
    times = in_turn(jobs)
    rates = pressing.in_rounds(jobs) if pressing.is_possible() else None
    for name, ours, other, goal in rows:
        spent = times[jobs.index(ours)]
        theirs = times[jobs.index(other)] if other else None
        held = goal if rates is None else None
        line(name, spent, theirs, (half(theirs) / half(spent), held) if held else None)
    for name, ours, other, goal in rows if rates else ():
        rate, theirs = rates[jobs.index(ours)], rates[jobs.index(other)] if other else 0
        row = f"{name:36} {rate:8.0f} {'a second':>8} "
        row += f"{theirs:8.0f}" if other else ""
        ratio = rate / theirs if other else 0
        row += met(ratio, goal) if goal else f"  {ratio:8.2f}" if other else ""
        print(row.rstrip(), flush=True)
    return [times[jobs.index(ours)] for _, ours, _, _ in rows]


class Bench:
    """All jobs on one corpus."""

    def __init__(self, corpus, texts, database, seed):
        self.seed = seed
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
        ours = self.job("ours", [f"{QUOTES}{key}/" for key in keys])
        floor, stored, stock, kept = (
            self.job(name, [f"/{what}/{key}" + end for key in keys])
            for name, what, end in (("floor", "detail", ""), ("floor", "stored", ""),
                                    ("stock", "quotes", "/"), ("stock_kept", "quotes", "/"))
        )  # fmt: skip
        self.detail = compared([
            ("1 detail / floor (columns, orjson)", ours, floor, 0.6),
            ("  detail / floor (stored JSON)", ours, stored, None),
            ("1 detail / stock DRF", ours, stock, 50),
            ("1 detail / stock DRF, kept", ours, kept, 12),
            ("  detail, 304", self.job("ours", [f"{QUOTES}{keys[0]}/"], etag), None, None),
        ])[0]  # fmt: skip

    def cards(self):
        """Goal 12: a card, and one that the reader has, beside a bare Django view."""
        keys = self.chance.sample(self.keys, 200)
        _, headers, _ = self.ours.get(f"/embed/q/{keys[0]}")
        tag = f"If-None-Match: {headers['etag']}\r\n"
        many, card, same = (
            self.job("ours", [f"/embed/q/{key}" for key in chosen], more)
            for chosen, more in ((keys, ""), (keys[:1], ""), (keys[:1], tag))
        )
        bare = self.job("stock_kept", ["/bare/"])
        in_turn([many], rounds=2 * asking.WORKERS * len(keys) // 10)
        compared([
            ("12 card / bare Django view", card, bare, 0.6),
            ("12 card, 200 in turn / bare view", many, bare, 0.6),
            ("12 card, 304 / bare Django view", same, bare, 0.5),
        ])  # fmt: skip

    def lists(self):
        """Goals 2 and 3: pages of fifty, at the start and deep."""
        first, who = f"{QUOTES}?page_size=50", self.corpus.speakers[:20]
        page = self.job("ours", [first])
        deep = self.job("ours", [f"{first}&cursor={self.deep_cursor()}"])
        by = self.job("ours", [f"{first}&speaker={one}" for one in who])
        ours, *_ = compared([
            ("2 list of 50 / floor", page, self.job("floor", ["/list/"]), 1.8),
            ("2 list of 50 / stock DRF", page, self.job("stock", ["/quotes/"]), 45),
            ("  list of 50 / stock DRF, kept", page, self.job("stock_kept", ["/quotes/"]), None),
            ("  list of 50 of a frequent speaker", by, None, None),
        ])  # fmt: skip
        ours, deep = in_turn([page, deep], rounds=40)
        line("3 list at 90 % depth / first page", deep, ours, (half(deep) / half(ours), 1.2, 1))

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
        jobs = {
            name: [
                self.job(which, [f"{path}q={quote(word)}" for word in chosen])
                for which, path in (("ours", f"{QUOTES}?page_size=20&"), ("floor", "/search/?"))
            ]
            for name, chosen in words.items()
        }
        for name, both in jobs.items():
            times[name] = in_turn(both, rounds=10)
            line(f"  search, {name} / floor", *times[name])
        common, rare = times["very common"][0], times["rare"][0]
        goal = (slow(common) / slow(rare), 3, 1)
        line("4 very common / rare, slowest 1 %", common, rare, goal)
        pairs = [f"{a}+{b}" for a, b in zip(words["very common"], words["common"], strict=False)]
        two = in_turn([self.job("ours", [f"{QUOTES}?page_size=20&q={pair}" for pair in pairs])], 6)
        line("6 two common words", two[0], goal=(half(two[0]), 10, 1), note="ms, HTTP included")
        ours, floor = jobs["medium"]
        found = self.job("stock", [f"/found/?q={quote(word)}" for word in words["medium"]])
        alike = self.job("stock", [f"/quotes/?search={quote(word)}" for word in words["medium"]])
        compared([
            ("5 search, medium / floor", ours, floor, 1.2),
            ("5 search, medium / stock, words", ours, found, 15),
        ])  # fmt: skip
        self.beside_icontains(ours, alike)

    def beside_icontains(self, ours, alike):
        """Goal 5, beside a search that reads every row: too slow for rounds of seconds.

        The last of a run's searches: what Postgres was asked for goes on when `wrk` has left.
        """
        name = "5 search, medium / stock icontains"
        spent, theirs = in_turn([ours, alike], 2, 2)
        ratio, limit = half(theirs) / half(spent), 400
        if not pressing.is_possible():
            return line(name, spent, theirs, (ratio, limit))
        line(name, spent, theirs)
        rate = pressing.pressed(*ours, seconds=10)
        theirs = pressing.pressed(*alike, seconds=20 + len(self.keys) // 20_000)
        print(f"{name:36} {rate:8.0f} {'a second':>8} {theirs:8.2f}{met(rate / theirs, limit)}")

    def counts(self):
        """Goal 13: counts and facets of the whole record."""
        who = self.corpus.speakers[0]
        for path in ("facets/", "?count=exact") * 6:  # the first of a worker counts, the next know
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
        rates = {"jsonl": [], "csv": [], "copy": []}
        for _ in range(4):  # in turn; the first warms up
            for form in ("jsonl", "csv"):
                begin = time.perf_counter()
                status, _, _ = self.ours.get(f"{QUOTES}export/?format={form}")
                assert status == 200
                rates[form].append(number / (time.perf_counter() - begin))
            rates["copy"].append(planted.copy_rate(self.raw, number))
        jsonl, csv, floor = (half(found[1:]) for found in rates.values())
        drf = planted.drf_rate()
        for form, rate, wanted in (("jsonl", jsonl, 1.5), ("csv", csv, 0.8)):
            print(f"10 export {form:26} {rate:8.0f} rows/s   COPY of a join {floor:.0f}"
                  f" {met(rate / floor, wanted)}", flush=True)  # fmt: skip
        print(f"11 export jsonl / models, serializer {drf:8.0f} rows/s   {met(jsonl / drf, 150)}"
              f"\n14 memory of a worker: {before:.0f} MiB, after exports"
              f" {self.ours.memory():.0f} MiB (<= 90; <= +20)", flush=True)  # fmt: skip

    def checks(self):
        """Goal 7: recall of planted variants, false matches, milliseconds beside a detail's."""
        found = list(planted.checked(self.ours, self.corpus, self.texts, self.seed))
        for when in (1, 2):  # asked for the first time, and again
            word = ("first", "again")[when - 1]
            detail = found[0][when]
            line(f"  details, {word}", detail)
            for name, *spent, note, is_planted in found[1:]:
                goal = (half(spent[when - 1]) / half(detail), 5, 1) if is_planted else None
                line(f"7 {name}, {word}", spent[when - 1], detail if goal else None, goal, note)

    def batch(self):
        """Goal 8: look-alikes of many new quotes at once."""
        rate, hashing, note = arriving.batch(self.raw, self.corpus, self.texts)
        row = f"{'8 look-alikes of many at once':36} {rate:8.0f} {'a second':>8} {'':8}"
        print(f"{row}{met(rate, 8000)}  hashing alone {hashing:.0f}; {note}", flush=True)

    def ingest(self):
        """Goal 9: quotes that come in, with all that hangs on them."""
        ours, copied, saved = arriving.ingest(self.corpus)
        for name, other, wanted in (("COPY into the same indexes", copied, 0.35),
                                    ("a loop of save()", saved, 4)):  # fmt: skip
            print(f"{f'9 ingest / {name}':36} {ours:8.0f} {'a second':>8} "
                  f"{other:8.0f}{met(ours / other, wanted)}", flush=True)  # fmt: skip


def main():
    """Load, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--english", action="store_true", help="our own sentences, recombined")
    parser.add_argument("--keep", action="store_true", help="use the corpus that is loaded")
    parser.add_argument(
        "--seed", type=int, default=9, help="other quotes to check, never asked yet"
    )
    jobs = "details,cards,lists,searches,counts,exports,checks,batch,ingest"
    parser.add_argument("--only", default=jobs)
    options = parser.parse_args()
    database = f"bench_{options.quotes}" + ("_english" if options.english else "")
    made.use_database(database)
    call_command("migrate", verbosity=0)
    corpus, begin = made.Corpus(options.quotes, english=options.english), time.perf_counter()
    texts = {row[0]: text for row, text in corpus.quotes()} if options.keep else made.load(corpus)
    print(f"{len(texts):,} quotes, {time.perf_counter() - begin:.0f} s\n")
    if not pressing.is_possible():
        print("wrk is not on PATH: goals for requests a second are held against milliseconds.\n")
    print(f"{'':36} {'p50 ms':>8} {'p99 ms':>8} {'other':>8}  {'ratio':>8}    goal")
    bench = Bench(corpus, texts, database, options.seed)
    try:
        for job in options.only.split(","):
            getattr(bench, job)()
    finally:
        bench.stop()


if __name__ == "__main__":
    main()
