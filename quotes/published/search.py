"""Words to look for, in every language at once.

Each wording is indexed by the stemmer of its own language, accents folded; a reader's words carry
no language. So each word is looked for in the form that every stemmer gives it. That cannot be
left to one `websearch_to_tsquery` per language joined by OR: “-flood” would then be met by any
language in which the word has another stem. Here the words to find are joined over languages
first, and the words to leave out are left out in all of them.

Scripts without spaces have no words that Postgres could tell apart. There each character is one,
and a run of them is looked for as a phrase.
"""

import html
import re
from dataclasses import dataclass

from quotes.extraction.text import spaced

MOST_TERMS = 8
TOKEN = re.compile(r'(-?)"([^"]*)"?|(\S+)')
START, STOP = "\ue000", "\ue001"  # private use: no text of ours holds them


class TooManyTerms(ValueError):
    """More words than one search may have."""


class NothingToFind(ValueError):
    """The search holds no word, or only words to leave out."""


@dataclass(frozen=True)
class Branch:
    """Words that must all be there, and words that must not."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


def branches(text: str) -> list[Branch]:
    """The search as alternatives, each with what to find and what to leave out.

    `"…"` is a phrase, OR parts alternatives, a leading minus leaves out.
    """
    found, wanted, unwanted = [], [], []
    for match in TOKEN.finditer(text):
        minus, phrase, word = match.groups()
        if word in ("OR", "or"):
            found.append(Branch(tuple(wanted), tuple(unwanted)))
            wanted, unwanted = [], []
            continue
        if word is not None:
            minus = "-" if word.startswith("-") and len(word) > 1 else ""
            phrase = word[len(minus) :]
        if re.search(r"\w", phrase):
            (unwanted if minus else wanted).append(phrase)
    found.append(Branch(tuple(wanted), tuple(unwanted)))
    found = [branch for branch in found if branch.wanted or branch.unwanted]
    if sum(len(branch.wanted) + len(branch.unwanted) for branch in found) > MOST_TERMS:
        raise TooManyTerms
    if not found or not all(branch.wanted for branch in found):
        raise NothingToFind
    return found


def expression(found: list[Branch], configurations: list[str]) -> tuple[str, list]:
    """SQL for the tsquery of a search over these configurations, and its values."""
    alternatives, values = [], []
    for branch in found:
        ways = []
        for name in configurations:
            atoms = [f"phraseto_tsquery('{name}', %s)" for _ in branch.wanted]
            ways.append(f"({' && '.join(atoms)})")
            values += [spaced(word) for word in branch.wanted]
        sql = f"({' || '.join(ways)})"
        for word in branch.unwanted:
            atoms = [f"phraseto_tsquery('{name}', %s)" for name in configurations]
            sql = f"({sql} && !!({' || '.join(atoms)}))"
            values += [spaced(word) for _ in configurations]
        alternatives.append(sql)
    return " || ".join(alternatives), values


def marked(headline: str) -> str:
    """A headline as HTML: the words found in <mark>, everything else escaped."""
    safe = html.escape(headline, quote=True)
    return safe.replace(START, "<mark>").replace(STOP, "</mark>")
