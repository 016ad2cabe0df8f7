"""Finding quotations in text, with who said them: plain text in, exact offsets out.

``extract`` is the whole of it. Plain Python: nothing here knows Django or a database.
"""

from __future__ import annotations

from .attribution import Article
from .found import FoundQuote, Phrase, SpeakerCandidate
from .languages import detect, detect_surely, load
from .parsing import LANGUAGE, ParserMissing, is_installed
from .ranker import shipped_models
from .suggestions import Suggestions

__all__ = ["FoundQuote", "ParserMissing", "Phrase", "SpeakerCandidate", "detect_surely", "extract"]

MOST_READ = 1_000_000
MODES = ("default", "parser", "auto")


def extract(text: str, language: str | None = None, mode: str = "default") -> list[FoundQuote]:
    """The quotations in ``text``, in printed order, with speakers and a score for each.

    ``language`` is an ISO 639-1 code; without it the language is told from the words. A
    language we have no lists for still yields its marked stretches. Never raises on any text.
    ``mode="parser"`` raises ParserMissing without its extra, "auto" uses it where it is there.
    Of a longer text the first million characters are read, and at most 2,000 quotes returned.
    """
    if mode not in MODES:
        raise ValueError(f"There is no mode called {mode!r}; choose one of {', '.join(MODES)}.")
    if not text:
        return []
    text = text[:MOST_READ]
    chosen = load(language or detect(text))
    models = shipped_models(_uses_parser(mode, chosen.code))
    return Suggestions(Article(text, chosen, models), models).all()


def _uses_parser(mode: str, language: str) -> bool:
    """Parser mode was asked for, or may be used, and the parser knows the language."""
    if mode == "default" or language != LANGUAGE:
        return False
    return mode == "parser" or is_installed()
