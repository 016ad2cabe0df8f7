"""From the names that a reader gives to the ids of what is public, in one query."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

import orjson

from quotes.published.search import Branch, any_of, assembled, atoms, forms_question
from quotes.published.selections import ask

TABLES = {
    "speaker": "published_publishedspeaker",
    "outlet": "published_publishedoutlet",
    "topic": "published_publishedtopic",
    "claim": "published_publishedclaim",
}


FRESH = 30  # seconds, as long as any cache may keep an answer
MOST = 1000
forms: OrderedDict[tuple, tuple[float, dict]] = OrderedDict()
lock = Lock()


def remembered(key: tuple) -> dict | None:
    """What was found of these words in the last seconds."""
    since, found = forms.get(key, (0.0, None))
    return found if time.monotonic() - since < FRESH else None


def remember(key: tuple, found: dict):
    """Keep what was found of these words; of many words the latest."""
    with lock:
        forms[key] = (time.monotonic(), found)
        forms.move_to_end(key)
        while len(forms) > MOST:
            forms.popitem(last=False)


@dataclass
class Names:
    """What is asked for, by kind, and what came of it."""

    wanted: dict[str, set] = field(default_factory=dict)
    found: dict[tuple[str, str], str] = field(default_factory=dict)
    alternatives: list[Branch] = field(default_factory=list)
    everywhere: bool = False
    is_known: bool = False

    def want(self, kind: str, names):
        """Note names to look up."""
        self.wanted.setdefault(kind, set()).update(names)

    def look_up(self):
        """Find them all; follow what was merged or renamed."""
        if self.is_known:
            return
        key = self.key()
        if key and (known := remembered(key)):
            self.found = dict(known)
            return
        self.ask()
        # In a large record, words are looked up once in a while.
        if key and self.of_kind("heads"):
            remember(key, self.found)

    def key(self) -> tuple | None:
        """What the forms of these words are remembered by; None where more is asked for."""
        if self.wanted or not self.alternatives or self.everywhere:
            return None
        return tuple(atoms(self.alternatives))

    def ask(self):
        """Look everything up, in one question."""
        parts, values = [], []
        for kind, names in self.wanted.items():
            sql, needed = QUESTIONS[kind](kind, sorted(names))
            parts.append(sql)
            values += needed
        if self.alternatives:
            sql, needed = forms_question(self.alternatives, self.everywhere)
            parts.append(sql)
            values += needed
        if parts:
            for kind, name, target in ask(" UNION ALL ".join(parts), values, hot=True):
                self.found[kind, name] = target

    def of_kind(self, kind: str) -> list[str]:
        """Everything that was found of this kind."""
        return [target for (found, _), target in self.found.items() if found == kind]

    def search(self, alternatives: list[Branch], everywhere=False):
        """Look these words up too, in every language in use, or in all."""
        self.alternatives, self.everywhere = alternatives, everywhere

    def in_use(self) -> "Names":
        """The same words in the languages that quotes are in, where all were looked up."""
        used = {"simple", *(name for kind, name in self.found if kind == "in use")}
        found = {
            (kind, name): target
            for (kind, name), target in self.found.items()
            if kind not in ("form", "accented") or name.partition(" ")[0] in used
        }
        return Names(found=found, alternatives=self.alternatives, is_known=True)

    def forms(self) -> dict[str, dict[str, str]]:
        """By stemmer, the query for each word or phrase."""
        forms = {}
        for (kind, name), form in sorted(self.found.items()):
            if kind == "form":
                stemmer, _, atom = name.partition(" ")
                accented = self.found.get(("accented", name), form)
                if accented not in ("", form):
                    form = f"( {form} ) | ( {accented} )" if form else accented
                forms.setdefault(stemmer, {})[atom] = form
        return forms

    def tsquery(self) -> str:
        """The search as one query over all languages."""
        return assembled(self.alternatives, self.forms())

    def any_words(self) -> tuple[list[str], list[str]]:
        """The words of which any one is enough, and which of them are common.

        Both empty where the search asks for more than one word.
        """
        lexemes = any_of(self.alternatives, self.forms())
        return lexemes, [word for word in lexemes if ("common", word) in self.found]

    def id_of(self, kind: str, name: str) -> str | None:
        """The public id that this name stands for, or None."""
        return self.found.get((kind, name))


def by_slug(kind, names):
    """Public rows by id or slug, and by what they were called before."""
    table = TABLES[kind]
    return (
        f"SELECT '{kind}', public_id, public_id FROM {table} WHERE public_id = ANY(%s)"
        f" UNION ALL SELECT '{kind}', slug, public_id FROM {table} WHERE slug = ANY(%s)"
        f" UNION ALL SELECT '{kind}', r.old, r.target FROM published_redirect r"
        f" JOIN {table} t ON t.public_id = r.target"
        f" WHERE r.kind = '{kind}' AND r.old = ANY(%s)",
        [names, names, names],
    )


def by_id(kind, names):
    """Public articles or quotes by id."""
    return (
        f"SELECT '{kind}', public_id, public_id FROM published_published{kind}"
        " WHERE public_id = ANY(%s)",
        [names],
    )


def ratings(kind, names):
    """The documents of all scales: which ratings there are."""
    return ("SELECT 'scale', slug, list_json FROM published_publishedscale", [])


QUESTIONS = dict.fromkeys(TABLES, by_slug) | {"article": by_id, "quote": by_id, "scale": ratings}


def known_ratings(names: Names) -> dict[str, tuple[str, str]]:
    """Every rating that may be asked for: `slug` on the house scale, `scale:slug` on any."""
    known = {}
    for document in names.of_kind("scale"):
        scale = orjson.loads(document)
        for rating in scale["ratings"]:
            known[f"{scale['slug']}:{rating['slug']}"] = (scale["slug"], rating["slug"])
            if scale["is_house"]:
                known[rating["slug"]] = (scale["slug"], rating["slug"])
    return known
