"""Speakers that may be one and the same, and names that look like another's.

The same surname alone says nothing. What counts: the same words in another order or with other
accents, an initial for a given name, a name that holds the other one whole, or a slip of the pen.
Letters of another script that look like ours are how a false namesake is made.
"""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from quotes.extraction.text import folded
from quotes.models import Speaker, SpeakerName
from quotes.querysets import speakers_like

MOST = 20000  # names that are compared at once
SLIP = 90  # likeness of whole names, in percent, that a slip of the pen leaves

# Letters of other scripts that are drawn like Latin ones.
DRAWN_ALIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅαοινκρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwABEKMHOPCTYXIJSaoivkptuxABEZHIKMNOPTYX",
)


@dataclass(frozen=True)
class Suspect:
    """Two speakers that may be one, and what speaks for it."""

    one: Speaker
    other: Speaker
    why: str


@lru_cache(maxsize=1 << 16)  # the names of a page of suspects, some of them compared often
def words(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without accents and points of initials."""
    parts = folded(name).replace(".", " ")
    if not parts.isascii():
        letters = unicodedata.normalize("NFD", parts)
        parts = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple(parts.split())


def why_alike(one: str, other: str) -> str:
    """What makes two names look like one person's; empty where nothing does."""
    first, second = words(one), words(other)
    if not first or not second:
        return ""
    if sorted(first) == sorted(second):
        return "the same words"
    if len(first) > 1 and len(second) > 1:
        if first[-1] == second[-1] and all(
            a == b or (1 in (len(a), len(b)) and a[0] == b[0])
            for a, b in zip(first[:-1], second[:-1], strict=False)
        ):
            return "the same surname, and given names that fit"
        if set(first) <= set(second) or set(second) <= set(first):
            return "one name holds the other"
    plain = folded(one.translate(DRAWN_ALIKE)), folded(other.translate(DRAWN_ALIKE))
    if plain[0] == plain[1]:
        return "letters of another script that look the same"
    if fuzz.ratio(*plain) >= SLIP and min(len(first), len(second)) > 1:
        return "nearly the same spelling"
    return ""


def of(speaker) -> list[Suspect]:
    """Speakers that this one may be the same as."""
    names = dict.fromkeys([speaker.name, *speaker.names.values_list("text", flat=True)])
    others = Speaker.objects.exclude(pk=speaker.pk)
    keys = speakers_like(names)
    found = []
    for other in others.filter(pk__in=list(keys)).prefetch_related("names"):
        theirs = [other.name, *(row.text for row in other.names.all())]
        whys = (why_alike(name, one) for name in names for one in theirs)
        why = next((why for why in whys if why), "")
        if why and other.kind != "unnamed_source":
            found.append(Suspect(speaker, other, why))
    return found


def pairs(most: int = 100) -> list[Suspect]:
    """Suspected duplicates over all speakers, those with a shared last word compared."""
    rows = (
        SpeakerName.objects.filter(speaker__merged_into__isnull=True)
        .exclude(speaker__kind="unnamed_source")
        .order_by("-pk")
        .values_list("speaker_id", "text")[:MOST]
    )
    groups = defaultdict(set)
    for key, text in rows:
        parts = words(text.translate(DRAWN_ALIKE))
        for part in {*parts[-1:], *sorted(parts)[:1]}:
            groups[part].add((key, text))
    found = {}
    for group in groups.values():
        group = sorted(group)[:200]
        for at, (key, text) in enumerate(group):
            for other, theirs in group[at + 1 :]:
                pair = (min(key, other), max(key, other))
                if key != other and pair not in found and (why := why_alike(text, theirs)):
                    found[pair] = why
    chosen = dict(list(found.items())[:most])
    speakers = Speaker.objects.with_quote_count().in_bulk({key for pair in chosen for key in pair})
    return [Suspect(speakers[one], speakers[other], why) for (one, other), why in chosen.items()]


def scripts(name: str) -> set[str]:
    """The scripts of a name's letters: {"LATIN", "CYRILLIC"}."""
    return {
        unicodedata.name(letter, "?").split()[0]
        for letter in name
        if unicodedata.category(letter) in ("Lu", "Ll", "Lo")
    }


def mixed_scripts(name: str) -> str:
    """Which scripts a name mixes, in words; empty where it is of one."""
    found = scripts(name) & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
    return " and ".join(sorted(word.capitalize() for word in found)) if len(found) > 1 else ""
