"""Two claims that turned out to be one sentence: preview, merge, undo.

Ties, verdicts of every state, reviews of others, reports and remarks go along; evidence and replies
hang on their verdicts. Notices stay where they were published and are told with the claim that
stands. No verdict changes unseen: where two stand on one scale a publisher says which one stands on
and tells readers why; so does whoever undoes that.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from quotes import roles
from quotes.actions import merging
from quotes.actions.corrections import written
from quotes.actions.merging_preview import (
    COLUMNS,
    ClaimPreview,
    is_public,
    moving,
    preview_claims,
    standing,
)
from quotes.errors import LookAgain, MoveNotAllowed, NotReady
from quotes.models import Assessment, Claim, Merge
from quotes.models.assessments import AssessmentState
from quotes.models.claims import ClaimStatus
from quotes.models.merges import MergeKind
from quotes.published.models import PublishedVersion
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from quotes.workflow import REOPENS
from sources.history import acting

PUBLIC = ("published", "superseded", "void")


@transaction.atomic
def merge_claims(loser, winner, *, by, reason="", stands=(), notice=None, seen=None) -> Merge:
    """Merge a claim into another one; ties, verdicts and all that hangs on it go along.

    `stands` holds the public id of the verdict that stands on for each scale on which both have
    one; then, and where readers will see another rating, a `notice` is needed. `seen` is what the
    preview said of itself; LookAgain where that has changed.
    """
    roles.check(by, roles.EDIT, "merge claims")
    if is_public(loser) or is_public(winner):
        roles.check(by, roles.PUBLISH, "merge what is published")
    loser, winner = both_locked(loser, winner)
    preview = preview_claims(loser, winner)
    if seen is not None and seen != preview.seen:
        raise LookAgain("What hangs on one of the two has changed since you looked. Look again.")
    merging.check(preview)
    superseded = outdone(preview, set(stands))
    if preview.needs_notice and notice is None:
        raise NotReady(
            "Readers will see another verdict than before. Write the notice that tells them what"
            " was wrong and what changed."
        )
    with acting(by, "merge claims", reason):
        correction = written(winner, by, notice) if notice else None
        moved = planned(loser, winner, superseded, correction)
        merge = merging.record(MergeKind.CLAIM, loser, winner, moved, by, reason)
        rated = Assessment.objects.filter(pk__in=superseded)
        rated.update(state=AssessmentState.SUPERSEDED)
        carry(moved, winner)
        Claim.objects.filter(pk__in=moved["merged_rows"]).update(merged_into=winner)
        Claim.objects.filter(pk=loser.pk).update(merged_into=winner)
        Claim.objects.filter(pk=winner.pk).update(status=moved["status"][1])
        merging.lead_on(MergeKind.CLAIM, loser, winner, [loser.public_id, *moved["slugs"]])
        act = Act(timezone.now(), "merged", correction, reason="merged")
        refresh(act, claims=[loser.pk, winner.pk], corrections=numbered(correction))
    return merge


def both_locked(loser, winner):
    """Both rows as they stand now; locked in one order, whichever way they are merged."""
    held = Claim.objects.select_for_update().order_by("pk").in_bulk({loser.pk, winner.pk})
    return held[loser.pk], held[winner.pk]


def outdone(preview: ClaimPreview, stands: set) -> list[int]:
    """Keys of the verdicts that stand no longer: of each pair the one that was not chosen."""
    found = []
    for clash in preview.clashes:
        pair = {clash.loser.public_id: clash.loser, clash.winner.public_id: clash.winner}
        kept = stands & pair.keys()
        if len(kept) != 1:
            raise NotReady(f"Say which verdict stands on the scale “{clash.scale}”.")
        found += [row.pk for name, row in pair.items() if name not in kept]
    return found


def planned(loser, winner, superseded, correction) -> dict:
    """All that will move or change, for the record of the merge: keys, and how it was."""
    moved = moving(loser, winner)
    moved["merged_rows"] = list(loser.merged_rows.values_list("pk", flat=True))
    moved["redirects"] = merging.led_to(MergeKind.CLAIM, loser)
    # A claim that readers never saw does not show by its address what it said.
    was_public = PublishedVersion.objects.of("claim", loser.public_id).exists()
    moved["slugs"] = [loser.slug] if was_public else []
    moved["superseded"] = superseded
    public = Assessment.objects.filter(claim__in=[loser, winner], state__in=PUBLIC)
    states = dict(public.values_list("pk", "state"))
    moved["states"] = {str(key): state for key, state in states.items()}
    moved["states"] |= {str(key): AssessmentState.SUPERSEDED.value for key in superseded}
    moved["status"] = [winner.status, status_after(loser, winner, superseded, moved)]
    moved["notice"] = correction.number if correction else None
    return moved


def status_after(loser, winner, superseded, moved) -> str:
    """Where the claim stands once it is one: with both verdicts and the words of both."""
    statuses = {loser.status, winner.status}
    own, other = (
        {row.pk for row in standing(claim).values()} - set(superseded) for claim in (winner, loser)
    )
    if not (own or other):
        drafts = Assessment.objects.filter(claim__in=[loser, winner]).exclude(state__in=PUBLIC)
        waits = ClaimStatus.UNDER_ASSESSMENT in statuses or drafts.exists()
        return (ClaimStatus.UNDER_ASSESSMENT if waits else ClaimStatus.OPEN).value
    calling = Q(relation__in=REOPENS, published_at__isnull=False)
    unseen = own and loser.claim_quotes.filter(calling, pk__in=moved["claim_quotes"]).exists()
    unseen = unseen or (other and winner.claim_quotes.filter(calling).exists())
    again = ClaimStatus.NEEDS_REASSESSMENT in statuses or unseen
    return (ClaimStatus.NEEDS_REASSESSMENT if again else ClaimStatus.ASSESSED).value


def carry(moved, claim):
    """Hang what moves on this claim."""
    for name, model in COLUMNS.items():
        model._base_manager.filter(pk__in=moved[name]).update(claim=claim)


def numbered(correction) -> list[int]:
    """The key of a notice, where there is one."""
    return [correction.pk] if correction else []


@transaction.atomic
def undo(merge, *, by, reason="", notice=None) -> Merge:
    """Part claims that were merged: every tie, verdict and remark goes back where it was.

    Where the merge told readers of a verdict, undoing it needs a `notice` too.
    """
    roles.check(by, roles.PUBLISH, "undo merges")
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    loser, winner = both_locked(Claim(pk=merge.loser), Claim(pk=merge.winner))
    check_undo(merge, winner, notice)
    with acting(by, "undo merge", reason):
        correction = written(winner, by, notice) if notice else None
        merging.take_back(merge, by)
        moved = merge.moved
        Claim.objects.filter(pk=loser.pk).update(merged_into=None)
        Claim.objects.filter(pk__in=moved["merged_rows"]).update(merged_into=loser)
        try:
            with transaction.atomic():
                carry(moved, loser)
        except IntegrityError as error:
            raise MoveNotAllowed(f"Something that came along was changed since: {error}") from error
        rated = Assessment.objects.filter(pk__in=moved["superseded"])
        rated.update(state=AssessmentState.PUBLISHED)
        before, after = moved["status"]
        Claim.objects.filter(pk=winner.pk, status=after).update(status=before)
        act = Act(timezone.now(), "parted", correction, reason="parted")
        refresh(act, claims=[loser.pk, winner.pk], corrections=numbered(correction))
    return merge


def check_undo(merge, winner, notice):
    """Raise where the two cannot be parted as they were, or not without telling readers."""
    merging.check_undo(merge, winner)
    later = Merge.objects.filter(kind=MergeKind.CLAIM, winner=winner.pk, undone_at__isnull=True)
    if later.filter(pk__gt=merge.pk).exists():
        raise MoveNotAllowed("Another claim was merged into the same one since. Undo that first.")
    known, moved = merge.moved["states"], merge.moved["assessments"]
    rows = Assessment.objects.filter(Q(pk__in=moved) | Q(pk__in=[int(key) for key in known]))
    for row in rows.filter(state__in=PUBLIC):
        if known.get(str(row.pk)) != row.state:
            raise MoveNotAllowed(
                "A verdict of theirs was published, superseded or made void since. Leave them"
                " merged, or tie the quotes to a new claim and assess it."
            )
    if merge.moved["notice"] and notice is None:
        raise NotReady(
            "Readers will see both verdicts again. Write the notice that tells them what was wrong"
            " and what changed."
        )
