"""Fitting linear models: plain gradient steps, the same weights from the same examples.

No library, no randomness but a seeded shuffle. The weights are averaged over all steps, which
tames them where examples are few.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..ranker import LinearModel, logistic, softmax

EPOCHS = 3
RATE = 0.25
CAREFUL = 0.1  # where examples are few for their features: smaller steps
DECAY = 2e-4
SEED = 20240607
ROUNDS = 5  # orders of the examples to average over


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


class Learner:
    """Stochastic gradient steps of shrinking size, averaged over all of them."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.weights: dict[str, float] = defaultdict(float)
        self.squares: dict[str, float] = defaultdict(lambda: 1e-2)
        self.sums: dict[str, float] = defaultdict(float)
        self.steps = 0

    def step(self, features: Iterable[str], gradient: float) -> None:
        """Move the weights of ``features`` against ``gradient``."""
        for name in features:
            slope = gradient + DECAY * self.weights[name]
            self.squares[name] += slope * slope
            change = self.rate * slope / math.sqrt(self.squares[name])
            self.weights[name] -= change
            self.sums[name] += self.steps * change
        self.steps += 1

    def model(self) -> LinearModel:
        """The averaged weights."""
        steps = max(1, self.steps)
        averaged = {name: weight + self.sums[name] / steps for name, weight in self.weights.items()}
        return LinearModel({name: value for name, value in averaged.items() if abs(value) > 5e-3})


def train_yes_no(examples: list[YesNo], rate: float = RATE) -> LinearModel:
    """A logistic model of the examples."""
    return _mean([_yes_no(examples, SEED + round, rate) for round in range(ROUNDS)])


def _mean(models: list[LinearModel]) -> LinearModel:
    """The mean of several models, each of which saw the examples in another order."""
    sums: dict[str, float] = defaultdict(float)
    for model in models:
        for name, value in model.weights.items():
            sums[name] += value / len(models)
    return LinearModel({name: value for name, value in sums.items() if abs(value) > 5e-3})


def _yes_no(examples: list[YesNo], seed: int, rate: float) -> LinearModel:
    learner = Learner(rate)
    order = list(range(len(examples)))
    dice = random.Random(seed)
    for _ in range(EPOCHS):
        dice.shuffle(order)
        for at in order:
            example = examples[at]
            score = sum(learner.weights[name] for name in example.features)
            learner.step(example.features, logistic(score) - example.label)
    return learner.model()


def train_choice(examples: list[Choice], rate: float = CAREFUL) -> LinearModel:
    """A ranker of the examples: the right rows together get the most belief."""
    return _mean([_choice(examples, SEED + round, rate) for round in range(ROUNDS)])


def _choice(examples: list[Choice], seed: int, rate: float) -> LinearModel:
    learner = Learner(rate)
    order = list(range(len(examples)))
    dice = random.Random(seed)
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
