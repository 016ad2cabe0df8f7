"""The linear models: what each piece of evidence weighs, and the file the weights come from.

A model is a table from the name of a feature to a number; a score is a sum. That keeps it fast,
small, and explainable: the addends behind a choice can be shown to an editor as they are.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .parsing import Parser

WEIGHTS = Path(__file__).with_name("weights.json")
PARSER_WEIGHTS = Path(__file__).with_name("weights-parser.json")
SCALE = 100.0

Features = Sequence[str]


class LinearModel:
    """Weights by feature name; a feature it never saw weighs nothing."""

    def __init__(self, weights: dict[str, float] | None = None) -> None:
        self.weights: dict[str, float] = weights or {}

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights of ``features``."""
        weigh = self.weights.get
        return sum([weigh(name, 0.0) for name in features])

    def probability(self, features: Iterable[str]) -> float:
        """The logistic of the score: how likely, for a yes-or-no model."""
        return logistic(self.score(features))

    def reasons(self, features: Iterable[str], most: int = 6) -> tuple[tuple[str, float], ...]:
        """The features that weighed most, with their weights, heaviest first."""
        weighed = [(name, self.weights.get(name, 0.0)) for name in features]
        weighed = [(name, round(value, 2)) for name, value in weighed if abs(value) >= 0.05]
        weighed.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
        return tuple(weighed[:most])


def logistic(value: float) -> float:
    """1 / (1 + e^-value), safe for any value."""
    if value < -60:
        return 0.0
    return 1.0 if value > 60 else 1.0 / (1.0 + math.exp(-value))


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares of belief that sum to one, for scores of any size."""
    if not scores:
        return []
    top = max(scores)
    powers = [math.exp(max(score - top, -60.0)) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


class Models:
    """The set of models that extraction uses, by name."""

    NAMES = ("speech", "speaker", "reference", "indirect", "score")

    def __init__(
        self,
        tables: dict[str, dict[str, float]] | None = None,
        parser: Parser | None = None,
    ) -> None:
        tables = tables or {}
        self.parser = parser  # the grammar that the weights were learned with, if any
        self.speech = LinearModel(tables.get("speech"))
        self.speaker = LinearModel(tables.get("speaker"))
        self.reference = LinearModel(tables.get("reference"))
        self.indirect = LinearModel(tables.get("indirect"))
        self.score = LinearModel(tables.get("score"))
        self.settings: dict[str, float] = dict(tables.get("settings", {}))

    def save(self, path: Path) -> None:
        """Write the weights as JSON, in hundredths, names sorted: the same bytes each time."""
        tables: dict[str, object] = {"settings": self.settings}
        for name in self.NAMES:
            model: LinearModel = getattr(self, name)
            rounded = {key: round(value * SCALE) for key, value in model.weights.items()}
            tables[name] = {key: value for key, value in sorted(rounded.items()) if value}
        text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path, parser: Parser | None = None) -> Models:
        """The models stored at ``path``; empty ones when there is no such file."""
        if not path.exists():
            return cls(parser=parser)
        raw = json.loads(path.read_text(encoding="utf-8"))
        tables = {
            name: {key: value / SCALE for key, value in raw.get(name, {}).items()}
            for name in cls.NAMES
        }
        tables["settings"] = raw.get("settings", {})
        return cls(tables, parser)


@cache
def shipped_models(with_parser: bool = False) -> Models:
    """The models that come with the package, for default mode or for parser mode."""
    if not with_parser:
        return Models.load(WEIGHTS)
    from .parsing import Parser  # an extra: only who asks for it needs it

    return Models.load(PARSER_WEIGHTS, Parser())
