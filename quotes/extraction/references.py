"""What a pronoun or a noun phrase refers to: the evidence, and the choice.

"she", "the company", "the senator": each earlier entity that fits is weighed by a small model
that was trained on annotated articles. Two that weigh alike are a tie, and a tie is no guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .mentions import PRONOMINAL, Mention
from .ranker import LinearModel, softmax
from .sentences import Frame

if TYPE_CHECKING:
    from .entities import Entity

PERSON, BODY, PLACE, UNKNOWN = "person", "organisation", "place", "unknown"
TIE = 0.06
LEADS = 2.0
OF_KIND = ("kind|", "name|", "last|", "ranks|", "gender|", "parallel|")  # weighed by pronoun
MOST = 14


@dataclass(frozen=True)
class Reference:
    """The candidates of one reference: entity numbers (None: none of them) and their evidence."""

    entities: tuple[int | None, ...]
    rows: tuple[list[str], ...]
    salience: tuple[float, ...]  # what is so before any training: near, a subject, a speaker


@dataclass(frozen=True)
class Decision:
    """The chosen entity, its share of belief, and the rivals that tie with it."""

    entity: int | None
    share: float
    rivals: tuple[int, ...]


def gather(frame: Frame, mention: Mention, entities: Sequence[Entity]) -> Reference:
    """The evidence for each of ``entities``, the most recent last, as what ``mention`` means."""
    nearest = sorted(entities, key=lambda entity: -entity.last_at)[:MOST]
    subjects = sorted(nearest, key=lambda entity: -entity.last_subject_at)
    places = {entity.index: place for place, entity in enumerate(subjects)}
    prefix = _prefix(frame, mention)
    counts = sorted((len(entity.mentions) for entity in nearest), reverse=True)
    rows = []
    chosen: list[int | None] = []
    salience = []
    for rank, entity in enumerate(nearest):
        plain = _evidence(frame, mention, entity, rank, places[entity.index])
        standing = counts.index(len(entity.mentions))
        early = bool(entity.mentions) and frame.paragraph_of[entity.first_at] <= 1
        plain += [f"standing|{min(standing, 2)}", f"early|{early}|{min(standing, 1)}"]
        rows.append(plain + [f"{prefix}:{name}" for name in plain if name.startswith(OF_KIND)])
        chosen.append(entity.index)
        salience.append(_salience(frame, mention, entity))
    if mention.kind != PRONOMINAL:
        name = f"{mention.head_class}|{frame.language.code}"
        rows.append(["none", f"none|{name}", f"none|{mention.head_class}|{min(len(nearest), 3)}"])
        chosen.append(None)
        salience.append(0.0)
    return Reference(tuple(chosen), tuple(rows), tuple(salience))


def certain(reference: Reference) -> Reference:
    """The same reference without the answer "none of them"."""
    kept = [at for at, entity in enumerate(reference.entities) if entity is not None]
    return Reference(
        tuple(reference.entities[at] for at in kept),
        tuple(reference.rows[at] for at in kept),
        tuple(reference.salience[at] for at in kept),
    )


def decide(reference: Reference, model: LinearModel) -> Decision:
    """The likeliest candidate of ``reference``, with its rivals."""
    if not reference.rows:
        return Decision(None, 0.0, ())
    scores = zip(reference.rows, reference.salience, strict=True)
    shares = softmax([model.score(row) + before for row, before in scores])
    order = sorted(range(len(shares)), key=lambda at: (-shares[at], at))
    top = order[0]
    rivals = [
        entity
        for at in order
        if shares[top] - shares[at] < TIE and (entity := reference.entities[at]) is not None
    ]
    tied = tuple(rivals[:4]) if len(rivals) > 1 else ()
    return Decision(reference.entities[top], shares[top], tied)


def _prefix(frame: Frame, mention: Mention) -> str:
    if mention.kind == PRONOMINAL:
        code = frame.language.pronouns.get(mention.head, "?")[:1]
        return "he" if code in "mf" else "it"
    return "it" if mention.head_class in ("o", "d") else "he"


def _evidence(
    frame: Frame, mention: Mention, entity: Entity, rank: int, subject_rank: int
) -> list[str]:
    here = frame.sentence_of[mention.first]
    apart = here - frame.sentence_of[entity.last_at]
    paragraph = frame.paragraph_of[mention.first] - frame.paragraph_of[entity.last_at]
    subject = _back(frame, here, entity.last_subject_at)
    spoken = _back(frame, here, entity.last_spoken_at)
    lead = _back(frame, here, entity.last_lead_at)
    features = [
        f"kind|{entity.kind}",
        f"apart|{min(apart, 5)}",
        f"apart|{min(apart, 3)}|{entity.last_role}",
        f"paragraph|{min(paragraph, 3)}",
        f"subject|{subject}",
        f"spoken|{spoken}",
        f"lead|{lead}",
        f"lead|{lead}|{subject}|{min(apart, 2)}",
        f"rank|{min(rank, 4)}",
        f"subjectrank|{min(subject_rank, 4)}",
        f"ranks|{min(rank, 2)}{min(subject_rank, 2)}",
        f"count|{min(len(entity.mentions), 5)}",
        f"last|{entity.last_kind}|{min(apart, 2)}",
        f"name|{entity.named}|{min(len(entity.words), 3)}|{entity.kind}",
        f"placed|{entity.placed and entity.kind != PERSON}",
        f"same|{mention.kind}|{min(apart, 1)}|{entity.last_role}",
        f"parallel|{mention.subject and entity.last_role == 'subject'}",
    ]
    return features + _fit(frame, mention, entity)


def _salience(frame: Frame, mention: Mention, entity: Entity) -> float:
    """How present an entity is: an old rule of thumb, which training only corrects."""
    here = frame.sentence_of[mention.first]
    apart = here - frame.sentence_of[entity.last_at]
    score = -0.55 * min(apart, 12)
    for token, worth in (
        (entity.last_subject_at, 1.5),
        (entity.last_spoken_at, 1.2),
        (entity.last_lead_at, LEADS),
    ):
        if token >= 0:
            score += worth / (1 + here - frame.sentence_of[token])
    return score + 0.08 * min(len(entity.mentions), 6)


def _fit(frame: Frame, mention: Mention, entity: Entity) -> list[str]:
    if mention.kind == PRONOMINAL:
        code = frame.language.pronouns.get(mention.head, "?")[:1]
        known = "same" if entity.gender == code else "unknown" if not entity.gender else "other"
        return [f"gender|{known}", f"gender|{known}|{entity.kind}"]
    features = [f"named|{mention.head in entity.words}"]
    if mention.head in entity.role_heads:
        features.append("role")
        if any(mention.head == role.lower().split()[-1] for role in entity.roles if role.split()):
            features.append("rolehead")
    else:
        features.append("norole")
    features.append(f"held|{bool(entity.role_heads)}|{mention.head_class}")
    features.append(f"acronym|{entity.name.isupper()}")
    return features


def _back(frame: Frame, here: int, token: int) -> str:
    if token < 0:
        return "never"
    return str(min(here - frame.sentence_of[token], 5))


def grounds(
    frame: Frame, mention: Mention, reference: Reference, decision: Decision, table: list[Entity]
) -> tuple[str, ...]:
    """How safe the choice was: who else was on stage, and where the chosen one stood last."""
    if decision.entity is None:
        return ("none",)
    chosen = table[decision.entity]
    others = [table[at] for at in reference.entities if at not in (None, decision.entity)]
    here, paragraph = frame.sentence_of[mention.first], frame.paragraph_of[mention.first]
    near = [one for one in others if paragraph - frame.paragraph_of[one.last_at] <= 2]
    spoke = max((one.last_spoken_at for one in others), default=-1)
    later = sum(one.last_at > chosen.last_at for one in others)
    same = sum(bool(one.gender) for one in near)
    apart = here - frame.sentence_of[chosen.last_at]
    kind = _prefix(frame, mention) if mention.kind == PRONOMINAL else mention.head_class
    known = "known" if chosen.gender else "unknown"
    return (
        f"{kind}|later|{min(later, 3)}",
        f"{kind}|near|{min(same, 3)}{min(len(near) - same, 3)}",
        f"{kind}|others|{min(len(others), 4)}",
        f"{kind}|{known}|{bool(near)}|{bool(later)}",
        f"{kind}|last|{min(apart, 3)}|{chosen.last_role}|{bool(later)}",
        f"{kind}|spoke|{chosen.last_spoken_at >= spoke}",
        f"{kind}|role|{mention.head in chosen.role_heads}|{chosen.named}",
        f"{kind}|weak|{chosen.last_share < 0.8}",
    )
