"""A large, made-up record of published quotes: the same for the same size, loaded by COPY.

Words follow Zipf's law, as do speakers and outlets. Or they are English: pieces of the sentences of
our own fixtures, put together anew. What is planted is made from them (`bench/planted.py`).
"""

import hashlib
import json
import random
import re
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import orjson
from django.conf import settings
from django.db import connection, connections

from bench import floors
from quotes.extraction.text import sketch
from quotes.published import exporting, heads

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
SYLLABLES = "ba be bi bo bu ca ce co da de di do fa fe fo ga ge go ha he hi ka ke la le li lo lu ma"
SYLLABLES += " me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo za"
SYLLABLES += " ze zo tri bra cla dro fre gri sto pla"
COMMON = "the of and to in a that is was for it with as on be at by we i this had not are but from"
COMMON += " or have an they which one you were her all she there would their will when who him been"
COMMON += " has more"
START = datetime(2024, 1, 1, tzinfo=UTC)
DETAIL = {
    "original": {"status": "shown", "text": None, "language": "en"},
    "attributions": [], "occurrences": [], "topics": [], "responses": [], "corrections": [],
    "said_again": [],
}  # fmt: skip


def public_id(seed) -> str:
    """Twelve characters that follow from the seed."""
    number = int.from_bytes(hashlib.blake2b(str(seed).encode(), digest_size=8).digest(), "big")
    return "".join(CROCKFORD[(number >> (5 * place)) & 31] for place in range(12))


class Words:
    """A vocabulary of made-up words, drawn by Zipf's law."""

    def __init__(self, chance, size=30_000):
        made = set()
        while len(made) < size:
            made.add("".join(chance.choices(SYLLABLES.split(), k=chance.choice((2, 3, 3, 4)))))
        common = COMMON.split()
        self.words = common + sorted(made - set(common))
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))

    def sentence(self, chance) -> str:
        """Eight to forty words."""
        words = chance.choices(self.words, cum_weights=self.weights, k=chance.randint(8, 40))
        return f"{' '.join(words).capitalize()}."

    def of_nobody(self, chance) -> str:
        """A sentence that is in no corpus."""
        return self.sentence(chance)


class English(Words):
    """Sentences of our own articles, cut at their joints and put together anew."""

    def __init__(self, chance):
        texts = [
            json.loads(line)["text"]
            for path in sorted((Path(settings.BASE_DIR) / "fixtures" / "gold").glob("en*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        joints = re.compile(r"[.!?;:,\n“”‘’\"()—–]+|\b(?=and |but |which |that |because |when )")
        pieces = {" ".join(piece.split()) for text in texts for piece in joints.split(text)}
        known = sorted(piece for piece in pieces if 3 <= len(piece.split()) <= 12)
        self.held_back = known[::8]  # said by nobody in the corpus
        self.pieces = [piece for at, piece in enumerate(known) if at % 8]
        self.words = sorted({word for piece in self.pieces for word in piece.split()})

    def sentence(self, chance) -> str:
        """Two to five pieces."""
        return self._joined(chance, self.pieces)

    def of_nobody(self, chance) -> str:
        """A sentence of pieces that are in no quote of the corpus."""
        return self._joined(chance, self.held_back)

    def _joined(self, chance, known) -> str:
        text = ", ".join(chance.sample(known, chance.randint(2, 5)))
        return f"{text[0].upper()}{text[1:]}."


def use_database(name):
    """Point both aliases at a database of the bench's own, made if need be."""
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}"')
    for alias in ("default", "reader"):
        connections[alias].close()
        connections[alias].close_pool()
        settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name


def changed(text: str, words: Words, chance, share=0.3) -> str:
    """The text with up to this share of its words replaced."""
    parts = text.rstrip(".").split()
    for at in chance.sample(range(len(parts)), max(1, int(len(parts) * share))):
        parts[at] = chance.choice(words.words)
    return " ".join(parts)


def shortened(text: str, chance) -> str:
    """A stretch of the text, at least half of it and five words."""
    parts = text.rstrip(".").split()
    size = max(5, int(len(parts) * chance.uniform(0.5, 0.9)))
    first = chance.randint(0, max(0, len(parts) - size))
    return " ".join(parts[first : first + size])


class Corpus:
    """So many quotes of speakers in outlets."""

    def __init__(self, size: int, english=False):
        self.size = size
        self.chance = random.Random(5)
        self.words = English(self.chance) if english else Words(self.chance)
        self.speakers = [public_id(f"s{n}") for n in range(max(20, size // 100))]
        self.outlets = [public_id(f"o{n}") for n in range(300)]
        self.topics = [public_id(f"t{n}") for n in range(200)]
        self.weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.speakers))))

    def by_frequency(self, raw) -> dict[str, list[str]]:
        """Twenty words each that very many, many, some and few quotes hold, as Postgres counts."""
        if not isinstance(self.words, English):
            ranks = {"very common": 48, "common": 150, "medium": 2_000, "rare": 20_000}
            return {name: self.words.words[rank : rank + 20] for name, rank in ranks.items()}
        found = raw.execute(
            "SELECT word FROM ts_stat('SELECT search FROM published_publishedquote"
            " ORDER BY public_id LIMIT 20000') WHERE length(word) > 3 ORDER BY ndoc DESC, word"
        ).fetchall()
        words = [word for (word,) in found if word.isalpha()]
        ranks = {"very common": 0, "common": 100, "medium": 900, "rare": len(words) - 200}
        return {name: words[rank : rank + 20] for name, rank in ranks.items()}

    def quotes(self):
        """Rows of the quotes' table, with their text."""
        for number in range(self.size):
            yield self.quote(number)

    def quote(self, number):
        """One row as COPY takes it, and its text."""
        chance = self.chance
        text = self.words.sentence(chance)
        key, at = public_id(f"q{number}"), START + timedelta(seconds=37 * number)
        speaker = chance.choices(self.speakers, cum_weights=self.weights)[0]
        outlets = sorted(chance.sample(self.outlets, chance.choice((1, 1, 1, 2, 3))))
        topics = sorted(chance.sample(self.topics, 2))
        day = date(2005, 1, 1) + timedelta(days=chance.randrange(7000))
        status = chance.choices(
            ("attributed", "verified", "disputed", "misattributed"), (80, 12, 6, 2)
        )[0]
        moment = at.isoformat().replace("+00:00", "Z")
        item = self.item(key, text, speaker, outlets, day, status, moment)
        wording = {"id": key, "text": text, "language": "en", "preferred": True,
                   "is_original": True, "translator": None, "translation_of": None}  # fmt: skip
        detail = item | DETAIL | {"wordings": [wording], "filler": "x" * 2500}
        columns = (
            key, 1, hashlib.sha256(text.encode()).hexdigest(), at, at,
            orjson.dumps(item).decode(), orjson.dumps(detail).decode(), speaker, "person",
            [speaker], public_id(f"p{speaker}"), "minister", "", "XC", outlets, [key], topics,
            "en", "direct", status, "first_hand", "speech", True, day, day, day, len(outlets),
            len(outlets), 1, 1,
        )  # fmt: skip
        return columns, text

    def item(self, key, text, speaker, outlets, day, status, moment):
        """The list form."""
        return {
            "id": key, "url": f"/quotes/{key}/", "version": 1, "text": text, "language": "en",
            "form": "direct",
            "speaker": {
                "id": speaker, "slug": speaker, "name": f"Speaker {speaker}", "kind": "person",
                "url": f"/speakers/{speaker}/", "wikidata_id": None, "role": "Minister",
                "position_kind": "minister",
            },
            "misattributed_to": None, "attribution": status, "evidentiality": "first_hand",
            "said": day.isoformat(), "occasion": "speech",
            "article": {
                "id": key, "title": f"Article {key}", "url": f"/articles/{key}/",
                "source_url": f"https://outlet.example/{key}",
                "outlet": {"id": outlets[0], "slug": outlets[0], "name": f"Outlet {outlets[0]}",
                           "url": f"/outlets/{outlets[0]}/"},
                "published": day.isoformat(), "live_status": "live",
            },
            "claims": [], "reach": {"articles": 1, "outlets": len(outlets), "roots": 1},
            "published_at": moment, "updated_at": moment,
        }  # fmt: skip


COLUMNS = (
    "public_id, version, digest, published_at, updated_at, list_json, detail_json, speaker,"
    " speaker_kind, attributed_to, position, position_kind, organisation, country, outlets,"
    " articles, topics, language, form, attribution, evidentiality, occasion, has_original,"
    " said_earliest, said_latest, sort_day, reach_articles, reach_outlets, reach_roots, wordings"
)


def load(corpus: Corpus) -> dict[str, str]:
    """Fill the published tables; the texts by id."""
    texts = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE published_publishedquote, published_sketch, published_publishedspeaker,"
            " published_quoteline, published_commonword, published_wordhead"
        )
        cursor.execute("ALTER TABLE published_publishedquote DISABLE TRIGGER USER")
        cursor.execute(
            f"CREATE TEMP TABLE incoming AS SELECT {COLUMNS} FROM published_publishedquote LIMIT 0"
        )
        # Plain, as publishing sends it: what came packed would stay packed.
        for column in ("list_json", "detail_json"):
            cursor.execute(f"ALTER TABLE incoming ALTER COLUMN {column} SET STORAGE EXTERNAL")
        with cursor.cursor.copy(f"COPY incoming ({COLUMNS}) FROM STDIN") as copy:
            for row, text in corpus.quotes():
                copy.write_row(row)
                texts[row[0]] = text
        cursor.execute(
            f"INSERT INTO published_publishedquote ({COLUMNS}, search) SELECT {COLUMNS},"
            " published_words('qt_english', list_json::json->>'text') FROM incoming"
        )
        cursor.execute("ALTER TABLE published_publishedquote ENABLE TRIGGER USER")
        with cursor.cursor.copy("COPY published_sketch (hash, quote) FROM STDIN") as copy:
            for key, text in texts.items():
                for number in sketch(text, "en"):
                    copy.write_row((number, key))
        load_speakers(cursor, corpus)
        load_lines(cursor)
        cursor.execute("DROP TABLE incoming")
        for table in ("quote", "speaker"):
            cursor.execute(f"VACUUM ANALYZE published_published{table}")
        cursor.execute("VACUUM ANALYZE published_sketch, published_quoteline")
        floors.fill(cursor)
    heads.rebuild()
    return texts


def load_lines(cursor):
    """Every quote's line of the table, as publishing keeps it."""
    lines, other = exporting.quote_lines(), connection.copy()
    with (
        other.cursor() as reading,
        cursor.cursor.copy("COPY published_quoteline (quote, columns, line) FROM STDIN") as copy,
    ):
        sql = "SELECT public_id, list_json FROM published_publishedquote"
        for key, document in reading.cursor.stream(sql, size=500):
            copy.write_row((key, lines.name, lines.kept(document)))
    other.close()


def load_speakers(cursor, corpus):
    """Every speaker, named by id."""
    columns = (
        "public_id, version, digest, published_at, updated_at, list_json, detail_json, slug,"
        " sort_key, quotes, kind, names, is_private"
    )
    with cursor.cursor.copy(f"COPY published_publishedspeaker ({columns}) FROM STDIN") as copy:
        for key in corpus.speakers:
            item = orjson.dumps({"id": key, "slug": key, "name": f"Speaker {key}"}).decode()
            copy.write_row(
                (key, 1, "", START, START, item, item, key, f"speaker {key}", 0, "person",
                 f"speaker {key}", False)
            )  # fmt: skip
