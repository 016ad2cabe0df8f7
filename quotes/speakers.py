"""Who is meant by a printed name: find the speaker, or make one, or ask."""

import re

from quotes.errors import NotReady, SpeakerNotClear
from quotes.models import Role, Speaker, SpeakerName
from quotes.models.people import NameKind, SpeakerKind
from sources.cleaning import clean_line
from sources.dates import PartialDate
from sources.locks import one_at_a_time
from sources.slugs import new_slug


def find(name: str) -> Speaker | None:
    """The one speaker who goes by this name; None where there is none.

    A person is matched by name alone only where the full name is unique: a single word never
    tells a person. Raises SpeakerNotClear where several go by it.
    """
    name = clean_line(name)
    if not name:
        return None
    found = list(Speaker.objects.called(name))
    if len(found) > 1:
        raise SpeakerNotClear(name, found)
    if found and found[0].kind == SpeakerKind.PERSON and " " not in name and not unspaced(name):
        return None
    return found[0] if found else None


def unspaced(name: str) -> bool:
    """Written in a script that puts no space between given name and surname."""
    return any("\u3000" < character < "\ufb00" for character in name)


def suggest(name: str | None) -> Speaker | None:
    """Like `find`, but None where it is not clear who is meant."""
    try:
        return find(name or "")
    except SpeakerNotClear:
        return None


def find_or_make(name: str, *, kind: str = SpeakerKind.PERSON) -> Speaker:
    """The one speaker who goes by this name, made where nobody does.

    Raises SpeakerNotClear where several do, or where a single word is the surname of somebody we
    know: whether it is them is for an editor to say.
    """
    name = clean_line(name)
    one_at_a_time(f"speaker: {name.casefold()}")
    known = find(name)
    if known is None and kind == SpeakerKind.PERSON and " " not in name and name:
        word = re.escape(name)
        same = Speaker.objects.unmerged().exclude(kind=SpeakerKind.UNNAMED_SOURCE)
        near = same.filter(names__text__iregex=rf"(^|\s){word}(\s|$)").distinct()[:10]
        if near:
            raise SpeakerNotClear(name, near)
    return known or make(name, kind=kind)


def make(name: str, *, kind: str = SpeakerKind.PERSON, only_in=None) -> Speaker:
    """A new speaker with this name."""
    name = clean_line(name)[:200].strip()
    if not name:
        raise NotReady("Give the speaker's name.")
    kind = kind if kind in SpeakerKind.values else SpeakerKind.PERSON
    speaker = Speaker.objects.create(
        name=name,
        sort_name=sort_name(name, kind),
        kind=kind,
        slug=new_slug(Speaker, name),
        only_in=only_in if kind == SpeakerKind.UNNAMED_SOURCE else None,
    )
    if kind != SpeakerKind.UNNAMED_SOURCE:
        SpeakerName.objects.create(speaker=speaker, text=name, kind=NameKind.FULL)
    return speaker


def sort_name(name: str, kind: str) -> str:
    """As in an index: the last word first for people; editors correct the exceptions."""
    first, _, last = name.rpartition(" ")
    return f"{last}, {first}" if kind == SpeakerKind.PERSON and first else name


def role_at(speaker: Speaker, when: PartialDate, printed: str = "") -> Role | None:
    """The role held then: the printed one, else the only one; None where it is not clear."""
    roles = list(speaker.roles.select_related("position"))
    named = [role for role in roles if printed and role.position.title.lower() in printed.lower()]
    held = [role for role in roles if was_held(role, when)] if when else []
    for choice in (named, held):
        if len(choice) == 1:
            return choice[0]
    return None


def was_held(role: Role, when: PartialDate) -> bool:
    """The role's time and the day overlap; a role without any date is not counted on."""
    if not role.start and not role.end:
        return False
    started = not role.start or role.start_earliest <= when.latest
    ended = bool(role.end) and role.end_latest < when.earliest
    return started and not ended
