"""Speech that the layout marks instead of quotation marks: transcripts and dialogue dashes.

A transcript names its speaker at the head of the line (MR. FIELD: …). A dialogue in Spanish or
French opens with a dash, and its attribution stands between dashes (—No —dijo Ada—. Mañana.).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .attribution import Article
from .mentions import Mention

MOST_LABEL = 60
FEWEST_LINES = 3
DASHES = frozenset("—–―")
DIALOGUE = frozenset(["es", "fr"])
MARKS = frozenset("\"“„«»'‘")


@dataclass(frozen=True)
class LaidOut:
    """Words that the layout gives to somebody: their spans, and who by label or by mention."""

    spans: tuple[tuple[int, int], ...]
    speaker: tuple[int, int] | None
    name: str | None
    mention: Mention | None = None
    cue: int | None = None


def laid_out(article: Article) -> list[LaidOut]:
    """Every piece of speech that the article's layout marks, in printed order."""
    lines = list(_lines(article.text))
    found = _transcript(article, lines)
    if article.language.code in DIALOGUE:
        found += _dialogue(article, lines)
    taken = [(region.open, region.close) for region in article.regions]
    return [one for one in found if not _is_taken(one, taken)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end == -1 else end
        first, last = start, end
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            yield first, last
        start = end + 1


def _is_taken(one: LaidOut, taken: list[tuple[int, int]]) -> bool:
    """Quotation marks already open the words: they are a marked quote."""
    start, end = one.spans[0][0], one.spans[-1][1]
    return any(start <= begin <= start + 2 and begin < end for begin, _ in taken)


# -- transcripts ---------------------------------------------------------------------------------
def _transcript(article: Article, lines: list[tuple[int, int]]) -> list[LaidOut]:
    labelled = []
    for start, end in lines:
        colon = article.text.find(":", start, min(end, start + MOST_LABEL))
        if colon != -1 and colon + 2 < end and _is_label(article, start, colon):
            labelled.append((start, colon, end))
    labels = Counter(article.text[start:colon] for start, colon, _ in labelled)
    if len(labelled) < FEWEST_LINES or max(labels.values()) < 2:
        return []
    found = []
    for start, colon, end in labelled:
        begin = colon + 1
        while begin < end and article.text[begin].isspace():
            begin += 1
        if begin < end and article.text[begin] not in MARKS:
            name = _name_of_label(article, article.text[start:colon])
            found.append(LaidOut(((begin, end),), (start, colon), name))
    return found


def _is_label(article: Article, start: int, colon: int) -> bool:
    """A few words, all with capitals, as a transcript prints a speaker."""
    words = article.text[start:colon].split()
    small = article.language.words("small_words")
    return 0 < len(words) <= 6 and all(word[0].isupper() or word.lower() in small for word in words)


def _name_of_label(article: Article, label: str) -> str | None:
    """The full name that the article gives for a label, or the label itself; None for "Q"."""
    titles = article.language.words("titles")
    words = [word.strip(".").lower() for word in label.split()]
    bare = [word for word in words if word not in titles]
    if not bare or len(bare[-1]) < 2:
        return None
    known = article.table.by_word.get(bare[-1], ())
    for index in known:
        entity = article.table.entities[index]
        if len(entity.words) > 1 and not entity.name.isupper():
            return article.table.printed_name(entity)
    kept = [word for word in label.split() if word.strip(".").lower() not in titles]
    return " ".join(word.capitalize() if word.isupper() else word for word in kept)


# -- dialogue dashes -----------------------------------------------------------------------------
def _dialogue(article: Article, lines: list[tuple[int, int]]) -> list[LaidOut]:
    found = []
    for start, end in lines:
        if article.text[start] in DASHES and end - start > 3:
            one = _spoken(article, start, end)
            if one is not None:
                found.append(one)
    return found


def _spoken(article: Article, start: int, end: int) -> LaidOut | None:
    """The words of one line of dialogue, its attribution cut out; None without one."""
    text, frame = article.text, article.frame
    dashes = [at for at in range(start + 1, end) if text[at] in DASHES]
    for place, dash in enumerate(dashes):
        token = frame.token_at(dash + 1)
        if token >= len(frame.kinds) or frame.kinds[token] not in "VW":
            continue
        until = dashes[place + 1] if place + 1 < len(dashes) else end
        mention = article.cues.mention_starting(token + 1)
        spans = [(start, _before(text, start, dash))]
        begin = until + 1
        while begin < end and not text[begin].isalnum() and text[begin] not in "¿¡":
            begin += 1
        if begin < end:
            spans.append((begin, end))
        who = (mention.start, mention.end) if mention else None
        return LaidOut(tuple(spans), who, None, mention, token)
    return None


def _before(text: str, start: int, at: int) -> int:
    while at > start + 1 and text[at - 1].isspace():
        at -= 1
    return at
