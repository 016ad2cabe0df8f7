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
import json
import re
from dataclasses import dataclass

from quotes.extraction.text import MARKS, UNSPACED, spaced
from quotes.published.languages import STEMMERS

MOST_TERMS = 8
TOKEN = re.compile(r'(-?)"([^"]*)"?|(\S+)')
START, STOP = "\ue000", "\ue001"  # private use: a text that holds them is only marked oddly
# Characters that are words by themselves, or none.
ALONE = f"([{UNSPACED.pattern[2:-2]}{MARKS.pattern[1:-1]}])"
SPREAD = re.compile(f" ({START}?){ALONE}({STOP}?) ")


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


def atoms(found: list[Branch]) -> list[str]:
    """Every word and phrase of a search, each once, as it is given to Postgres."""
    return sorted({spaced(word) for branch in found for word in branch.wanted + branch.unwanted})


def assembled(found: list[Branch], forms: dict[str, dict[str, str]]) -> str:
    """The tsquery of a search; `forms` has each configuration's query for each atom.

    An atom without a form in a configuration is a stop word there, and asks for nothing.
    """
    alternatives = []
    for branch in found:
        ways = []
        for form in forms.values():
            words = [form[spaced(word)] for word in branch.wanted]
            way = " & ".join(f"( {word} )" for word in words if word)
            if way and way not in ways:
                ways.append(way)
        if not ways:
            continue
        query = " | ".join(f"( {way} )" for way in ways)
        left_out = {form[spaced(word)] for form in forms.values() for word in branch.unwanted}
        for word in sorted(left_out - {""}):
            query = f"( {query} ) & !( {word} )"
        alternatives.append(query)
    return " | ".join(f"( {query} )" for query in alternatives)


# The languages in use are found by skipping through indexes, those of quotes and, for their other
# wordings, those of articles. Words are indexed with their accents folded before the stemmer and
# after it, as a stemmer knows its endings with accents (inundación): both forms are looked for.
# Who types no accents gets those of the commonest Spanish ending back.
FORMS = """
(WITH RECURSIVE tags AS (
    (SELECT language FROM published_publishedquote ORDER BY language LIMIT 1)
    UNION ALL
    SELECT (SELECT q.language FROM published_publishedquote q
            WHERE q.language > tags.language ORDER BY q.language LIMIT 1)
    FROM tags WHERE tags.language IS NOT NULL
), printed AS (
    (SELECT language FROM published_publishedarticle ORDER BY language LIMIT 1)
    UNION ALL
    SELECT (SELECT a.language FROM published_publishedarticle a
            WHERE a.language > printed.language ORDER BY a.language LIMIT 1)
    FROM printed WHERE printed.language IS NOT NULL
), used AS (
    SELECT split_part(lower(language), '-', 1) AS tag FROM tags
    UNION SELECT split_part(lower(language), '-', 1) FROM printed
), in_use AS (
    SELECT DISTINCT stemmer FROM unnest(%s::text[], %s::text[]) AS s (tag, stemmer)
    JOIN used USING (tag)
), stemmers AS (
    SELECT stemmer FROM in_use UNION SELECT unnest(%s::text[])
), asked AS (
    SELECT 'form' AS kind, stemmer, atom,
        phraseto_tsquery(('qt_' || stemmer)::regconfig, atom)::text AS form
    FROM stemmers, unnest(%s::text[]) AS atom
    UNION ALL
    SELECT 'accented', stemmer, atom, unaccent(phraseto_tsquery(stemmer::regconfig, CASE
        WHEN stemmer = 'spanish' THEN regexp_replace(word, '([cs])ion\\M', '\\1ión', 'g')
        ELSE word END)::text)
    FROM stemmers, unnest(%s::text[], %s::text[]) AS a (atom, word)
    WHERE stemmer <> 'simple' AND unaccent(word) !~ '[''\\\\]'
        AND (word ~ '[^ -~]' OR stemmer = 'spanish' AND word ~ '[cs]ion\\M')
)
SELECT kind, stemmer || ' ' || atom, form FROM asked
UNION ALL SELECT 'in use', stemmer, '' FROM in_use UNION ALL
SELECT 'common', c.lexeme, '' FROM published_commonword AS c
WHERE c.lexeme IN (
    SELECT m[1] FROM asked, regexp_matches(form, '''([^'']+)''', 'g') AS m
) UNION ALL SELECT 'heads', '', '' WHERE EXISTS (SELECT FROM published_commonword))
"""
SIMPLE = re.compile(r"[\s()|]*('[^'\\]+'[\s()|]*)+\Z")  # words of which any one is enough


def forms_question(found: list[Branch], everywhere=False) -> tuple[str, list]:
    """SQL for the form that each atom has in each language in use, and its values.

    `everywhere` asks all languages that we can stem, in use or not.
    """
    words = atoms(found)
    always = ["simple", *(sorted(set(STEMMERS.values())) if everywhere else ())]
    bare = [" ".join(re.findall(r"\w+", word)) for word in words]
    return FORMS, [list(STEMMERS), list(STEMMERS.values()), always, words, words, bare]


def any_of(found: list[Branch], forms: dict[str, dict[str, str]]) -> list[str]:
    """The words of which any one is enough for this search; empty where it asks for more."""
    lexemes = set()
    for branch in found:
        if branch.unwanted or len(branch.wanted) != 1:
            return []
        for form in forms.values():
            text = form.get(spaced(branch.wanted[0]), "")
            if text and not SIMPLE.match(text):
                return []
            lexemes.update(re.findall(r"'([^']+)'", text))
    return sorted(lexemes)


CONFIGURATION = "('qt_' || coalesce((%s::json)->>split_part(lower({tag}), '-', 1), 'simple'))"
OPTIONS = f"HighlightAll=true, StartSel={START}, StopSel={STOP}"
# Only what is not plain ASCII can hold such a character.
SPACED = (
    "CASE WHEN octet_length({text}) = length({text}) THEN {text}"
    " ELSE regexp_replace({text}, %s, ' \\1 ', 'g') END"
)
# Other wordings are looked at where the preferred one was not found: few rows need them.
DETAIL = (
    "(SELECT d.detail_json FROM published_publishedquote AS d WHERE d.public_id = page.public_id)"
)
DETAIL_THEN = "page.detail_json"


def headline(query: str, detail: str = DETAIL) -> tuple[str, list]:
    """SQL for the words of a row that were found, marked, and its values.

    Those of the preferred wording, else those of the first wording that was found. Works on rows
    named `page` with `public_id`, `language` and `list_json`; `detail` is their detail JSON.
    """
    first, plain = _headlines("page.language", "shown")
    other, other_plain = _headlines("w->>'language'", "(w->>'text')")
    sql = (
        f"(SELECT CASE WHEN strpos(whole, '{START}') > 0 THEN whole"
        f" WHEN {plain[0]} THEN {plain[1]} ELSE coalesce("
        f"(SELECT CASE WHEN {other[0]} THEN {other[1]} ELSE {other_plain[1]} END"
        f" FROM json_array_elements({detail}::json->'wordings') AS w"
        f" WHERE {other[0]} OR {other_plain[0]} LIMIT 1), shown) END"
        f" FROM (SELECT {first[1]} AS whole, shown"
        " FROM (SELECT page.list_json::json->>'text' AS shown OFFSET 0) AS words OFFSET 0)"
        " AS marked)"
    )
    values = {
        "stemmers": json.dumps(STEMMERS),
        "unspaced": ALONE,
        "query": query,
        "options": OPTIONS,
    }
    names = re.findall(r"%\((\w+)\)s", sql)
    return re.sub(r"%\(\w+\)s", "%s", sql), [values[name] for name in names]


def _headlines(tag: str, text: str) -> list[tuple[str, str]]:
    """SQL for "was found" and for the marked words: with accents folded, and as they are."""
    folded = CONFIGURATION.format(tag=tag).replace("%s", "%(stemmers)s")
    spread = SPACED.format(text=text).replace("%s", "%(unspaced)s")
    found = []
    for name in (folded, f"replace({folded}, 'qt_', '')"):
        was_found = f"to_tsvector({name}::regconfig, {spread}) @@ %(query)s::tsquery"
        marked_words = f"ts_headline({name}::regconfig, {spread}, %(query)s::tsquery, %(options)s)"
        found.append((was_found, marked_words))
    return found


def marked(headline: str) -> str:
    """A headline as HTML: the words found in <mark>, everything else escaped."""
    joined = SPREAD.sub(r"\1\2\3", headline)
    safe = html.escape(joined, quote=True)
    return safe.replace(START, "<mark>").replace(STOP, "</mark>")
