"""Which moves quotes make, who may make them, and what must hold before they do."""

from django.db import transaction
from django.utils import timezone

from quotes import roles
from quotes.edits import locked
from quotes.errors import MoveNotAllowed, NotAllowed, NotReady
from quotes.models import Claim, Quote
from quotes.models.claims import ClaimStatus, Relation
from quotes.models.words import QUOTE_MOVES, QuoteStatus, WithdrawalReason
from quotes.publishing import derive, rows
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.history import acting

S = QuoteStatus
NEEDS = {
    (S.DRAFT, S.IN_REVIEW): (roles.CONTRIBUTE,),
    (S.IN_REVIEW, S.DRAFT): (roles.EDIT,),
    (S.IN_REVIEW, S.PUBLISHED): (roles.PUBLISH,),
    (S.PUBLISHED, S.WITHDRAWN): (roles.PUBLISH, roles.ADMINISTER),
    (S.WITHDRAWN, S.PUBLISHED): (roles.PUBLISH,),
}
REOPENS = {Relation.CONFIRMS, Relation.CONCEDES, Relation.RETRACTS}


def check_move(quote, to, *, by):
    """Raise unless there is such a move and this person may make it."""
    if to not in QUOTE_MOVES.get(quote.status, ()):
        raise MoveNotAllowed(
            f"This quote is {quote.get_status_display()}: there is no way from there to"
            f" {S(to).label}."
        )
    rights = NEEDS[quote.status, to]
    if not any(roles.can(by, right) for right in rights):
        raise NotAllowed(
            f"You may not move a quote from {quote.get_status_display()} to {S(to).label}."
            f" Ask {' or '.join(roles.HOLDERS[right] for right in rights)}."
        )
    restoring = quote.status == S.WITHDRAWN
    if restoring and quote.withdrawn_by_id == by.pk:
        raise NotAllowed("You withdrew this quote: somebody else must restore it.")
    if restoring and quote.merged_into_id:
        raise MoveNotAllowed("This quote was merged into another one. Split it off first.")


def can_move(quote, to, *, by) -> bool:
    """There is such a move and this person may make it."""
    try:
        check_move(quote, to, by=by)
    except (MoveNotAllowed, NotAllowed):
        return False
    return True


def check_publishable(quote):
    """Raise NotReady with what is missing."""
    if not quote.preferred_wording_id:
        raise NotReady("Choose the wording that readers see first.")
    printed = quote.preferred_wording.occurrences.filter(segments__role="content")
    if not printed.exists():
        raise NotReady("The words need at least one occurrence: a snapshot in which they stand.")
    if quote.preferred_wording.occurrences.filter(anchor="orphaned").exists():
        raise NotReady("The words are no longer found in their snapshot. Anchor them again.")


@transaction.atomic
def submit(quote, *, by, reason="", expect=None):
    """Hand a draft to the publishers."""
    return move(quote, S.IN_REVIEW, by=by, reason=reason, expect=expect)


@transaction.atomic
def send_back(quote, *, by, reason="", expect=None):
    """Give a quote in review back to be worked on."""
    return move(quote, S.DRAFT, by=by, reason=reason, expect=expect)


@transaction.atomic
def publish(quote, *, by, reason="", expect=None):
    """Put a quote before readers; a draft is submitted on the way. The published quote."""
    quote = locked(quote, expect)
    if quote.status == S.DRAFT:
        roles.check(by, roles.PUBLISH, "publish")
        quote = move(quote, S.IN_REVIEW, by=by, reason=reason)
    return move(quote, S.PUBLISHED, by=by, reason=reason)


@transaction.atomic
def withdraw(quote, *, by, reason, note="", expect=None):
    """Take a published quote back: `reason` is public and one of a few, `note` is private."""
    if reason not in WithdrawalReason.values:
        raise NotReady(f"Give a reason: {', '.join(WithdrawalReason.values)}.")
    return move(quote, S.WITHDRAWN, by=by, reason=reason, note=note, expect=expect)


@transaction.atomic
def restore(quote, *, by, reason="", expect=None):
    """Put a withdrawn quote back; never by the person who withdrew it."""
    return move(quote, S.PUBLISHED, by=by, reason=reason, expect=expect)


@transaction.atomic
def move(quote, to, *, by, reason="", note="", expect=None):
    """Move `quote` to status `to`, with all that follows for readers. The moved quote."""
    quote = locked(quote, expect)
    check_move(quote, to, by=by)
    with acting(by, f"quote {to}", reason):
        if to == S.PUBLISHED:
            put_out(quote, by, reason)
        elif to == S.WITHDRAWN:
            take_back(quote, by, reason, note)
        else:
            quote.status = to
            quote.save(update_fields=["status", *quote.without_a_time()])
    quote.refresh_from_db()
    return quote


def put_out(quote, by, reason):
    """Publish the quote and all its rows, or restore it."""
    check_publishable(quote)
    now = timezone.now()
    first = quote.published_at is None
    fields = ["status", "withdrawn_at", "withdrawn_by", "withdrawal_reason", "withdrawal_note"]
    fields += quote.without_a_time()
    quote.status = S.PUBLISHED
    quote.withdrawn_at = quote.withdrawn_by = None
    quote.withdrawal_reason = quote.withdrawal_note = ""
    if first:
        quote.published_at, quote.published_by = now, by
        fields += ["published_at", "published_by"]
    quote.save(update_fields=fields)
    if first:
        rows.publish_waiting(quote, by, now)
    derive_status(quote)
    reopen_claims(quote, now)
    refresh(Act(now, "first" if first else "restored", reason=reason), quotes=[quote.pk])


def take_back(quote, by, reason, note):
    """Withdraw the quote; its claims and their assessments stand."""
    now = timezone.now()
    quote.status, quote.withdrawn_at, quote.withdrawn_by = S.WITHDRAWN, now, by
    quote.withdrawal_reason, quote.withdrawal_note = reason, note
    quote.save(
        update_fields=[
            "status", "withdrawn_at", "withdrawn_by", "withdrawal_reason", "withdrawal_note",
        ]
    )  # fmt: skip
    refresh(Act(now, "withdrawn", reason=reason), quotes=[quote.pk])


def derive_status(quote):
    """Store the attribution status that follows from the quote's rows."""
    rows_of = quote.attributions.all()
    responses = quote.responses.all()
    if quote.published_at:
        rows_of = rows_of.filter(published_at__isnull=False)
        responses = responses.filter(published_at__isnull=False)
    status = derive.attribution(list(rows_of), list(responses)).status
    if status != quote.attribution_status:
        Quote.objects.filter(pk=quote.pk).update(attribution_status=status)


def reopen_claims(quote, at):
    """Words that confirm, concede or retract an assessed claim call for a new assessment.

    Only links that were published at this moment count.
    """
    links = quote.claim_quotes.filter(relation__in=REOPENS, published_at=at)
    Claim.objects.filter(pk__in=links.values("claim_id"), status=ClaimStatus.ASSESSED).update(
        status=ClaimStatus.NEEDS_REASSESSMENT
    )
