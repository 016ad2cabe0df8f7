"""Claims and their assessments: from a draft to a published verdict, and back to doubt."""

from django.db import transaction
from django.utils import timezone

from quotes import roles
from quotes.actions.corrections import Notice, correcting
from quotes.edits import locked
from quotes.errors import MoveNotAllowed, NotAllowed, NothingToDo, NotReady
from quotes.models import Assessment, Claim, ClaimQuote, Evidence, Response
from quotes.models.assessments import AssessmentState, Standing
from quotes.models.claims import ClaimStatus
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.history import acting
from sources.slugs import new_slug

A, S = AssessmentState, ClaimStatus


@transaction.atomic
def new_claim(text, *, by, language="en", kind="factual", about="", topics=()) -> Claim:
    """A new claim: one neutral sentence that can be checked."""
    roles.check(by, roles.CONTRIBUTE, "add claims")
    with acting(by, "new claim"):
        claim = Claim(text=text.strip(), language=language, kind=kind, slug=new_slug(Claim, text))
        claim.about = about
        claim.save()
        claim.topics.set(topics)
    return claim


@transaction.atomic
def link(claim, quote, relation, *, by) -> ClaimQuote:
    """Say what a quote does to a claim; for a published quote it waits to be published."""
    roles.check(by, roles.CONTRIBUTE, "link quotes to claims")
    check_stands(claim)
    with acting(by, "link claim"):
        row, _ = ClaimQuote.objects.get_or_create(claim=claim, quote=quote, relation=relation)
    return row


@transaction.atomic
def draft(claim, rating, *, by, summary, as_of, reasoning="", language="en", evidence=()):
    """A new assessment, to be submitted. `evidence` holds the fields of Evidence rows."""
    roles.check(by, roles.CONTRIBUTE, "write assessments")
    check_stands(claim)
    check_agreed(rating)
    with acting(by, "draft assessment"):
        row = Assessment.objects.create(
            claim=claim, scale=rating.scale, rating=rating, summary=summary, reasoning=reasoning,
            language=language, as_of=as_of, author=by,
        )  # fmt: skip
        Evidence.objects.bulk_create(Evidence(assessment=row, **piece) for piece in evidence)
        if claim.status == S.OPEN:
            move_claim(claim, S.UNDER_ASSESSMENT)
    return row


@transaction.atomic
def submit(assessment, *, by, expect=None) -> Assessment:
    """Hand one's own draft to somebody else for approval."""
    roles.check(by, roles.CONTRIBUTE, "submit assessments")
    row = locked(assessment, expect)
    if row.author_id != by.pk:
        raise NotAllowed("Only its author submits an assessment.")
    if row.state != A.DRAFT:
        raise MoveNotAllowed("Only a draft can be submitted.")
    return step(row, A.SUBMITTED, by)


@transaction.atomic
def send_back(assessment, *, by, reason="", expect=None) -> Assessment:
    """Give a submitted assessment back to its author."""
    roles.check(by, roles.JUDGE, "send assessments back")
    row = locked(assessment, expect)
    if row.state != A.SUBMITTED:
        raise MoveNotAllowed("Only a submitted assessment can be sent back.")
    return step(row, A.DRAFT, by, reason)


@transaction.atomic
def approve(assessment, *, by, expect=None) -> Assessment:
    """Approve somebody else's submitted assessment."""
    roles.check(by, roles.JUDGE, "approve assessments")
    row = locked(assessment, expect)
    if row.author_id == by.pk:
        raise NotAllowed("You wrote this assessment: somebody else must approve it.")
    if row.state != A.SUBMITTED:
        raise MoveNotAllowed("Only a submitted assessment can be approved.")
    check_evidence(row)
    check_agreed(row.rating)
    row.approved_by, row.approved_at = by, timezone.now()
    return step(row, A.APPROVED, by, fields=["approved_by", "approved_at"])


@transaction.atomic
def publish(assessment, *, by, notice=None, reason="", expect=None) -> Assessment:
    """Put an approved assessment before readers; it supersedes the current one on its scale.

    Another rating than the current one is a change of verdict and needs a `notice`.
    """
    roles.check(by, roles.PUBLISH, "publish assessments")
    row = locked(assessment, expect)
    if row.state != A.APPROVED:
        raise MoveNotAllowed("Only an approved assessment can be published.")
    check_evidence(row)
    check_stands(row.claim)
    claim, before = row.claim, superseded_by(row)
    if before and before.rating_id != row.rating_id and notice is None:
        raise NotReady(
            f"This changes the verdict from “{before.rating}” to “{row.rating}”. Write the notice"
            " that tells readers what was wrong and what changed."
        )
    if notice:
        with correcting(claim, by=by, notice=notice, scales=[row.scale_id]):
            put_out(row, before, by)
        return refreshed(row)
    with acting(by, "publish assessment", reason):
        put_out(row, before, by)
        refresh(Act(timezone.now(), "additive"), claims=[claim.pk], scales=[row.scale_id])
    return refreshed(row)


def superseded_by(row):
    """The current assessment on the same scale, which this one would supersede; or None."""
    rows = Assessment.objects.current().filter(claim=row.claim_id, scale=row.scale_id)
    return rows.select_related("rating").first()


def changes_verdict(row) -> bool:
    """Publishing it would change what readers see as the verdict: that needs a notice."""
    before = superseded_by(row)
    return bool(before and before.rating_id != row.rating_id)


def put_out(row, before, by):
    """Supersede the current assessment and publish this one."""
    if before:
        before.state = A.SUPERSEDED
        before.save(update_fields=["state"])
    row.state, row.supersedes = A.PUBLISHED, before
    row.published_at, row.published_by = timezone.now(), by
    row.save(
        update_fields=[
            "state", "supersedes", "published_at", "published_by", *row.without_a_time(),
        ]
    )  # fmt: skip
    claim = Claim.objects.get(pk=row.claim_id)
    if claim.status == S.OPEN:
        move_claim(claim, S.UNDER_ASSESSMENT)
    if claim.status != S.ASSESSED:
        move_claim(claim, S.ASSESSED)


@transaction.atomic
def void(assessment, *, by, what_was_wrong, what_changed, expect=None) -> Assessment:
    """Take a published assessment out of force, with a notice; it stays on record."""
    row = locked(assessment, expect)
    if row.state != A.PUBLISHED:
        raise MoveNotAllowed("Only the current assessment can be made void.")
    notice = Notice("void", what_was_wrong, what_changed)
    with correcting(row.claim, by=by, notice=notice):
        row.state = A.VOID
        row.save(update_fields=["state"])
        if not Assessment.objects.current().filter(claim=row.claim).exists():
            move_claim(Claim.objects.get(pk=row.claim_id), S.OPEN)
    return refreshed(row)


@transaction.atomic
def respond(
    assessment, speaker, kind, *, by, text="", date="", article=None, own_quote=None
) -> Response:
    """Record what a speaker says about a public verdict; it waits to be published beside it."""
    roles.check(by, roles.CONTRIBUTE, "add replies")
    if assessment.published_at is None:
        raise MoveNotAllowed("Nobody can reply to a verdict that is not public.")
    with acting(by, "add reply"):
        row = Response(
            assessment=assessment, speaker=speaker, kind=kind, text=text, article=article,
            own_quote=own_quote,
        )  # fmt: skip
        row.date = date
        row.save()
    return row


@transaction.atomic
def publish_replies(assessment, *, by) -> int:
    """Put the replies that wait before readers, beside the verdict; how many there were."""
    roles.check(by, roles.PUBLISH, "publish replies")
    now = timezone.now()
    with acting(by, "publish replies"):
        waiting = assessment.responses.filter(published_at__isnull=True)
        number = waiting.update(published_at=now, published_by=by)
        if not number:
            raise NothingToDo("No replies wait here.")
        refresh(Act(now, "additive"), claims=[assessment.claim_id])
    return number


def check_stands(claim):
    """Raise NotReady for a claim that was merged away or made void."""
    row = Claim.objects.get(pk=claim.pk)
    if row.merged_into_id:
        raise NotReady("This claim was merged into another one. Use the one that stands.")
    if row.status == S.VOID:
        raise NotReady("This claim is void. Write another one.")


def check_agreed(rating):
    """Raise NotReady for a rating of a scale that no publisher has agreed to."""
    if rating.scale.is_proposed:
        raise NotReady("This scale is proposed: a publisher must agree before it is used.")


def check_evidence(row):
    """Raise NotReady where a verdict has no evidence; an unproven one needs none."""
    if row.rating.standing != Standing.UNPROVEN and not row.evidence.exists():
        raise NotReady("Add at least one piece of evidence: an article, or an address.")


def step(row, state, by, reason="", fields=()):
    """Move an assessment on and keep who did it."""
    with acting(by, f"assessment {state}", reason):
        row.state = state
        row.save(update_fields=["state", *fields])
    return refreshed(row)


def move_claim(claim, status):
    """Move a claim as its assessments demand."""
    claim.status = status
    claim.save(update_fields=["status"])
    claim.refresh_from_db()


def refreshed(row):
    """The row as the database has it now."""
    row.refresh_from_db()
    return row
