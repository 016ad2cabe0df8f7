"""The steps of an assessment: submitted, approved by somebody else, published, made void."""

from functools import cached_property

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from quotes import roles
from quotes.actions import assessments
from quotes.actions.corrections import Notice
from quotes.admin import conflicting, planning
from quotes.admin.planning import Plan
from quotes.admin.quote.acts import reply_of
from quotes.errors import EditConflict
from quotes.models import Assessment
from quotes.models.assessments import AssessmentState
from quotes.models.attributions import ResponseKind
from quotes.models.notices import Tier
from sources.errors import QuoteTrackError

A = AssessmentState


class Steps:
    """What this person may do with an assessment."""

    tiers = Tier.choices
    kinds = ResponseKind.choices

    def __init__(self, row, user):
        self.row = row
        self.user = user
        self.own = row.author_id == user.pk

    @property
    def can_submit(self):
        """Its author, a draft."""
        return self.row.state == A.DRAFT and self.own

    @property
    def can_send_back(self):
        """An editor, what was submitted."""
        return self.row.state == A.SUBMITTED and roles.can(self.user, roles.JUDGE)

    @property
    def can_approve(self):
        """An editor who did not write it."""
        return self.can_send_back and not self.own

    @property
    def waits_for_another(self):
        """It is one's own, so somebody else must approve it."""
        return self.row.state == A.SUBMITTED and self.own

    @property
    def can_publish(self):
        """A publisher, what was approved."""
        return self.row.state == A.APPROVED and roles.can(self.user, roles.PUBLISH)

    @cached_property
    def before(self):
        """The current one on its scale, which this one would supersede."""
        return assessments.superseded_by(self.row)

    @property
    def changes_verdict(self):
        """Publishing it needs a notice."""
        return bool(self.before and self.before.rating_id != self.row.rating_id)

    @cached_property
    def plan(self):
        """The time at which it comes before readers."""
        return Plan(self.row, self.user)

    @cached_property
    def replies(self):
        """What speakers said about it, public or waiting."""
        return list(self.row.responses.select_related("speaker", "article"))

    @property
    def can_reply(self):
        """It is or was public, and this person notes replies."""
        return bool(self.row.published_at) and roles.can(self.user, roles.CONTRIBUTE)

    @property
    def can_publish_replies(self):
        """Replies wait, and this person publishes."""
        waiting = any(one.published_at is None for one in self.replies)
        return waiting and roles.can(self.user, roles.PUBLISH)

    @property
    def can_void(self):
        """A publisher, what is current."""
        return self.row.state == A.PUBLISHED and roles.can(self.user, roles.PUBLISH)


def publish(row, data, by, expect):
    """Publish, with a notice where the verdict changes."""
    notice = None
    if data.get("what_was_wrong") or data.get("what_changed"):
        notice = Notice(
            tier=data.get("tier", "verdict_change"),
            what_was_wrong=data.get("what_was_wrong", ""),
            what_changed=data.get("what_changed", ""),
        )
    assessments.publish(row, by=by, notice=notice, expect=expect)
    return "Published."


def void(row, data, by, expect):
    """Take the verdict back, with a notice."""
    assessments.void(
        row,
        by=by,
        what_was_wrong=data.get("what_was_wrong", ""),
        what_changed=data.get("what_changed", ""),
        expect=expect,
    )
    return "Void: readers see that the verdict was taken back."


def submit(row, data, by, expect):
    """Hand it to somebody else for approval."""
    assessments.submit(row, by=by, expect=expect)
    return "Submitted: somebody else must approve it."


def send_back(row, data, by, expect):
    """Give it back to its author."""
    assessments.send_back(row, by=by, reason=data.get("reason", "")[:2000], expect=expect)
    return "Sent back to its author."


def approve(row, data, by, expect):
    """Approve somebody else's assessment."""
    assessments.approve(row, by=by, expect=expect)
    return "Approved: a publisher can publish it."


def reply(row, data, by, expect):
    """Note what a speaker says about it."""
    assessments.respond(row, by=by, **reply_of(data))
    return "The reply is noted. It is public once it is published beside the verdict."


def publish_replies(row, data, by, expect):
    """Put the replies before readers."""
    number = assessments.publish_replies(row, by=by)
    return f"{number} published."


STEPS = {
    "reply": reply,
    "publish-replies": publish_replies,
    "submit": submit,
    "send-back": send_back,
    "approve": approve,
    "publish": publish,
    "plan": planning.plan_assessment,
    "call-off": planning.call_off,
    "void": void,
}


@require_POST
def assessment_act(request, public_id, act):
    """One step of an assessment; back to its page."""
    if act not in STEPS:
        raise Http404("There is no such step.")
    row = get_object_or_404(Assessment.objects.select_related("claim"), public_id=public_id)
    try:
        with conflicting.as_seen(request, row):
            say = STEPS[act](row, request.POST, request.user, conflicting.expected(request))
    except EditConflict as error:
        return conflicting.page(request, row, act, error)
    except QuoteTrackError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, say)
    return redirect("admin:quotes_assessment_change", row.pk)
