"""Is this quote in the record? A pasted text against all public words.

Look-alikes are found by the hashes of neighbouring content words (`quotes.extraction.text`): of a
wording the twelve lowest are stored, of a pasted text all are asked for, so that a wording with
every third word changed still shares some. What is found is then compared word by word.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import orjson

from quotes.extraction import extract, languages
from quotes.extraction.spans import marked_regions
from quotes.extraction.stop_words import STOP_WORDS
from quotes.extraction.text import content_of, digest, folded, normal, words_of
from quotes.published.likeness import (
    EXACT,
    NONE,
    SHORTENED,
    VARIANT,
    Pasted,
    difference,
    same_person,
)
from quotes.published.marking import text_of
from quotes.published.references import Names
from quotes.published.search import Branch, assembled
from quotes.published.selections import ask

ONE_QUOTE = 2000  # a text of at most so many characters without marks is one quote
NEAREST = 20  # look-alikes that are compared
LISTED = 10
LONGEST_WORDS = 6  # of which any two are looked for together
RANKED = 400
MOST_QUOTES = 60  # of one text
WITHDRAWN_SHARE = 0.5  # of a withdrawn quote's hashes: its words are gone, so nothing else tells
LANGUAGES = (None, *STOP_WORDS)


@dataclass(frozen=True)
class Asked:
    """A quote in the pasted text: where it stands, its words, and whom the text names."""

    start: int
    end: int
    text: str
    speaker: str = ""

    @cached_property
    def pasted(self) -> Pasted:
        """The words, to be compared with what we know."""
        return Pasted(self.text)


@dataclass
class Match:
    """A public quote, or what is left of a withdrawn one, that the words are like."""

    words: str
    similarity: float
    speaker: str
    quote: dict
    diff: list | None = None
    attribution: str | None = None
    state: str = "published"
    names: str = ""
    ours: str = ""  # the wording that is most alike

    @property
    def place(self):
        """Words first, then the speaker, then how alike."""
        order = (EXACT, SHORTENED, VARIANT)
        return (order.index(self.words), self.speaker == "other", -self.similarity)

    def as_dict(self) -> dict:
        """As the contract has it."""
        return {
            "quote": self.quote,
            "words": self.words,
            "speaker": self.speaker,
            "similarity": self.similarity,
            "diff": self.diff,
        }


@dataclass
class Result:
    """What came of one quote: its best match speaks for it."""

    asked: Asked
    matches: list[Match] = field(default_factory=list)

    def as_dict(self) -> dict:
        """As the contract has it."""
        best = self.matches[0] if self.matches else None
        return {
            "start": self.asked.start,
            "end": self.asked.end,
            "text": self.asked.text,
            "speaker_text": self.asked.speaker or None,
            "words": best.words if best else NONE,
            "speaker": best.speaker if best else "not_given",
            "attribution": best.attribution if best else None,
            "state": best.state if best else None,
            "summary": summary(best, self.asked),
            "matches": [match.as_dict() for match in self.matches],
        }


def check(text: str, speaker: str = "", language: str | None = None) -> list[dict]:
    """What the record knows of each quote in the text, in order."""
    text = normal(text)
    whole = Asked(*stretch(text), text.strip(), speaker)
    asked = [whole]
    if len(text) > ONE_QUOTE or marked_regions(text):
        asked = quotes_in(text, speaker, language)
        if len(text) <= ONE_QUOTE and (not asked or is_marked_itself(whole)):
            asked = [whole]
    found = [
        matches(one, rows) or matches(one, by_words(one))
        for one, rows in zip(asked, look_alikes(asked), strict=True)
    ]
    return [
        Result(one, listed(alike, one)).as_dict() for one, alike in zip(asked, found, strict=True)
    ]


def stretch(text: str) -> tuple[int, int]:
    """Where the text begins and ends, space around it left out."""
    return len(text) - len(text.lstrip()), len(text.rstrip())


def is_marked_itself(whole: Asked) -> bool:
    """The whole text is like a wording that has marks inside, as those of mixed quotes do."""
    best = next(iter(matches(whole, look_alikes([whole])[0])), None)
    return best is not None and bool(marked_regions(best.ours))


def name_in(mention: str | None, text: str, language: str | None) -> str:
    """Whom a mention names; a pronoun names nobody, so it contradicts nobody."""
    if not mention or len(mention) > 12:
        return mention or ""
    known = languages.load((language or languages.detect(text)).partition("-")[0])
    return "" if mention.lower() in known.pronouns else mention


def quotes_in(text: str, speaker: str, language: str | None) -> list[Asked]:
    """Each stretch in marks of three words or more, with the speaker that the text names."""
    asked, covered = [], []
    for found in extract(text, (language or "").partition("-")[0] or None):
        spans = found.verbatim_spans
        words = " ".join(text[start:end] for start, end in spans)
        if not spans or len(words_of(words)) < 3:
            continue
        named = speaker or found.speaker_name or name_in(found.speaker_text, text, language)
        asked.append(Asked(spans[0][0], spans[-1][1], words, named))
        covered += spans
    for region in marked_regions(text):
        start, end = region.start, region.end
        if any(start < stop and begin < end for begin, stop in covered):
            continue
        if len(words_of(text[start:end])) >= 3:
            asked.append(Asked(start, end, text[start:end], speaker))
    return sorted(asked, key=lambda one: (one.start, one.end))[:MOST_QUOTES]


LOOK_ALIKES = """
WITH asked AS (
    SELECT * FROM unnest(%s::int[], %s::bigint[]) AS a (number, hash)
), hits AS (
    SELECT number, quote, count(*) AS shared FROM asked JOIN published_sketch USING (hash)
    GROUP BY number, quote
), best AS (
    SELECT *, row_number() OVER (PARTITION BY number ORDER BY shared DESC, quote) AS place
    FROM hits
)
"""
KNOWN = """
SELECT b.number, b.quote, b.shared, q.list_json, q.detail_json, s.names, t.reason,
    (SELECT count(*) FROM published_sketch AS k WHERE k.quote = b.quote AND t.reason IS NOT NULL)
FROM {rows} AS b
LEFT JOIN published_publishedquote AS q ON q.public_id = b.quote
LEFT JOIN published_publishedspeaker AS s ON s.public_id = coalesce(
    nullif(q.speaker, ''), q.list_json::json->'misattributed_to'->>'id')
LEFT JOIN published_tombstone AS t ON t.kind = 'quote' AND t.public_id = b.quote
"""
# Most look-alikes share a hash by chance. Of those with one wording, which the list form shows,
# details and speaker are asked for when the words turned out to be alike; the nearest has them.
WHOLE = "(b.place = 1 OR q.wordings <> 1)"
IN_SHORT = KNOWN.replace("q.detail_json", f"CASE WHEN {WHOLE} THEN q.detail_json END").replace(
    "s.public_id = coalesce(", f"{WHOLE} AND s.public_id = coalesce("
)
SHORTLY = IN_SHORT.format(rows="best") + f" WHERE b.place <= {NEAREST} ORDER BY b.number, b.place"


def look_alikes(asked: list[Asked]) -> list[list[tuple]]:
    """For each quote the public or withdrawn ones that share most hashes with it and, where it has
    but one wording, are alike."""
    numbers, hashes = [], []
    for number, one in enumerate(asked):
        for value in hashes_of(one.text):
            numbers.append(number)
            hashes.append(value)
    found = [[] for _ in asked]
    sent = [as_array(numbers), as_array(hashes)]
    for number, *row in ask(LOOK_ALIKES + SHORTLY, sent, hot=True):
        _, _, item, detail, *_ = row
        if not item or detail or asked[number].pasted.like(text_of(item)).words != NONE:
            found[number].append(tuple(row))
    return in_full(found)


def in_full(found: list[list[tuple]]) -> list[list[tuple]]:
    """The same rows with their details, those that came without included."""
    ids = sorted({quote for rows in found for quote, _, item, detail, *_ in rows
                  if item and not detail})  # fmt: skip
    if not ids:
        return found
    rows = "(SELECT 0 AS number, quote, 0 AS shared FROM unnest(%s::varchar[]) AS o (quote))"
    known = {row[1]: row[3:6] for row in ask(KNOWN.format(rows=rows), [ids], hot=True)}
    return [
        [(*row[:2], *(known[row[0]] if row[0] in known else row[2:5]), *row[5:]) for row in rows]
        for rows in found
    ]


def as_array(numbers: list[int]) -> str:
    """The numbers as Postgres reads an array: the driver would look at each of them."""
    return f"{{{','.join(map(str, numbers))}}}"


def hashes_of(text: str) -> set[int]:
    """Every hash under which the words, or a part of them, may be stored in any language."""
    words, neighbours = words_of(text), set()
    for language in LANGUAGES:
        content = content_of(words, language)
        neighbours.update(zip(content, content[1:], strict=False))
    return {digest(folded(text)), *(digest(f"{one} {two}") for one, two in neighbours)}


def by_words(one: Asked) -> list[tuple]:
    """Quotes that hold these words in this order, or several of the longest: what shares no hash.

    A stretch of a long quote may hold none of its twelve hashes, and less so when it was changed.
    """
    words = words_of(one.text)
    if len(words) < 3:
        return []
    longest = sorted({word for word in words if len(word) > 3}, key=lambda word: (-len(word), word))
    longest = longest[:LONGEST_WORDS]
    alternatives = [Branch((" ".join(words[:12]),), ())]
    alternatives += [Branch(pair, ()) for pair in combinations(longest, 2)]
    each_word = [Branch((word,), ()) for word in longest]
    names = Names()
    names.search([*alternatives, *each_word])
    names.look_up()
    # One by one: for all at once, the index would weigh every word for each row of any.
    forms = names.forms()
    each = [assembled([one], forms) for one in alternatives]
    any_word = assembled(each_word, forms)
    sql = (
        "WITH held AS (SELECT public_id, search FROM published_publishedquote"
        f" WHERE search @@ ANY(%s::tsquery[]) LIMIT {RANKED}), best AS ("
        " SELECT 0 AS number, public_id AS quote, 0 AS shared FROM held"
        f" ORDER BY ts_rank(search, %s::tsquery) DESC, public_id LIMIT {NEAREST})"
        f" {KNOWN.format(rows='best')}"
    )
    each = [query for query in each if query]
    return [row[1:] for row in ask(sql, [each, any_word])] if each else []


def matches(one: Asked, rows: list[tuple]) -> list[Match]:
    """What the look-alikes are to these words; the most alike first."""
    found, pasted = [], one.pasted
    for quote, shared, item, detail, names, reason, stored in rows:
        if item:
            match = compared(one, pasted, item, orjson.loads(detail), names or "")
        elif reason:
            match = withdrawn(one, quote, shared, reason, stored)
        else:
            match = None
        if match:
            found.append(match)
    return sorted(found, key=lambda match: match.place)


def compared(one: Asked, pasted: Pasted, stored: str, detail: dict, names: str) -> Match | None:
    """The match with the wording that is most alike; None where none is alike enough."""
    wordings = detail["wordings"] or [detail]
    likenesses = [(pasted.like(row["text"]), row["text"]) for row in wordings]
    best, text = min(likenesses, key=lambda pair: pair[0].place)
    if best.words == NONE:
        return None
    item = orjson.loads(stored)
    known = [*names.split("\n"), *printed_names(detail)] if names else printed_names(detail)
    person = detail.get("speaker") or detail.get("misattributed_to") or {}
    retracted = any(row["kind"] == "retracts" for row in detail.get("responses", ()))
    return Match(
        words=best.words,
        similarity=best.similarity,
        speaker=spoken_by(one.speaker, person, known),
        quote=item,
        attribution=item.get("attribution"),
        state="retracted" if retracted else "published",
        names=person.get("name", ""),
        ours=text,
    )


def printed_names(detail: dict) -> list[str]:
    """The preferred speaker's name as the document has it, folded."""
    person = detail.get("speaker") or detail.get("misattributed_to") or {}
    return [folded(person["name"])] if person.get("name") else []


def spoken_by(given: str, person: dict, names: list[str]) -> str:
    """Whether the named speaker is the one that we know."""
    if not given:
        return "not_given"
    named = given in (person.get("id"), person.get("slug"))
    if named or same_person(given, names, person.get("role") or ""):
        return "same"
    return "other"


def withdrawn(one: Asked, quote: str, shared: int, reason: str, stored: int) -> Match | None:
    """A match with a withdrawn quote, of which only hashes are left."""
    share = shared / max(1, stored)
    if share < WITHDRAWN_SHARE:
        return None
    return Match(
        words=EXACT if share == 1 else VARIANT,
        similarity=round(share, 4),
        speaker="not_given",
        quote={"id": quote, "reason": reason},
        state="withdrawn",
    )


def listed(found: list[Match], one: Asked) -> list[Match]:
    """The best match and every other one of the same likeness, with what is different in them."""
    alike = [match for match in found if match.words == found[0].words][:LISTED]
    for match in alike:
        if match.state != "withdrawn":
            match.diff = difference(match.ours, one.text)
    return alike


ATTRIBUTED = {
    "verified": "by {name}; the attribution is verified",
    "attributed": "by {name}, as attributed",
    "disputed": "attributed to {name}; the attribution is disputed",
    "misattributed": "wrongly attributed to {name}",
    "fabricated": "made up and put in the mouth of {name}",
    "unattributed": "of a speaker whom we do not know",
}
SAYS = {
    EXACT: "These words are in this database",
    SHORTENED: "A longer form of these words is in this database",
    VARIANT: "Words much like these are in this database",
}


def summary(best: Match | None, asked: Asked) -> str:
    """One neutral sentence."""
    if best is None:
        return "These words are not in this database."
    if best.state == "withdrawn":
        return "Words like these were in this database and have been withdrawn."
    how = ATTRIBUTED.get(best.attribution or "", "by {name}").format(name=best.names or "nobody")
    sentence = f"{SAYS[best.words]}, {how}"
    if best.speaker == "other":
        sentence += f", not by {asked.speaker[:80]}"
    if best.state == "retracted":
        sentence += ", and were retracted later"
    return f"{sentence}."
