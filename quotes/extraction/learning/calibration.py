"""Making the score mean what it says, on articles that the other models did not learn from.

The articles are dealt into folds. For each fold the models learn from the others and suggest
quotes in this one; whether each suggestion was wholly right teaches the score. The cut for
``ready`` is then set, once more on folds that the score did not learn from.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from ..found import DIRECT, MIXED, PARTIAL, FoundQuote
from ..languages import load
from ..ranker import LinearModel, Models
from ..scoring import OPEN
from ..suggestions import Suggestions
from .annotations import Document, form_of, overlaps, plain_words, right_name
from .examples import read_for_training
from .learner import CAREFUL, YesNo, train_yes_no

FOLDS = 5
SEED = 7
WANTED = 0.986  # above the promise of 98 in 100, on folds it did not learn from
FEWEST = 40
MARKED = (DIRECT, MIXED, PARTIAL)

Train = Callable[[list[Document]], Models]


@dataclass
class Judged:
    """One suggestion for marked words: its evidence, and whether it was wholly right."""

    fold: int
    features: list[str]
    right: bool


def is_wholly_right(quote: FoundQuote, document: Document) -> bool | None:
    """Words and speaker are as annotated; None where the annotation is silent."""
    titles = load("en").words("titles") | frozenset(["the", "a", "an"])
    for start, end in quote.verbatim_spans:
        if overlaps(document.get("ignore") or [], start, end):
            return None
        gold = _covering(start, end, document)
        if gold is None:
            return False
        if gold.get("speaker_name"):
            if not right_name(gold, quote.speaker_name, titles):
                return False
        elif plain_words(gold.get("speaker_text")) != plain_words(quote.speaker_text):
            return False
    return True


def _covering(start: int, end: int, document: Document) -> Document | None:
    """The shortest annotated quote that holds nearly all of the stretch."""
    found = []
    for quote in document["quotes"]:
        spans = quote.get("spans") or [[quote["start"], quote["end"]]]
        if form_of(quote) != "scare" and overlaps(spans, start, end) >= 0.95 * (end - start):
            found.append((sum(stop - begin for begin, stop in spans), quote["start"], quote))
    return min(found, key=lambda row: row[:2])[2] if found else None


def folds_of(documents: list[Document], folds: int = FOLDS, seed: int = SEED) -> list[int]:
    """A fold for each article, dealt out evenly and always the same way."""
    order = list(range(len(documents)))
    random.Random(seed).shuffle(order)
    dealt = [0] * len(documents)
    for place, at in enumerate(order):
        dealt[at] = place % folds
    return dealt


def judge(documents: list[Document], train: Train) -> list[Judged]:
    """Every suggestion for marked words by models that had not seen its article, judged."""
    dealt = folds_of(documents)
    judged: list[Judged] = []
    for fold in range(FOLDS):
        models = train([one for one, at in zip(documents, dealt, strict=True) if at != fold])
        for document, at in zip(documents, dealt, strict=True):
            if at == fold and any(form_of(quote) for quote in document["quotes"]):
                judged += _judged(document, models, fold)
    return judged


def _judged(document: Document, models: Models, fold: int) -> list[Judged]:
    trace: dict[int, list[str]] = {}
    article = read_for_training(document, models)
    rows = []
    for quote in Suggestions(article, models, trace).all():
        if quote.form in MARKED and quote.start in trace:
            right = is_wholly_right(quote, document)
            if right is not None:
                rows.append(Judged(fold, trace[quote.start], right))
    return rows


def calibrate(documents: list[Document], train: Train) -> tuple[LinearModel, dict[str, float]]:
    """The score model, and the settings that go with it: the cut for ``ready`` and its worth."""
    judged = judge(documents, train)
    model = train_yes_no([YesNo(row.features, row.right) for row in judged], CAREFUL)
    scored: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        rest = [YesNo(row.features, row.right) for row in judged if row.fold != fold]
        other = train_yes_no(rest, CAREFUL)
        scored += [
            (other.probability(row.features), row.right)
            for row in judged
            if row.fold == fold and OPEN not in row.features
        ]
    return model, _cut(scored, len(judged))


def _cut(scored: list[tuple[float, bool]], of: int) -> dict[str, float]:
    """The lowest score above which enough are right, with the precision and coverage there."""
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    best = {"ready": 2.0, "ready_precision": 0.0, "ready_coverage": 0.0}
    right = 0
    for count, (score, is_right) in enumerate(scored, start=1):
        right += is_right
        if count >= FEWEST and right / count >= WANTED:
            best = {
                "ready": round(score, 4),
                "ready_precision": round(right / count, 4),
                "ready_coverage": round(count / of, 4),
            }
    return best
