"""What the bench plants and looks for again, and how fast a record can be copied out."""

import random
import time

import orjson

from bench import corpus as made
from bench import floors

ASKED = 300  # of each kind
WARMED = 40  # before anything counts
AT_ONCE = 10  # in each turn
DETAIL = "/api/v1/quotes/"


def copy_rate(raw, number: int) -> float:
    """Rows a second of a COPY of joined tables as CSV."""
    begin = time.perf_counter()
    with raw.cursor().copy(floors.COPIED) as copy:
        for _ in copy:
            pass
    return number / (time.perf_counter() - begin)


def drf_rate(number=2000) -> float:
    """Rows a second of models through ModelSerializers."""
    from bench.stock import EVERYTHING, QuoteShape

    begin = time.perf_counter()
    for row in EVERYTHING.order_by("pk")[:number].iterator():
        orjson.dumps(QuoteShape(row).data)
    return number / (time.perf_counter() - begin)


def kinds_of(words, chance) -> dict:
    """What is planted: by name, how a text of the record is changed."""
    return {
        "verbatim": str.upper,
        "20 % of words changed": lambda text: made.changed(text, words, chance, 0.2),
        "30 % of words changed": lambda text: made.changed(text, words, chance),
        "shortened": lambda text: made.shortened(text, chance),
        "shortened, 20 % changed": lambda text: made.changed(
            made.shortened(text, chance), words, chance, 0.2
        ),
    }


def checked(served, corpus, texts, seed):
    """Of details and of each kind of planted text: its name, milliseconds asked for the first time
    and at once again, what was found, and whether it stands beside a detail.

    Every kind has quotes of its own, of which nothing was asked before, and all have their turns.
    """
    words, chance = corpus.words, random.Random(seed)
    served.connect()  # exports take long, and a server closes what is idle
    kinds = kinds_of(words, chance)
    size = min(ASKED, len(texts) // (len(kinds) + 2))
    keys = chance.sample(list(texts), size * (len(kinds) + 1) + WARMED)
    for key in keys[:WARMED]:  # plans, and all that a process makes once
        served.raw(f"{DETAIL}{key}/")
        check(served, texts[key].upper())
    keys, asked = keys[WARMED:], {"details": None} | kinds | {"words of nobody": None}
    found, first, again = ({name: [] for name in asked} for _ in range(3))
    for start in range(0, size, AT_ONCE):
        for place, (name, plant) in enumerate(asked.items()):
            at = range(start, min(start + AT_ONCE, size))
            own = (
                keys[place * size + start :][: len(at)] if place <= len(kinds) else [None] * len(at)
            )
            given = [plant(texts[key]) if plant else words.of_nobody(chance) for key in own]
            for spent in (first[name], again[name]):
                for key, text in zip(own, given, strict=True):
                    if name == "details":
                        spent.append(served.raw(f"{DETAIL}{key}/"))
                        continue
                    results, ms = check(served, text)
                    spent.append(ms)
                    found[name].append(is_found(results, key, texts))
    for name in asked:
        share = sum(found[name]) / max(1, len(found[name]))
        note = (
            ""
            if name == "details"
            else f"{'recall' if name in kinds else 'false matches'} {share:.3f}"
        )
        yield name, first[name], again[name], note, name in kinds


def is_found(results, key, texts) -> bool:
    """The quote that was planted is among the matches; of words of nobody, whether there is any."""
    if key is None:
        return any(result["words"] != "none" for result in results)
    return any(
        match["quote"]["id"] == key or match["quote"].get("text") == texts[key]
        for result in results
        for match in result["matches"]
    )


def check(served, text):
    """The results of a check, and its milliseconds."""
    spent, answer = served.post("/api/v1/quote-check/", orjson.dumps({"text": text}))
    return orjson.loads(answer)["results"], spent
