"""Who a noun phrase stands beside: "another activist, David Quinn", "Quinn, an activist"."""

from __future__ import annotations

from .mentions import NAMED, NOMINAL, VERBAL, Mention
from .sentences import COMMA, Frame

PEOPLE = frozenset("hgo")
DEEPEST = 4  # phrases inside phrases


def pair(found: list[Mention], frame: Frame) -> None:
    """Tie "another activist" to "David Quinn" where only a comma stands between them."""
    kinds = frame.kinds
    for left, right in zip(found, found[1:], strict=False):
        if right.first != left.last + 2 or kinds[left.last + 1] != COMMA:
            continue
        if right.kind == NAMED:
            noun = _role_noun(found, left, frame)
            if noun is not None:
                noun.partner = right.index
        elif left.kind == NAMED and right.kind == NOMINAL and right.head_class in PEOPLE:
            verb_follows = kinds[right.last + 1 : right.last + 2]
            if verb_follows and verb_follows[0] in VERBAL:
                continue  # "In Penhallow, the minister said": no apposition
            if right.determiner or right.head_class == "h":
                right.partner = left.index


def _role_noun(found: list[Mention], mention: Mention, frame: Frame) -> Mention | None:
    """The role noun whose phrase ends with ``mention``: "the head of the rescue service"."""
    genitives = frame.language.words("genitives")
    for _ in range(DEEPEST):
        genitive = mention.determiner in genitives
        if not (mention.after_preposition or genitive):
            break
        outer = found[mention.index - 1] if mention.index else None
        if outer is None or outer.last != mention.first - (1 if genitive else 2):
            break
        mention = outer
    if mention.kind != NOMINAL or mention.after_preposition:
        return None
    person = mention.head_class in "hq" or mention.head_class == "o" and mention.determiner
    return mention if person and mention.partner is None else None
