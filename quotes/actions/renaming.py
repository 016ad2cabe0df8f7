"""Readable addresses: speakers, outlets, topics and claims get another one, and the old one leads
there for ever."""

import re

from django.db import transaction
from django.utils import timezone

from quotes import roles
from quotes.edits import locked, save_fields
from quotes.errors import NothingToDo, NotReady
from quotes.models import Claim, Speaker, Topic
from quotes.published.models import (
    PublishedClaim,
    PublishedOutlet,
    PublishedSpeaker,
    PublishedTopic,
    Redirect,
)
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.history import acting
from sources.locks import one_at_a_time
from sources.models import Outlet

KINDS = {"speaker": Speaker, "outlet": Outlet, "topic": Topic, "claim": Claim}
SHOWN = {
    "speaker": PublishedSpeaker, "outlet": PublishedOutlet, "topic": PublishedTopic,
    "claim": PublishedClaim,
}  # fmt: skip
SHAPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 60


def kind_of(row) -> str:
    """speaker, outlet, topic or claim."""
    return next(kind for kind, model in KINDS.items() if isinstance(row, model))


def is_public(row) -> bool:
    """Readers can open its page."""
    return SHOWN[kind_of(row)].objects.filter(pk=row.public_id).exists()


@transaction.atomic
def rename(row, slug, *, by, reason="", expect=None):
    """Give a row another address; what readers know leads to it from then on."""
    roles.check(by, roles.EDIT, "change addresses")
    row, kind = locked(row, expect), kind_of(row)
    known = is_public(row)
    if known:
        roles.check(by, roles.PUBLISH, "change addresses that readers know")
    slug = slug.strip()
    if not SHAPE.fullmatch(slug) or len(slug) > LONGEST:
        raise NotReady(
            f"An address has small letters, digits and single dashes, at most {LONGEST}: ana-oak."
        )
    if slug == row.slug:
        raise NothingToDo("That is the address already.")
    one_at_a_time(f"slug of {row._meta.model_name}: {slug}")
    check_free(kind, row, slug)
    with acting(by, "change address", reason):
        old = row.slug
        save_fields(row, {"slug": slug})
        Redirect.objects.filter(kind=kind, old=slug, target=row.public_id).delete()
        if known:
            Redirect.objects.update_or_create(
                kind=kind, old=old, defaults={"target": row.public_id, "reason": "renamed"}
            )
        refresh(Act(timezone.now(), "additive"), **{f"{kind}s": [row.pk]})
    return row


def check_free(kind, row, slug):
    """Raise NotReady where another row has the address, or had it before."""
    if KINDS[kind]._base_manager.filter(slug=slug).exclude(pk=row.pk).exists():
        raise NotReady(f"Another {kind} has the address “{slug}”.")
    led = Redirect.objects.filter(kind=kind, old=slug).exclude(target=row.public_id)
    if led.exists():
        raise NotReady(
            f"“{slug}” has led to another {kind}: an address that readers know is never given away."
        )
