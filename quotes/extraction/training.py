"""Trains the weights from annotated articles; one command, the same bytes every time.

    python -m quotes.extraction.training FILE.jsonl [FILE.jsonl …] [--out FOLDER]

A line of such a file is an article: its ``text`` and its ``quotes`` with their speakers, in the
format of docs/extraction.md. Training takes a minute at most and needs nothing beyond Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from .learning.annotations import Document, read_articles
from .learning.calibration import calibrate
from .learning.examples import (
    indirect_examples,
    read_for_training,
    reference_examples,
    speaker_examples,
    speech_examples,
)
from .learning.learner import Choice, YesNo, train_choice, train_yes_no
from .parsing import Parser, is_installed
from .ranker import PARSER_WEIGHTS, WEIGHTS, Models

REFERENCE_ROUNDS = 2


def train(documents: list[Document], parser: Parser | None = None) -> Models:
    """The models trained on ``documents``, without the score that rests on them."""
    models = Models(parser=parser)
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


def train_all(documents: list[Document], parser: Parser | None = None) -> Models:
    """Every model and setting that extraction uses, trained on ``documents``."""
    models = train(documents, parser)
    models.score, models.settings = calibrate(documents, partial(train, parser=parser))
    return models


def main(arguments: Sequence[str] | None = None) -> int:
    """Train from the files on the command line and write the weights.

    Where the parser extra is installed, the weights of parser mode are trained too.
    """
    parser = argparse.ArgumentParser(description="Train the extraction weights.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS.parent, help="folder to write into")
    chosen = parser.parse_args(arguments)
    documents = read_articles(chosen.files)
    modes: list[tuple[Path, Parser | None]] = [(WEIGHTS, None)]
    if is_installed():
        modes.append((PARSER_WEIGHTS, Parser()))
    for path, grammar in modes:
        models = train_all(documents, grammar)
        out = chosen.out / path.name
        models.save(out)
        settings = " ".join(f"{name}={value}" for name, value in sorted(models.settings.items()))
        size = out.stat().st_size
        print(f"file={out.name} articles={len(documents)} bytes={size} {settings}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
