"""Quotes that a suggestion may repeat: other words for the same utterance, or the same again."""

import difflib
from dataclasses import dataclass

from django.db.models import Count
from rapidfuzz import fuzz

from quotes.extraction.text import folded, norm_hash, sketch
from quotes.models import Candidate, Quote, QuoteLink, Wording
from quotes.occurrences import words_of
from quotes.querysets import QuoteQuerySet

NEAR = 0.55  # likeness from which two wordings are worth an editor's look
MOST = 5


@dataclass(frozen=True)
class LookAlike:
    """A known quote, its nearest wording, how alike (0 to 1), and where they differ."""

    quote: Quote
    wording: Wording
    likeness: float
    difference: list  # of {"op": equal|insert|delete|replace, "ours": str, "theirs": str}


def of_candidate(candidate: Candidate, language: str | None = None) -> list[LookAlike]:
    """Known quotes with nearly these words, most alike first; not those it became itself."""
    text = words_of(candidate)
    own = candidate.occurrence.wording.quote_id if candidate.occurrence_id else None
    found = of_text(text, language or candidate.snapshot.article.language)
    return [one for one in found if one.quote.pk != own]


def of_text(text: str, language: str | None = None) -> list[LookAlike]:
    """Known quotes, drafts included, whose wordings are near to this text."""
    shared = (
        Wording.objects.filter(sketch__hash__in=sketch(text, language))
        .annotate(shared=Count("sketch"))
        .order_by("-shared", "pk")
        .values_list("pk", flat=True)[:40]
    )
    same = Wording.objects.filter(norm_hash=norm_hash(text)).values_list("pk", flat=True)[:40]
    best = {}
    for wording in Wording.objects.filter(pk__in={*shared, *same}).select_related("quote"):
        score = likeness(text, wording.text)
        if score >= NEAR and (wording.quote_id not in best or score > best[wording.quote_id][0]):
            best[wording.quote_id] = (score, wording)
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].pk))[:MOST]
    quotes: QuoteQuerySet = Quote.objects.with_words().in_bulk([w.quote_id for _, w in ranked])
    return [
        LookAlike(quotes[w.quote_id], w, round(score, 3), difference(text, w.text))
        for score, w in ranked
        if not quotes[w.quote_id].merged_into_id
    ]


def likeness(one: str, other: str) -> float:
    """1 for the same words; a part of the other text counts as near."""
    one, other = folded(one), folded(other)
    whole = fuzz.ratio(one, other) / 100
    shorter = min(len(one.split()), len(other.split()))
    part = fuzz.partial_ratio(one, other) / 100 if shorter >= 3 else 0
    return max(whole, 0.9 * part)


def difference(ours: str, theirs: str) -> list[dict]:
    """Where two texts differ, word by word; marks and case alone are no difference."""
    one, other = ours.split(), theirs.split()
    matcher = difflib.SequenceMatcher(
        a=[folded(word) for word in one], b=[folded(word) for word in other], autojunk=False
    )
    return [
        {"op": op, "ours": " ".join(one[a:b]), "theirs": " ".join(other[c:d])}
        for op, a, b, c, d in matcher.get_opcodes()
    ]


def are_unrelated(quote: Quote, other: Quote) -> bool:
    """An editor said so before: they are not proposed to each other again."""
    return QuoteLink.objects.filter(
        kind="unrelated", quote__in=[quote, other], other__in=[quote, other]
    ).exists()
