"""What the bench plants and looks for again, and how fast a record can be copied out."""

import random
import time

import orjson

from bench import corpus as made
from bench import floors

ASKED = 300


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


def checked(served, corpus, texts):
    """Of each kind of planted text: its name, milliseconds, what was found, is it planted."""
    words, chance = corpus.words, random.Random(9)
    served.connect()  # exports take long, and a server closes what is idle
    keys = chance.sample(list(texts), ASKED)
    kinds = {
        "verbatim": str.upper,
        "20 % of words changed": lambda text: made.changed(text, words, chance, 0.2),
        "30 % of words changed": lambda text: made.changed(text, words, chance),
        "shortened": lambda text: made.shortened(text, chance),
        "shortened, 20 % changed": lambda text: made.changed(
            made.shortened(text, chance), words, chance, 0.2
        ),
    }
    for name, plant in kinds.items():
        found, spent = 0, []
        for key in keys:
            results, ms = check(served, plant(texts[key]))
            spent.append(ms)
            found += any(
                match["quote"]["id"] == key or match["quote"].get("text") == texts[key]
                for result in results
                for match in result["matches"]
            )
        yield name, spent, f"recall {found / ASKED:.3f}", True
    wrong, spent = 0, []
    for _ in range(ASKED):
        results, ms = check(served, words.of_nobody(chance))
        spent.append(ms)
        wrong += any(result["words"] != "none" for result in results)
    yield "words of nobody", spent, f"false matches {wrong / ASKED:.3f}", False


def check(served, text):
    """The results of a check, and its milliseconds."""
    spent, answer = served.post("/api/v1/quote-check/", orjson.dumps({"text": text}))
    return orjson.loads(answer)["results"], spent
