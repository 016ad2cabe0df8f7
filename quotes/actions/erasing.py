"""Erasing a snapshot's text by law: one person asks, an administrator who did not ask agrees.

What readers see goes first, by withdrawing. Then the text and the bytes of the snapshot go, and so
does everything that the extractor wrote down about it; the hash, the days and the record of who
asked and who agreed stay. Words that were accepted as quotes stay on the desk with their history,
which nobody changes: `docs/decisions/` says what that means for a backup.
"""

from django.db import transaction
from django.utils import timezone

from quotes import roles
from quotes.edits import locked
from quotes.errors import MoveNotAllowed, NotAllowed, NotReady
from quotes.models import Candidate, ErasureRequest, Quote
from quotes.models.words import QuoteStatus
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.history import acting
from sources.models import Erasure, Snapshot


def may_ask(user) -> bool:
    """Publishers and administrators ask."""
    return roles.can(user, roles.PUBLISH) or roles.can(user, roles.ADMINISTER)


@transaction.atomic
def ask(snapshot, legal_basis, *, by) -> ErasureRequest:
    """Ask for the erasure of a snapshot's text; somebody else decides."""
    if not roles.can(by, roles.ADMINISTER):
        roles.check(by, roles.PUBLISH, "ask for an erasure by law")
    snapshot = Snapshot.objects.select_for_update(of=("self",)).get(pk=snapshot.pk)
    if snapshot.erased_at:
        raise MoveNotAllowed("This text is erased already.")
    if snapshot.erasure_requests.filter(decided_at__isnull=True).exists():
        raise MoveNotAllowed("This was asked for already and is not decided yet.")
    if not legal_basis.strip():
        raise NotReady("Name the law or the order, without the words that are to be erased.")
    with acting(by, "ask for erasure"):
        return ErasureRequest.objects.create(
            snapshot=snapshot, legal_basis=legal_basis.strip()[:2000], asked_by=by
        )


def in_the_way(snapshot) -> list[Quote]:
    """Quotes of this text that are in force: they are withdrawn, or undone, before."""
    rows = Quote.objects.filter(wordings__occurrences__snapshot=snapshot, merged_into__isnull=True)
    return list(rows.exclude(status=QuoteStatus.WITHDRAWN).distinct().order_by("pk"))


@transaction.atomic
def agree(request, *, by, expect=None) -> Erasure:
    """Erase: the text and the bytes go, the stub and the record stay."""
    roles.check(by, roles.ADMINISTER, "erase by law")
    request = undecided(request, expect)
    if request.asked_by_id == by.pk:
        raise NotAllowed("You asked for this yourself. Another administrator decides.")
    snapshot = Snapshot.objects.select_for_update(of=("self",)).get(pk=request.snapshot_id)
    if rows := in_the_way(snapshot):
        names = ", ".join(row.public_id for row in rows[:5])
        raise NotReady(f"Quotes of this text are in force: {names}. Withdraw or undo them first.")
    now = timezone.now()
    with acting(by, "erase by law"):
        made = Erasure.objects.create(
            snapshot=snapshot, legal_basis=request.legal_basis,
            requested_by=request.asked_by, approved_by=by,
        )  # fmt: skip
        Snapshot.objects.filter(pk=snapshot.pk).update(text="", raw=None, erased_at=now)
        Candidate.objects.filter(snapshot=snapshot).update(
            speaker_text="", speaker_name="", role="", cue="", details={}, suggested_speaker=None
        )
        decide(request, by, now, agreed=True)
        refresh(Act(now, "additive"), articles=[snapshot.article_id])
    return made


@transaction.atomic
def refuse(request, *, by, reason, expect=None) -> ErasureRequest:
    """Do not erase; whoever asked reads why."""
    roles.check(by, roles.ADMINISTER, "decide about erasures")
    request = undecided(request, expect)
    if not reason.strip():
        raise NotReady("Say why it is not erased.")
    with acting(by, "refuse erasure", reason):
        return decide(request, by, timezone.now(), agreed=False, answer=reason.strip()[:2000])


def undecided(request, expect) -> ErasureRequest:
    """The request, locked; MoveNotAllowed where it was decided before."""
    request = locked(request, expect)
    if request.decided_at:
        raise MoveNotAllowed("This request was decided already.")
    return request


def decide(request, by, now, *, agreed, answer=""):
    """Put the decision on record."""
    request.decided_at, request.decided_by = now, by
    request.agreed, request.answer = agreed, answer
    request.save(update_fields=["decided_at", "decided_by", "agreed", "answer"])
    return request
