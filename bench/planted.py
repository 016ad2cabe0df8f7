"""What the bench plants and looks for again, and how fast a record can be copied out."""

import random
import time

import orjson

from bench import corpus as made

ASKED = 300
JOINED = (
    "COPY (SELECT q.public_id, q.version, q.list_json::json->>'text', q.language, q.form,"
    " q.attribution, q.occasion, q.said_latest, q.reach_outlets, q.published_at, s.public_id,"
    " s.slug, s.sort_key, o.slug, a.source_url FROM published_publishedquote q"
    " LEFT JOIN published_publishedspeaker s ON s.public_id = q.speaker"
    " LEFT JOIN published_publishedoutlet o ON o.public_id = q.outlets[1]"
    " LEFT JOIN published_publishedarticle a ON a.public_id = q.articles[1]"
    " ORDER BY q.sort_day DESC, q.public_id DESC) TO STDOUT WITH (FORMAT csv)"
)


def copy_rate(raw, number: int) -> float:
    """Rows a second of a COPY of joined tables as CSV."""
    begin = time.perf_counter()
    with raw.cursor().copy(JOINED) as copy:
        for _ in copy:
            pass
    return number / (time.perf_counter() - begin)


def drf_rate(number=2000) -> float:
    """Rows a second of models through a ModelSerializer."""
    from rest_framework import serializers

    from quotes.published.models import PublishedQuote

    class Stock(serializers.ModelSerializer):
        class Meta:
            model = PublishedQuote
            exclude = ["search", "list_json"]

    begin = time.perf_counter()
    for row in PublishedQuote.objects.order_by("pk")[:number].iterator():
        orjson.dumps(Stock(row).data)
    return number / (time.perf_counter() - begin)


def checked(served, corpus, texts):
    """Of each kind of planted text: its name, milliseconds, what was found, is it planted."""
    words, chance = corpus.words, random.Random(9)
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
        results, ms = check(served, words.sentence(chance))
        spent.append(ms)
        wrong += any(result["words"] != "none" for result in results)
    yield "words of nobody", spent, f"false matches {wrong / ASKED:.3f}", False


def check(served, text):
    """The results of a check, and its milliseconds."""
    body = orjson.dumps({"text": text})
    begin = time.perf_counter()
    status, _, answer = served.get(
        "/api/v1/quote-check/", "POST", body, {"Content-Type": "application/json"}
    )
    spent = (time.perf_counter() - begin) * 1000
    assert status == 200, answer[:300]
    return orjson.loads(answer)["results"], spent
