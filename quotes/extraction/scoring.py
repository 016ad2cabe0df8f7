"""How far to believe a suggestion: the chance that words and speaker's name are both right.

The evidence is how sure each step was: that the words are speech, whose mention it is, what that
mention refers to; and the shape of the case. A logistic model weighs it, trained on articles that
the other models had not seen, so that 0.9 means nine in ten. ``ready`` is a cut on that score,
chosen in training so that 98 of 100 above it are wholly right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cues import Cue
from .found import FoundQuote
from .languages import POSSESSIVE
from .mentions import NAMED, PRONOMINAL, Mention
from .ranker import Models
from .references import BODY, PERSON

if TYPE_CHECKING:
    from .attribution import Article, Ranked
    from .entities import Entity

OPEN = "open|True"  # evidence: who speaks is not settled, so never ready
NEVER = 2.0  # no score reaches this: without trained settings nothing is ready
STEPS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)


def step(share: float) -> str:
    """A share of belief in steps that narrow towards certainty."""
    return str(sum(share >= limit for limit in STEPS))


def evidence(
    quote: FoundQuote, cue: Cue | None, ranked: Ranked, chance: float, article: Article
) -> list[str]:
    """Feature names for how sure each step behind a suggestion was."""
    speaker = ranked.best
    shares = sorted(ranked.shares, reverse=True)
    top = shares[0] if shares else 0.0
    features = [
        "1",
        f"plain|{is_plain(speaker, cue)}",
        f"open|{quote.speaker_name is None or is_open(speaker, article)}",
        f"speech|{step(chance)}",
        f"top|{step(top)}",
        f"form|{quote.form}",
    ]
    features.append(f"both|{step(chance * top)}")
    side = f"{cue.side}|{article.frame.kinds[cue.at]}" if cue else "none"
    features += [f"cue|{side}", f"cue|{side}|{quote.form}", f"parts|{min(3, len(quote.spans))}"]
    features += [f"flag|{flag}" for flag in quote.flags]
    if cue is not None:
        features.append(f"rule|{speaker is not None and cue.subject == speaker.index}|{cue.how}")
    words = len(article.text[quote.start : min(quote.end, quote.start + 400)].split())
    features.append(f"words|{min(words // 3, 6)}")
    if speaker is None:
        return [*features, "nobody"]
    if quote.speaker_name is None:
        features.append("noname")
    return features + _of_speaker(speaker, side.split("|")[0], article)


def _of_speaker(speaker: Mention, side: str, article: Article) -> list[str]:
    """Feature names for how sure the step from mention to name was."""
    entity = article.table.entity_of(speaker)
    kind = speaker.kind if speaker.kind in (NAMED, PRONOMINAL) else f"noun{speaker.head_class}"
    features = [
        f"kind|{kind}",
        f"kind|{kind}|{side}",
        f"language|{article.language.code}",
        f"reference|{kind}|{step(speaker.share)}",
    ]
    features += [f"ground|{ground}" for ground in speaker.grounds]
    if entity is None:
        return [*features, f"unlinked|{kind}"]
    alone = min(speaker.choices, 4)
    features.append(f"choices|{kind}|{alone}")
    if speaker.kind != NAMED:
        nearest = _nearest(speaker, article)
        features += [f"nearest|{kind}|{nearest}", f"nearest|{kind}|{nearest}|{alone}"]
        features.append(f"gender|{kind}|{alone}|{bool(entity.gender)}")
        features.append(f"owner|{kind}|{article.frame.kinds[speaker.first] == POSSESSIVE}")
    features += [
        f"entity|{entity.kind}|{entity.named}",
        f"article|{kind}|{bool(speaker.determiner)}|{min(3, len(entity.words))}",
        f"unnamed|{kind}|{entity.named}|{_definite(speaker, article)}",
        f"name|{min(3, len(entity.words))}|{kind}",
        f"mentions|{min(4, len(entity.mentions))}",
        f"role|{bool(entity.roles)}",
    ]
    return features


def _nearest(speaker: Mention, article: Article) -> str:
    """What the last one before a pronoun or a noun is: the same, another, or somebody unnamed."""
    indefinite = article.language.words("indefinite")
    for other in reversed(article.mentions[max(0, speaker.index - 8) : speaker.index]):
        entity = article.table.entity_of(other)
        if entity is not None and other.entity == speaker.entity:
            return "same"
        if other.head_class in ("h", "q"):
            return "stranger" if other.determiner in indefinite else "noun"
        if entity is not None and other.kind == NAMED and entity.kind == PERSON:
            return "named"
    return "none"


def _definite(speaker: Mention, article: Article) -> bool:
    """ "the company", "his lawyers": somebody whom the article may name elsewhere."""
    definite = speaker.determiner in article.language.words("definite")
    return definite or article.frame.kinds[speaker.first] == POSSESSIVE


def is_open(speaker: Mention | None, article: Article) -> bool:
    """Who speaks is not settled: a tie, a surname of several, "the company" without a name."""
    if speaker is None or speaker.rivals:
        return True
    entity = article.table.entity_of(speaker)
    if speaker.kind == NAMED:
        return speaker.choices > 1 or _is_description(speaker, entity, article)
    return entity is not None and not entity.named and _definite(speaker, article)


def _is_description(speaker: Mention, entity: Entity | None, article: Article) -> bool:
    """ "the Dane": a word with a capital and an article that names nobody by itself."""
    definite = speaker.determiner in article.language.words("definite")
    if entity is None or entity.kind == BODY or not definite:
        return False
    return len(entity.words) == 1 and not speaker.titles


def is_plain(speaker: Mention | None, cue: Cue | None) -> bool:
    """Nothing about the speaker had to be weighed against a rival; a rule says the same."""
    if speaker is None or speaker.rivals or cue is None or cue.subject != speaker.index:
        return False
    return speaker.choices <= 1 and (speaker.kind == NAMED or speaker.entity is not None)


def confidence(models: Models, features: list[str]) -> tuple[float, bool]:
    """The calibrated score, and whether a suggestion with that score is ready to accept."""
    score = models.score.probability(features)
    ready = OPEN not in features and score >= models.settings.get("ready", NEVER)
    return round(score, 3), ready
