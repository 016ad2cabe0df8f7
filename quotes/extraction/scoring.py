"""How far to believe a suggestion: the chance that words and speaker's name are both right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cues import Cue
from .found import FoundQuote
from .ranker import Models

if TYPE_CHECKING:
    from .attribution import Article, Ranked


def confidence(
    models: Models,
    quote: FoundQuote,
    cue: Cue | None,
    ranked: Ranked,
    chance: float,
    article: Article,
) -> tuple[float, bool]:
    """The calibrated score of a marked quote, and whether it is ready to accept."""
    top = max(ranked.shares, default=0.0)
    score = chance * top * (1.0 if quote.speaker_name else 0.5)
    return round(score, 3), False
