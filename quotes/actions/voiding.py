"""Claims are made void: sentences that nobody can check, or that should not stand here."""

from django.db import transaction

from quotes import roles
from quotes.actions.assessments import move_claim
from quotes.actions.corrections import correcting
from quotes.edits import locked
from quotes.errors import MoveNotAllowed, NotReady
from quotes.models import Claim
from quotes.models.assessments import AssessmentState
from quotes.models.claims import ClaimStatus
from quotes.models.words import WithdrawalReason
from quotes.published.models import PublishedClaim
from sources.history import acting


@transaction.atomic
def void_claim(claim, *, by, why="", reason="", notice=None, expect=None) -> Claim:
    """Take a claim out of use for good; it stays on record, and so does what hung on it.

    A claim that readers see goes with a public `reason`, one of a few, and a numbered `notice`: its
    verdicts are void, its page tells that it was taken back. Of another one `why` is for the desk.
    """
    claim = locked(claim, expect)
    if claim.merged_into_id or claim.status == ClaimStatus.VOID:
        raise MoveNotAllowed("This claim does not stand any more: it was merged or made void.")
    if not PublishedClaim.objects.filter(pk=claim.public_id).exists():
        roles.check(by, roles.EDIT, "make claims void")
        if not why.strip():
            raise NotReady("Say why, for whoever looks for this claim later.")
        with acting(by, "make claim void", why.strip()):
            move_claim(claim, ClaimStatus.VOID)
        return claim
    roles.check(by, roles.PUBLISH, "make claims void that readers see")
    if reason not in WithdrawalReason.values:
        raise NotReady(f"Give a reason: {', '.join(WithdrawalReason.values)}.")
    if notice is None:
        raise NotReady("Write the notice that tells readers what was wrong and what changed.")
    with correcting(claim, by=by, notice=notice, change="withdrawn", reason=reason):
        for row in claim.assessments.current():
            row.state = AssessmentState.VOID
            row.save(update_fields=["state"])
        move_claim(claim, ClaimStatus.VOID)
    return claim
