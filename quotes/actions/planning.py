"""Publication at a set time: a publisher sets it, and when it has come the row goes out by itself.

What goes out is what the publisher saw. A quote that was changed since then waits for somebody to
look at it, and so does a verdict that would need a notice meanwhile.
"""

import hashlib
import logging
from datetime import timedelta

import orjson
from django.db import IntegrityError, transaction
from django.utils import timezone

from quotes import roles, workflow
from quotes.actions import assessments
from quotes.edits import locked
from quotes.errors import MoveNotAllowed, NotAllowed, NothingToDo, NotReady
from quotes.models import Assessment, ChainStep, Quote, Segment
from quotes.models.assessments import AssessmentState
from quotes.models.words import QuoteStatus
from quotes.publishing import rows
from sources.errors import QuoteTrackError
from sources.history import acting

log = logging.getLogger("quotetrack.planning")
FARTHEST = timedelta(days=2 * 366)
LATE = timedelta(minutes=5)  # the worker looks at the clock every minute
REASON = "at the time that was set for it"
OWN = ("said_earliest", "said_latest", "said_precision", "original_language", "occasion_id",
       "preferred_wording_id")  # fmt: skip
# Columns that say nothing of what readers will see.
SILENT = {"published_at", "published_by_id", "edit_version"}


@transaction.atomic
def plan_quote(quote, at, *, by, expect=None) -> Quote:
    """Set the time at which a quote comes before readers; a draft is submitted on the way."""
    roles.check(by, roles.PUBLISH, "set a time of publication")
    check_time(at)
    quote = locked(quote, expect)
    if quote.status == QuoteStatus.DRAFT:
        quote = workflow.submit(quote, by=by)
    if quote.status != QuoteStatus.IN_REVIEW:
        raise MoveNotAllowed(
            f"This quote is {quote.get_status_display()}: only what readers have not seen yet can"
            " be given a time."
        )
    workflow.check_publishable(quote)
    with acting(by, "set publication time"):
        quote.publish_at, quote.publish_by, quote.planned_words = at, by, what_it_says(quote)
        quote.save(update_fields=["publish_at", "publish_by", "planned_words"])
    quote.refresh_from_db()
    return quote


@transaction.atomic
def plan_assessment(assessment, at, *, by, expect=None) -> Assessment:
    """Set the time at which an approved assessment comes before readers."""
    roles.check(by, roles.PUBLISH, "set a time of publication")
    check_time(at)
    row = locked(assessment, expect)
    if row.state != AssessmentState.APPROVED:
        raise MoveNotAllowed("Only an approved assessment can be given a time.")
    check_publishable(row)
    with acting(by, "set publication time"):
        row.publish_at, row.publish_by = at, by
        row.save(update_fields=["publish_at", "publish_by"])
    row.refresh_from_db()
    return row


@transaction.atomic
def call_off(row, *, by, expect=None):
    """Take back the time that was set for a quote or an assessment; it waits as before."""
    roles.check(by, roles.PUBLISH, "call a publication off")
    row = locked(row, expect)
    if row.publish_at is None:
        raise NothingToDo("No time of publication is set.")
    with acting(by, "call publication off"):
        row.save(update_fields=row.without_a_time())
    row.refresh_from_db()
    return row


def check_time(at):
    """Raise NotReady unless the moment lies ahead, and not too far."""
    now = timezone.now()
    if at <= now:
        raise NotReady("This time is over. Set one that is still to come, or publish now.")
    if at > now + FARTHEST:
        raise NotReady("This is more than two years away. Set a nearer time.")


def check_publishable(assessment):
    """Raise NotReady where nobody but a person can publish it."""
    assessments.check_evidence(assessment)
    if assessments.changes_verdict(assessment):
        raise NotReady(
            "This changes the verdict, so it needs a notice. Publish it by hand, with the notice."
        )


def what_it_says(quote) -> str:
    """Names what publishing would put before readers of this quote: its rows, all of them."""
    held = [[getattr(quote, name) for name in OWN]]
    for part in rows.rows_of(quote):
        found = list(part.order_by("pk").values())
        held.append([[one[key] for key in sorted(one) if key not in SILENT] for one in found])
    for model in (Segment, ChainStep):
        found = model.objects.filter(occurrence__wording__quote=quote).order_by("pk")
        held.append(list(found.values_list()))
    return hashlib.sha256(orjson.dumps(held, default=str)).hexdigest()


def hindrance(row) -> str:
    """Why a row would not go out by itself at its time; empty where nothing hinders it."""
    if not roles.can(row.publish_by, roles.PUBLISH):
        return "Whoever set the time does not publish any more. Set the time again."
    try:
        if isinstance(row, Assessment):
            check_publishable(row)
        elif what_it_says(row) != row.planned_words:
            return "It was changed after the time was set. Look at it, and set the time again."
        else:
            workflow.check_publishable(row)
    except NotReady as error:
        return str(error)
    return ""


def due(model, now):
    """What is to go out by now, the earliest first."""
    waiting = model.objects.filter(publish_at__lte=now).select_related("publish_by")
    if model is Quote:
        waiting = waiting.filter(merged_into__isnull=True)
    return waiting.order_by("publish_at", "pk")


def publish_due(now=None) -> int:
    """Put out everything whose time has come; how many there were. One row never holds another."""
    now = now or timezone.now()
    found = [row for model in (Quote, Assessment) for row in due(model, now)]
    return sum(published(row, now) for row in sorted(found, key=lambda row: row.publish_at))


def published(row, now) -> bool:
    """Whether the row went out; where it did not, the log says why, once it has become late."""
    try:
        return publish_planned(row, now)
    except (QuoteTrackError, IntegrityError) as error:
        if now - row.publish_at < LATE:
            log.warning("not_published row=%s why=%r", row.public_id, str(error))
        return False


@transaction.atomic
def publish_planned(row, now) -> bool:
    """Put one row out, unless somebody was quicker or something hinders it."""
    row = locked(row)
    if row.publish_at is None or row.publish_at > now:
        return False
    why = hindrance(row)
    if why:
        raise NotAllowed(why)
    if isinstance(row, Assessment):
        assessments.publish(row, by=row.publish_by, reason=REASON)
    else:
        workflow.publish(row, by=row.publish_by, reason=REASON)
    return True
