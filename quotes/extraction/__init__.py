"""Finding quotations in text, with who said them: plain text in, exact offsets out.

``extract`` is the whole of it. Plain Python: nothing here knows Django or a database.
"""

from __future__ import annotations

from .attribution import Article
from .found import FoundQuote, Phrase, SpeakerCandidate
from .languages import detect, load
from .ranker import shipped_models
from .suggestions import Suggestions

__all__ = ["FoundQuote", "Phrase", "SpeakerCandidate", "extract"]

MOST_READ = 1_000_000
MODES = ("default", "parser", "auto")


def extract(text: str, language: str | None = None, mode: str = "default") -> list[FoundQuote]:
    """The quotations in ``text``, in printed order, with speakers and a score for each.

    ``language`` is an ISO 639-1 code; without it the language is told from the words. A
    language we have no lists for still yields its marked stretches. Never raises on any text.
    Of a longer text the first million characters are read, and at most 2,000 quotes returned.
    """
    if mode not in MODES:
        raise ValueError(f"There is no mode called {mode!r}; choose one of {', '.join(MODES)}.")
    if not text:
        return []
    text = text[:MOST_READ]
    chosen = load(language or detect(text))
    models = shipped_models()
    return Suggestions(Article(text, chosen, models), models).all()
