"""What a search found in the words of a page, marked here and not by Postgres.

`ts_headline` parses each text anew, which takes longer than to find the page. Here the words of a
text are cut apart by a pattern, and which of them are forms of what was looked for is asked of
Postgres once for each word and remembered: only words with the right first letters come into
question, and of those a page has few.

That is so for words made of letters in scripts whose letters stand alone. For whatever else, and
for quotes in whose shown wording nothing was found, Postgres marks (`search.headline`).
"""

import html
import re
from collections.abc import Iterable
from json.decoder import scanstring

import orjson

from quotes.extraction.text import UNSPACED
from quotes.published.languages import search_config
from quotes.published.search import headline, marked
from quotes.published.selections import ask

MOST = 4000  # words that a process remembers
ALONE = UNSPACED.pattern[2:-2]  # ranges of characters of which each is a word
LETTER = rf"[^\W_{ALONE}]"
BEYOND = rf"[^\x00-\x7f\W_{ALONE}]"
WORD = re.compile(rf"[{ALONE}]|{LETTER}+")
# Letters that stand alone: Latin, Greek and Cyrillic, scripts without spaces, and any marks.
PLAIN = re.compile(
    rf"[\x00-\u02ff\u0370-\u052f\u1e00-\u1fff\u2000-\u200a\u2010-\u20cf{ALONE}\u3000-\u303f\uff00-\uffef]*\Z"
)
LEXEMES = re.compile(r"'((?:[^'\\]|''|\\.)+)'")
# Their stemmers take beginnings away too, or write words in other letters.
FROM_THE_START = {f"qt_{name}" for name in ("arabic", "dutch", "indonesian", "irish", "serbian")}
# Their stemmers leave the first two letters as they are.
AT_THE_END = {
    f"qt_{name}" for name in ("simple", "english", "spanish", "french", "italian", "portuguese")
}
TEXT = '"text":"'
FORMS = (
    "SELECT config, word, tsvector_to_array(published_words(config, word))"
    " FROM unnest(%s::text[], %s::text[]) AS asked (config, word)"
)
OTHERS = (
    "SELECT page.public_id, {column} FROM published_publishedquote AS page"
    " WHERE page.public_id = ANY(%s)"
)
known: dict[tuple[str, str], tuple[str, ...]] = {}


def is_possible(tsquery: str) -> bool:
    """Every word that is looked for is made of letters."""
    return all(lexeme.isalpha() for lexeme in LEXEMES.findall(tsquery))


def highlights(tsquery: str, rows: Iterable[tuple[str, str, str]]) -> list[str]:
    """For each row of id, stored JSON and language, its words with what was found in <mark>."""
    wanted = frozenset(LEXEMES.findall(tsquery))
    likely, shown = Likely(wanted), []
    for key, stored, tag in rows:
        text, config = text_of(stored), search_config(tag)
        shown.append((key, text, config, likely.places(text, config)))
    forms = forms_of({(config, match[0]) for *_, config, some in shown for match in some})
    found = {}
    for key, text, config, some in shown:
        hits = [match for match in some if not wanted.isdisjoint(forms[config, match[0]])]
        if hits:
            found[key] = with_marks(text, hits)
    missed = [key for key, *_ in shown if key not in found]
    if missed:
        found |= marked_by_postgres(tsquery, missed)
    # A quote that was withdrawn since is not there any more: its words stay without a mark.
    return [found.get(key) or html.escape(text) for key, text, *_ in shown]


class Likely:
    """Where words may stand that are forms of what is wanted, by how they begin."""

    def __init__(self, wanted: frozenset[str]):
        self.wanted = wanted
        self.patterns = {}

    def places(self, text: str, config: str) -> list[re.Match]:
        """Each such word of the text, in order; none where Postgres has to look."""
        is_ascii = text.isascii()
        if not (is_ascii or PLAIN.match(text)):
            return []
        if config in FROM_THE_START:
            return list(WORD.finditer(text))
        key = is_ascii, 2 if config in AT_THE_END else 1
        if key not in self.patterns:
            self.patterns[key] = self.pattern(*key)
        return list(self.patterns[key].finditer(text))

    def pattern(self, is_ascii: bool, size: int) -> re.Pattern:
        """Words with the same first letters, in ASCII alone or in any text."""
        starts = set()
        for lexeme in self.wanted:
            first, second = [either(letter) for letter in f"{lexeme} "[:2]]
            if first and is_ascii:
                starts.add(f"{first}(?<![A-Za-z0-9].){second if size > 1 else ''}")
            elif first:
                then = f"(?={second}|[^\\x00-\\x7f])" if second and size > 1 else ""
                starts.add(f"{first}(?<!{LETTER}.){then}")
        if is_ascii:
            return re.compile(f"(?:{'|'.join(sorted(starts))})[A-Za-z0-9]*" if starts else r"(?!)")
        starts.add(f"{BEYOND}(?<!{LETTER}.)")
        return re.compile(f"[{ALONE}]|(?:{'|'.join(sorted(starts))}){LETTER}*")


def either(letter: str) -> str:
    """The letter, small or capital, as a pattern; i and y stand for each other in stems."""
    if not ("a" <= letter <= "z"):
        return ""
    return "[iIyY]" if letter in "iy" else f"[{letter}{letter.upper()}]"


def text_of(stored: str) -> str:
    """The words of a quote from its stored JSON: the first member of that name, in short."""
    place = stored.find(TEXT)
    if place < 0:
        return orjson.loads(stored)["text"]
    return scanstring(stored, place + len(TEXT))[0]


def forms_of(asked: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """In which forms the words are indexed; those that nobody met yet are asked for together."""
    forms = {pair: known[pair] for pair in asked & known.keys()}
    new = sorted(asked - forms.keys())
    if new:
        rows = ask(FORMS, [list(column) for column in zip(*new, strict=True)], hot=True)
        learned = {(config, word): tuple(lexemes) for config, word, lexemes in rows}
        if len(known) + len(learned) > MOST:
            known.clear()
        known.update(learned)
        forms |= learned
    return forms


def with_marks(text: str, hits: list[re.Match]) -> str:
    """The text as HTML with these words in <mark>."""
    parts, end = [], 0
    for match in hits:
        start, before = match.start(), end
        end = match.end()
        parts.append(f"{html.escape(text[before:start])}<mark>{match[0]}</mark>")
    return "".join(parts) + html.escape(text[end:])


def marked_by_postgres(tsquery: str, ids: list[str]) -> dict[str, str]:
    """The same of some quotes, which may hold what was found in another wording."""
    column, values = headline(tsquery)
    rows = ask(OTHERS.format(column=column), [*values, ids])
    return {key: marked(words) for key, words in rows}
