"""Words that were rated before: “said again: rated False on 10 May 2025; the 4th time, by 2
speakers”.

A suggestion that resembles a quote tied to an assessed claim says so as soon as it is taken in. It
is a hint for editors: the rating stays the claim's.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, override

from quotes.extraction.text import norm_hash, sketch
from quotes.look_alikes import NEAR, likeness
from quotes.models import Assessment, Attribution, ClaimQuote, Wording, WordingSketch
from quotes.models.assessments import AssessmentState
from quotes.models.claims import Relation
from quotes.occurrences import words_of

SILENT = {Relation.ASKS, Relation.IMPLIES}  # they carry no verdict
SHARED = 2  # hashes that two wordings have in common before they are compared


@dataclass(frozen=True)
class Again:
    """That words like these are tied to a rated claim, and how often it was said."""

    claim: object
    relation: str
    rating: str
    as_of: object
    times: int  # this one included
    speakers: int

    @property
    def sentence(self) -> str:
        """The hint in one line."""
        return ngettext(
            "said again: rated %(rating)s on %(day)s; the %(nth)s time, by %(number)s speaker",
            "said again: rated %(rating)s on %(day)s; the %(nth)s time, by %(number)s speakers",
            self.speakers,
        ) % {
            "rating": self.rating,
            "day": date_format(self.as_of, gettext("j F Y")),
            "nth": ordinal(self.times),
            "number": self.speakers,
        }


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th; 4.ª in Spanish, where it stands before "vez"."""
    if (get_language() or "").startswith("es"):
        return f"{number}.ª"
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def of_quotes(keys, speaker=None) -> dict[int, list[Again]]:
    """What was rated of these quotes, by quote; `speaker` is who says it now: a key, or a name."""
    links = [
        link
        for link in ClaimQuote.objects.filter(
            quote__in=keys, claim__assessments__state=AssessmentState.PUBLISHED
        )
        .select_related("claim")
        .distinct()
        if link.relation not in SILENT
    ]
    if not links:
        return {}
    rated = current_ratings({link.claim_id for link in links})
    sayings = said({link.claim_id for link in links})
    found = defaultdict(list)
    for link in links:
        current, same = rated[link.claim_id], sayings[link.claim_id, link.relation]
        who = set().union(*same.values()) | ({speaker} if speaker else set())
        found[link.quote_id].append(
            Again(
                link.claim, link.relation, str(current.rating), current.as_of,
                len(same) + 1, len(who),
            )
        )  # fmt: skip
    return found


def current_ratings(claims) -> dict:
    """The current assessment of each claim: the house scale's first, then the latest."""
    rows = Assessment.objects.current().filter(claim__in=claims).house_first()
    found = {}
    for row in rows.select_related("rating"):
        found.setdefault(row.claim_id, row)
    return found


def said(claims) -> dict:
    """By claim and relation: the quotes in force that say it, each with its live speakers."""
    ties = ClaimQuote.objects.filter(claim__in=claims, quote__merged_into__isnull=True)
    ties = ties.exclude(quote__status="withdrawn").values_list("claim_id", "relation", "quote_id")
    ties = list(ties)
    speakers = defaultdict(set)
    rows = Attribution.objects.filter(quote__in={quote for _, _, quote in ties}, rank="preferred")
    for quote, speaker in rows.values_list("quote_id", "speaker_id"):
        speakers[quote].add(speaker)
    found = defaultdict(dict)
    for claim, relation, quote in ties:
        found[claim, relation][quote] = speakers[quote]
    return found


def of_candidates(candidates) -> dict[int, Again]:
    """For each suggestion (by its place in the list) the rated claim that it says again."""
    texts = [words_of(one) for one in candidates]
    languages = [one.snapshot.article.language for one in candidates]
    hashes = [set(sketch(text, language)) for text, language in zip(texts, languages, strict=True)]
    near = rated_wordings(hashes, {norm_hash(text) for text in texts})
    best = {}
    for place, text in enumerate(texts):
        score, quote = max(
            (
                (likeness(text, wording.text), wording.quote_id)
                for wording, marks in near
                if len(marks & hashes[place]) >= SHARED or wording.norm_hash == norm_hash(text)
            ),
            default=(0, None),
        )
        if score >= NEAR:
            best[place] = (said_by(candidates[place]), quote)
    rated = {
        speaker: of_quotes({quote for who, quote in best.values() if who == speaker}, speaker)
        for speaker in {who for who, _ in best.values()}
    }
    return {
        place: rated[speaker][quote][0]
        for place, (speaker, quote) in best.items()
        if quote in rated[speaker]
    }


def said_by(candidate):
    """What tells the speaker from others: the key, or the name of somebody new, or None."""
    return candidate.suggested_speaker_id or candidate.speaker_name or None


def rated_wordings(hashes, named) -> list:
    """Wordings of quotes tied to assessed claims that share a hash with some of these texts."""
    tied = ClaimQuote.objects.filter(claim__assessments__state=AssessmentState.PUBLISHED)
    tied = tied.exclude(relation__in=SILENT).values("quote")
    every = set().union(*hashes) if hashes else set()
    rows = WordingSketch.objects.filter(hash__in=every, wording__quote__in=tied)
    marks = defaultdict(set)
    for wording, number in rows.values_list("wording_id", "hash"):
        marks[wording].add(number)
    same = Wording.objects.filter(norm_hash__in=named, quote__in=tied)
    keys = set(marks) | set(same.values_list("pk", flat=True))
    wordings = Wording.objects.filter(pk__in=keys, quote__merged_into__isnull=True)
    return [(wording, marks[wording.pk]) for wording in wordings]


def note(candidates) -> list[str]:
    """Keep the hint with each new suggestion that says again what was rated; the hints."""
    told = []
    for place, again in of_candidates(candidates).items():
        candidate = candidates[place]
        with override("en"):
            sentence = again.sentence
        candidate.details["said_again"] = {
            "claim": again.claim.public_id, "sentence": sentence, "rating": again.rating,
            "as_of": again.as_of.isoformat(), "times": again.times, "speakers": again.speakers,
        }  # fmt: skip
        candidate.save(update_fields=["details"])
        candidate.refresh_from_db(fields=["edit_version"])
        told.append(f"“{words_of(candidate)[:60]}”: {again.sentence}.")
    return told


def told(kept: dict) -> str:
    """The hint that was kept, in the language of who reads it; those of earlier days in English."""
    if "times" not in kept:
        return kept.get("sentence", "")
    day = date.fromisoformat(kept["as_of"])
    return Again(None, "", kept["rating"], day, kept["times"], kept["speakers"]).sentence
