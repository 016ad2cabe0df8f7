"""Speakers and outlets enter the record: one door for the desk's forms and for imports."""

from django.db import transaction

from quotes import roles
from quotes.models import Speaker, SpeakerName
from quotes.models.people import NameKind, SpeakerKind
from quotes.speakers import sort_name
from sources.history import acting
from sources.models import Outlet, OutletDomain
from sources.slugs import new_slug


@transaction.atomic
def enter_speaker(speaker, *, by, aliases=()) -> Speaker:
    """Save a new speaker, with a slug, a place in the index and the names to be found by."""
    roles.check(by, roles.CONTRIBUTE, "add speakers")
    with acting(by, "new speaker"):
        speaker.slug = new_slug(Speaker, speaker.name)
        speaker.sort_name = speaker.sort_name or sort_name(speaker.name, speaker.kind)
        speaker.save()
        if speaker.kind != SpeakerKind.UNNAMED_SOURCE:
            known = [(speaker.name, NameKind.FULL), *((name, NameKind.ALIAS) for name in aliases)]
            for text, kind in known:
                SpeakerName.objects.get_or_create(
                    speaker=speaker, text=text, defaults={"kind": kind}
                )
    return speaker


@transaction.atomic
def enter_outlet(outlet, *, by, domains=()) -> Outlet:
    """Save a new outlet, with a slug and the domains whose pages are its."""
    roles.check(by, roles.CONTRIBUTE, "add outlets")
    with acting(by, "new outlet"):
        outlet.slug = new_slug(Outlet, outlet.name)
        outlet.save()
        for domain in domains:
            OutletDomain.objects.create(outlet=outlet, domain=domain)
    return outlet
