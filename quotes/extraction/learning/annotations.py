"""Annotated articles: reading them, and what counts as right.

One JSON object a line: an article's ``text`` and its ``quotes`` with spans and speakers, as
docs/extraction.md describes. Articles kept for validation are not handed to training.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..mentions import Mention
from ..spans import Region

Document = dict[str, Any]
WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SCARE = "scare"


def read_articles(paths: Iterable[Path], *, validation: bool = False) -> list[Document]:
    """The annotated articles of all files, in order: those to learn from, or those kept back."""
    found = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                document = json.loads(line)
                if "text" in document and is_kept_back(document) == validation:
                    found.append(document)
    return found


def is_kept_back(document: Document) -> bool:
    """The article is for validation: no weight may learn from it."""
    return document.get("split") == "validation"


def form_of(quote: Document) -> str | None:
    """The annotated form, by either name of the field; None where nobody annotated one."""
    return quote.get("form") or quote.get("type")


def overlaps(spans: Sequence[Sequence[int]], start: int, end: int) -> int:
    """How many code points of ``start``–``end`` the spans cover."""
    return sum(max(0, min(end, stop) - max(start, begin)) for begin, stop in spans)


def quote_of(region: Region, document: Document) -> Document | None:
    """The innermost annotated quote that covers most of the marked stretch."""
    best, size = None, 0
    for quote in document["quotes"]:
        if form_of(quote) == SCARE:
            continue
        spans = quote.get("spans") or [[quote["start"], quote["end"]]]
        covered = overlaps(spans, region.start, region.end)
        if covered * 2 > region.end - region.start:
            length = sum(stop - begin for begin, stop in spans)
            if best is None or length < size:
                best, size = quote, length
    return best


def is_term(region: Region, document: Document) -> bool:
    """The stretch is annotated as a marked term, title or name: nobody's words."""
    for quote in document["quotes"]:
        if form_of(quote) == SCARE:
            covered = overlaps([[quote["start"], quote["end"]]], region.start, region.end)
            if covered * 2 > region.end - region.start:
                return True
    return False


def ignored(region: Region, document: Document) -> bool:
    """The annotation is silent on this stretch."""
    return overlaps(document.get("ignore") or [], region.start, region.end) > 0


def is_speaker(mention: Mention, quote: Document) -> bool:
    """The mention is the one annotated: it overlaps it by half of the shorter of the two."""
    start, end = quote.get("speaker_start"), quote.get("speaker_end")
    if start is None or end is None:
        return False
    shared = min(end, mention.end) - max(start, mention.start)
    return shared * 2 >= min(end - start, mention.end - mention.start) and shared > 0


def plain_words(name: str | None) -> list[str]:
    """The words of a name in lower case, possessive endings dropped."""
    words = [word.lower() for word in WORDS.findall(name or "")]
    return [re.sub(r"['’]s$", "", word) for word in words]


def names_agree(wanted: str | None, given: str | None, titles: frozenset[str]) -> bool:
    """Two names mean the same: equal, or one within the other, titles and articles aside."""
    one = [word for word in plain_words(wanted) if word not in titles]
    other = [word for word in plain_words(given) if word not in titles]
    if not one or not other:
        return plain_words(wanted) == plain_words(given) != []
    return set(one) <= set(other) or set(other) <= set(one)


def right_name(quote: Document, given: str | None, titles: frozenset[str]) -> bool:
    """``given`` is a name that the annotation counts as right for this quote's speaker."""
    accepted = [quote.get("speaker_name"), *(quote.get("speaker_aliases") or [])]
    return any(names_agree(name, given, titles) for name in accepted if name)
