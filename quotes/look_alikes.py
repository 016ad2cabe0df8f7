"""Quotes that a suggestion may repeat: other words for the same utterance, or the same again."""

import difflib
import re
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q
from rapidfuzz import fuzz

from quotes.extraction.text import UNSPACED, folded, norm_hash, sketch
from quotes.models import Candidate, Quote, QuoteLink, Wording
from quotes.occurrences import words_of
from quotes.published.languages import search_config
from quotes.published.models import PublishedQuote
from quotes.querysets import QuoteQuerySet

NEAR = 0.55  # likeness from which two wordings are worth an editor's look
MOST = 5
NEARBY = timedelta(days=3)  # how far apart two languages may tell of the same words


@dataclass(frozen=True)
class LookAlike:
    """A known quote, its nearest wording, how alike (0 to 1), and where they differ."""

    quote: Quote
    wording: Wording
    likeness: float
    difference: list  # of {"op": equal|insert|delete|replace, "ours": str, "theirs": str}


def of_candidate(candidate: Candidate, language: str | None = None) -> list[LookAlike]:
    """Known quotes with nearly these words, most alike first.

    Not the one that it became itself, nor those of which an editor said that they are unrelated.
    """
    text = words_of(candidate)
    found = of_text(text, language or candidate.snapshot.article.language)
    apart = set(candidate.details.get("unrelated", ()))
    left_out = set()
    if candidate.occurrence_id:
        own = candidate.occurrence.wording.quote_id
        left_out |= {own, *told_apart(own)}
    return [
        one for one in found if one.quote.pk not in left_out and one.quote.public_id not in apart
    ]


def told_apart(quote: int) -> set[int]:
    """Keys of the quotes of which an editor said that they have nothing to do with this one."""
    unrelated = QuoteLink.objects.filter(kind="unrelated")
    there = unrelated.filter(quote=quote).values_list("other_id", flat=True)
    return {*there, *unrelated.filter(other=quote).values_list("quote_id", flat=True)}


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


def exact_difference(ours: str, theirs: str) -> list[dict]:
    """Where two texts differ, word by word, marks and case included; in scripts without spaces
    character by character."""
    one, other = pieces(ours), pieces(theirs)
    joint = "" if unspaced(ours + theirs) else " "
    matcher = difflib.SequenceMatcher(a=one, b=other, autojunk=False)
    return [
        {"op": op, "ours": joint.join(one[a:b]), "theirs": joint.join(other[c:d]), "joint": joint}
        for op, a, b, c, d in matcher.get_opcodes()
    ]


def unspaced(text: str) -> bool:
    """Written in a script that puts no spaces between words."""
    return bool(UNSPACED.search(text))


def pieces(text: str) -> list[str]:
    """What is compared: words, or characters in scripts without spaces."""
    return list(text) if unspaced(text) else text.split()


def sought(words: str, language: str | None = None) -> list[LookAlike]:
    """Known quotes for words that an editor looks for: near ones, those that hold them, an id."""
    words = " ".join(words.split())[:400]
    found = {one.quote.pk: one for one in of_text(words, language)}
    holding = Quote.objects.with_words().filter(merged_into__isnull=True)
    query = SearchQuery(words, config=search_config(language or ""))
    public = PublishedQuote.objects.filter(search=query).newest_said()
    ids = list(public.values_list("pk", flat=True)[:MOST])
    drafts = Wording.objects.filter(published_at__isnull=True, text__icontains=words)
    named = Q(public_id__in=[words, *ids]) | Q(pk__in=drafts.values("quote_id")[:MOST])
    for quote in holding.filter(named)[: 2 * MOST]:
        if quote.pk not in found and quote.preferred_wording:
            text = quote.preferred_wording
            score = round(likeness(words, text.text), 3)
            found[quote.pk] = LookAlike(quote, text, score, difference(words, text.text))
    return list(found.values())[: 2 * MOST]


def across_languages(candidate: Candidate, language: str) -> list[LookAlike]:
    """Quotes of the same speaker in another language, within three days, with shared names or
    numbers: most shared first."""
    speaker, day = candidate.suggested_speaker_id, candidate.snapshot.article.published
    marks = telling(words_of(candidate))
    if not (speaker and day and language and marks):
        return []
    near = Wording.objects.exclude(language=language).filter(
        Q(
            quote__said_earliest__lte=day.latest + NEARBY,
            quote__said_latest__gte=day.earliest - NEARBY,
        )
        | Q(
            occurrences__snapshot__article__published_earliest__lte=day.latest + NEARBY,
            occurrences__snapshot__article__published_latest__gte=day.earliest - NEARBY,
        ),
        quote__attributions__speaker=speaker,
        quote__merged_into__isnull=True,
    )
    best = {}
    for wording in near.distinct()[:60]:
        shared = len(marks & telling(wording.text))
        if shared > best.get(wording.quote_id, (0, None))[0]:
            best[wording.quote_id] = (shared, wording)
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].pk))[:MOST]
    quotes = Quote.objects.with_words().in_bulk([w.quote_id for _, w in ranked])
    return [LookAlike(quotes[w.quote_id], w, 0.0, []) for _, w in ranked]


def telling(text: str) -> set[str]:
    """Numbers and names in a text: what a translation leaves as it is."""
    words = re.findall(r"\d[\d.,]*\d|\d|\w+", text)
    names = {folded(word) for word in words[1:] if word[:1].isupper() and len(word) > 2}
    return names | {re.sub(r"\D", "", word) for word in words if word[:1].isdigit()}
