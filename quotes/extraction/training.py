"""Trains the weights from annotated articles; one command, the same bytes every time.

    python -m quotes.extraction.training FILE.jsonl [FILE.jsonl …] [--out WEIGHTS.json]

A line of such a file is an article: its ``text`` and its ``quotes`` with their speakers, in the
format of docs/extraction.md. Training takes minutes at most and needs nothing beyond Python.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .attribution import Article
from .clauses import Clauses
from .features import nobody
from .indirect import IndirectSpeech
from .languages import detect, load
from .mentions import Mention
from .ranker import WEIGHTS, LinearModel, Models, logistic, softmax
from .references import Reference
from .spans import Region

EPOCHS = 5
RATE = 0.35
DECAY = 2e-4
SEED = 20240607
REFERENCE_ROUNDS = 2

Document = dict[str, Any]


@dataclass
class YesNo:
    """One example of a yes-or-no model."""

    features: list[str]
    label: bool


@dataclass
class Choice:
    """One example of the ranker: a row of features a candidate, and which rows are right."""

    rows: list[list[str]]
    right: list[int]
    before: Sequence[float] = ()  # scores that hold before any weight


def read_articles(paths: Iterable[Path]) -> list[Document]:
    """The annotated articles of all files, in order, without those kept for validation."""
    found = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                document = json.loads(line)
                if "text" in document and document.get("split") != "validation":
                    found.append(document)
    return found


def overlaps(spans: Sequence[Sequence[int]], start: int, end: int) -> int:
    """How many code points of ``start``–``end`` the spans cover."""
    return sum(max(0, min(end, stop) - max(start, begin)) for begin, stop in spans)


def quote_of(region: Region, document: Document) -> Document | None:
    """The innermost annotated quote that covers most of the marked stretch."""
    best, size = None, 0
    for quote in document["quotes"]:
        if quote.get("form", quote.get("type")) == "scare":
            continue
        spans = quote.get("spans") or [[quote["start"], quote["end"]]]
        covered = overlaps(spans, region.start, region.end)
        if covered * 2 > region.end - region.start:
            length = sum(stop - begin for begin, stop in spans)
            if best is None or length < size:
                best, size = quote, length
    return best


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


def read_for_training(
    document: Document, models: Models, trace: dict[int, Reference] | None = None
) -> Article:
    """The article as extraction reads it, in its own language."""
    text = document["text"]
    return Article(text, load(document.get("lang") or detect(text)), models, trace)


def reference_examples(document: Document, models: Models) -> list[Choice]:
    """One example for each annotated speaker that is a pronoun or a noun phrase with a name."""
    trace: dict[int, Reference] = {}
    article = read_for_training(document, models, trace)
    examples = []
    done: set[int] = set()
    for quote in document["quotes"]:
        if not quote.get("speaker_name") or quote.get("speaker_start") is None:
            continue
        for mention in article.cues.mentions_near(quote["speaker_start"], quote["speaker_end"]):
            reference = trace.get(mention.index)
            if reference is None or mention.index in done or not is_speaker(mention, quote):
                continue
            done.add(mention.index)
            right = _right_references(article, reference, quote)
            if right:
                examples.append(Choice(list(reference.rows), right, reference.salience))
    return examples


def _right_references(article: Article, reference: Reference, quote: Document) -> list[int]:
    wanted = article.table.name_words(quote["speaker_name"])
    right = []
    for at, index in enumerate(reference.entities):
        if index is None:
            continue
        known = article.table.entities[index].words
        if known and wanted and (known[-1] == wanted[-1] or set(known) <= set(wanted)):
            right.append(at)
    named = quote["speaker_name"][:1].isupper()
    if not right and not named and None in reference.entities:
        right = [reference.entities.index(None)]
    return right


def speech_examples(article: Article, document: Document) -> list[YesNo]:
    """One example for each marked stretch that the annotation decides on."""
    return [
        YesNo(article.speech_features.of(index), quote_of(region, document) is not None)
        for index, region in enumerate(article.regions)
        if not ignored(region, document) or quote_of(region, document) is not None
    ]


def speaker_examples(article: Article, document: Document) -> list[Choice]:
    """One example for each quotation whose annotated speaker is among the candidates."""
    gold = [quote_of(region, document) for region in article.regions]
    found = article.quotations([quote is not None for quote in gold])
    previous = None
    examples = []
    for quotation in found:
        quote = gold[quotation.regions[0]]
        if quote is None:
            continue
        candidates = article.candidates(quotation, previous)
        cue = article.cue(quotation)
        context = article.speaker_features.context(quotation, cue)
        rows = [
            article.speaker_features.of(mention, quotation, cue, context, previous)
            for mention in candidates
        ]
        rows.append(nobody(context, previous))
        right = [at for at, mention in enumerate(candidates) if is_speaker(mention, quote)]
        if quote.get("speaker_start") is None:
            right = [len(candidates)]
        if right:
            examples.append(Choice(rows, right))
        speaker = candidates[right[0]] if right and right[0] < len(candidates) else None
        previous = article.after(quotation, speaker, previous)
    return examples


def indirect_examples(article: Article, document: Document) -> list[YesNo]:
    """One example for each clause that may be reported speech."""
    finder = IndirectSpeech(
        article.frame, article.mentions, article.cues, Clauses(article.frame, article.cues)
    )
    frame = article.frame
    examples = []
    for reported in finder.candidates():
        start, end = frame.starts[reported.first], frame.ends[reported.last]
        if overlaps(document.get("ignore") or [], start, end):
            continue
        label = any(_same_clause(quote, start, end) for quote in document["quotes"])
        examples.append(YesNo(list(reported.features), label))
    return examples


def _same_clause(quote: Document, start: int, end: int) -> bool:
    spans = quote.get("spans") or [[quote["start"], quote["end"]]]
    shared = overlaps(spans, start, end)
    length = sum(stop - begin for begin, stop in spans)
    return shared >= 0.6 * (length + end - start - shared)


class Learner:
    """Stochastic gradient steps of shrinking size, averaged over all of them."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = defaultdict(float)
        self.squares: dict[str, float] = defaultdict(lambda: 1e-2)
        self.sums: dict[str, float] = defaultdict(float)
        self.steps = 0

    def step(self, features: Iterable[str], gradient: float) -> None:
        """Move the weights of ``features`` against ``gradient``."""
        for name in features:
            slope = gradient + DECAY * self.weights[name]
            self.squares[name] += slope * slope
            change = RATE * slope / math.sqrt(self.squares[name])
            self.weights[name] -= change
            self.sums[name] += self.steps * change
        self.steps += 1

    def model(self) -> LinearModel:
        """The averaged weights."""
        steps = max(1, self.steps)
        averaged = {name: weight + self.sums[name] / steps for name, weight in self.weights.items()}
        return LinearModel({name: value for name, value in averaged.items() if abs(value) > 5e-3})


def train_yes_no(examples: list[YesNo]) -> LinearModel:
    """A logistic model of the examples."""
    learner = Learner()
    order = list(range(len(examples)))
    dice = random.Random(SEED)
    for _ in range(EPOCHS):
        dice.shuffle(order)
        for at in order:
            example = examples[at]
            score = sum(learner.weights[name] for name in example.features)
            learner.step(example.features, logistic(score) - example.label)
    return learner.model()


def train_choice(examples: list[Choice]) -> LinearModel:
    """A ranker of the examples: the right rows together get the most belief."""
    learner = Learner()
    order = list(range(len(examples)))
    dice = random.Random(SEED)
    for _ in range(EPOCHS):
        dice.shuffle(order)
        for at in order:
            _step_choice(learner, examples[at])
    return learner.model()


def _step_choice(learner: Learner, example: Choice) -> None:
    scores = [sum(learner.weights[name] for name in row) for row in example.rows]
    if example.before:
        scores = [score + first for score, first in zip(scores, example.before, strict=True)]
    shares = softmax(scores)
    right = sum(shares[at] for at in example.right) or 1e-9
    for at, row in enumerate(example.rows):
        target = shares[at] / right if at in example.right else 0.0
        gradient = shares[at] - target
        if abs(gradient) > 1e-4:
            learner.step(row, gradient)


def train(documents: list[Document]) -> Models:
    """All models, trained on ``documents``."""
    models = Models()
    for _ in range(REFERENCE_ROUNDS):
        references = [row for one in documents for row in reference_examples(one, models)]
        models.reference = train_choice(references)
    speech: list[YesNo] = []
    speakers: list[Choice] = []
    indirect: list[YesNo] = []
    for document in documents:
        article = read_for_training(document, models)
        speech += speech_examples(article, document)
        speakers += speaker_examples(article, document)
        indirect += indirect_examples(article, document)
    models.speech = train_yes_no(speech)
    models.speaker = train_choice(speakers)
    models.indirect = train_yes_no(indirect)
    return models


def main(arguments: Sequence[str] | None = None) -> int:
    """Train from the files on the command line and write the weights."""
    parser = argparse.ArgumentParser(description="Train the extraction weights.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    chosen = parser.parse_args(arguments)
    documents = read_articles(chosen.files)
    models = train(documents)
    models.save(chosen.out)
    print(f"articles={len(documents)} bytes={chosen.out.stat().st_size} out={chosen.out.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
