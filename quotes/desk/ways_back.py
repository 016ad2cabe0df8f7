"""The way back from each kind of act, through the door that a single undo uses.

Where there is none, the sentence says why and what to do instead.
"""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from quotes import candidates, editing, roles, talk, workflow
from quotes.actions import (
    assessments,
    drafts,
    merging,
    merging_claims,
    parting,
    planning,
    waiting,
)
from quotes.desk import rows_back
from quotes.errors import MoveNotAllowed, QuotesError
from quotes.models import (
    Assessment,
    Assignment,
    Attribution,
    Candidate,
    Claim,
    ClaimQuote,
    Merge,
    Quote,
    QuoteTopic,
    Speaker,
    Topic,
    WaitingEdit,
)
from quotes.models.handovers import Handover

UNDOING = "undoing a day's acts"


class NotUndoable(QuotesError):
    """There is no way back from this act here."""

    code = "not_undoable"


# Acts from which there is no way back, and what to do instead.
STAY = {
    "quote published": gettext_noop(
        "Readers have seen it. Withdraw or correct it on its page, with a reason."
    ),
    "correct": gettext_noop("A notice stands for ever. Correct the quote once more."),
    "publish changes": gettext_noop("Readers have seen them. Correct the quote on its page."),
    "publish change": gettext_noop("Readers have seen it. Correct the quote on its page."),
    "publish assessment": gettext_noop("Readers have seen it. Make it void, with a notice."),
    "assessment approved": gettext_noop(
        "An approval stands. Publish it, or assess the claim anew."
    ),
    "take in article": gettext_noop("A text that was captured is kept. Reject its suggestions."),
    "new claim": gettext_noop("An administrator can delete the claim while nothing names it."),
    "make claim void": gettext_noop("A void claim stays void. Write it anew, in other words."),
    "draft assessment": gettext_noop("A draft is its author's. Nobody else sees it as a verdict."),
    "comment": gettext_noop("Remarks stay. Answer it."),
    "look at suggestion": gettext_noop("That somebody has looked stays true."),
    "undo decision": gettext_noop("Decide the suggestion again on its article's desk."),
    "verify": gettext_noop("Rank the attribution anew on the quote's page."),
    "restore version": gettext_noop("Restore the version before it on the history page."),
}


def of(deed, by) -> str:
    """Undo the act; the sentence that says what became of it. NotUndoable says why not."""
    if deed.act in STAY:
        raise NotUndoable(_(STAY[deed.act]))
    if deed.act in WAYS:
        return WAYS[deed.act](deed, by)
    if deed.act.startswith(("edit ", "new ")):
        return edited(deed, by)
    raise NotUndoable(_("There is no way back from here. See its own page."))


def moved_on():
    """Raise: somebody did something to it since."""
    raise NotUndoable(_("It was changed again since. Look at its page."))


def decision(deed, by):
    """A suggestion is to be decided again; the draft that it became goes."""
    for one in deed.of(Candidate):
        row = one.row
        if row is None or row.decision == "new" or row.decided_at != one.after.decided_at:
            moved_on()
        candidates.undo(row, by=by)
    return _("It is to be decided again; the draft that came of it goes.")


def marked(deed, by):
    """Words that were marked by hand are rejected."""
    for one in deed.of(Candidate):
        if one.row.decision != "new":
            moved_on()
        candidates.reject(one.row, by=by, reason=UNDOING)
    return _("The marked words are rejected.")


def speaker(deed, by):
    """The speaker of before."""
    for one in deed.of(Candidate):
        row, before = one.row, one.before
        if row.suggested_speaker_id != one.after.suggested_speaker_id:
            moved_on()
        known = Speaker.objects.unmerged().filter(pk=before.suggested_speaker_id).first()
        if known is None and not before.speaker_name:
            raise NotUndoable(_("There was no speaker before. Choose one on the article's desk."))
        candidates.set_speaker(row, by=by, speaker=known, speaker_name=before.speaker_name)
        return _("The speaker is %(name)s again.") % {"name": known or before.speaker_name}
    return attributed(deed, by)


def attributed(deed, by):
    """The preferred speaker of before, on the quote itself."""
    for one in deed.of(Attribution):
        if one.before and one.before.rank == "preferred" and one.row:
            known = Speaker.objects.get(pk=one.before.speaker_id)
            drafts.set_speaker(one.row.quote, known, by=by)
            return _("The speaker is %(name)s again.") % {"name": known}
    raise NotUndoable(_("There was no speaker before. Choose one on the quote's page."))


def quote_of(deed, status):
    """The quote of the act, which must still stand as the act left it."""
    row = next((one.row for one in deed.of(Quote)), None)
    if row is None or row.status != status:
        moved_on()
    return row


def submitted(deed, by):
    """A quote in review becomes a draft again."""
    workflow.send_back(quote_of(deed, "in_review"), by=by, reason=UNDOING)
    return _("It is a draft again.")


def sent_back(deed, by):
    """A draft goes back into review."""
    workflow.submit(quote_of(deed, "draft"), by=by, reason=UNDOING)
    return _("It is in review again.")


def withdrawn(deed, by):
    """A withdrawn quote comes back; somebody else must do it."""
    workflow.restore(quote_of(deed, "withdrawn"), by=by)
    return _("Readers see it again.")


def planned(deed, by):
    """The time of publication is the one of before, or none."""
    for one in (*deed.of(Quote), *deed.of(Assessment)):
        row, before = one.row, one.before
        if row is None or row.publish_at != one.after.publish_at:
            moved_on()
        if before is None or before.publish_at is None:
            planning.call_off(row, by=by)
            return _("No time of publication is set any more.")
        door = planning.plan_quote if isinstance(row, Quote) else planning.plan_assessment
        door(row, before.publish_at, by=by)
    return _("The time of publication is the one of before.")


def merged(deed, by):
    """What was merged is parted."""
    rows = (*deed.of(Speaker), *deed.of(Quote), *deed.of(Claim))
    keys = [one.after.pgh_obj_id for one in rows]
    kind = deed.act.removeprefix("merge ").removesuffix("s")
    door = merging_claims.undo if kind == "claim" else merging.undo
    known = Merge.objects.filter(kind=kind, loser__in=keys, merged_by=deed.person)
    for merge in known.filter(undone_at__isnull=True, merged_at__gte=deed.at)[:1]:
        door(merge, by=by, reason=UNDOING)
        return _("The two are parted again.")
    raise NotUndoable(_("The merge is not found any more. See the list of merges."))


def parted(deed, by):
    """What was split off or handed over goes back."""
    made = Handover.objects.filter(moved_by=deed.person, undone_at__isnull=True)
    soon = deed.at + timedelta(minutes=1)
    for act in made.filter(moved_at__gte=deed.at, moved_at__lt=soon).order_by("moved_at")[:1]:
        parting.undo(act, by=by, reason=UNDOING)
        return _("The words are back at their quote.")
    moved_on()


def linked(deed, by):
    """Ties to claims are untied."""
    for one in deed.of(ClaimQuote):
        if one.row is None:
            moved_on()
        drafts.unlink_claim(one.row, by=by)
    return _("The tie to the claim is gone.")


def untied(deed, by):
    """Ties to claims are back."""
    for one in deed.of(ClaimQuote):
        claim = Claim.objects.get(pk=one.after.claim_id)
        quote = Quote.objects.get(pk=one.after.quote_id)
        assessments.link(claim, quote, one.after.relation, by=by)
    return _("The tie to the claim is back.")


def topics(deed, by):
    """The topics of before."""
    touched = deed.of(QuoteTopic)
    if not touched:
        raise NotUndoable(_("Choose the topics anew on the article's desk."))
    quote = Quote.objects.get(pk=touched[0].after.quote_id)
    wanted = set(quote.quote_topics.values_list("topic_id", flat=True))
    wanted -= {one.after.topic_id for one in touched if one.label == "insert"}
    wanted |= {one.after.topic_id for one in touched if one.label == "delete"}
    drafts.set_topics(quote, list(Topic.objects.filter(pk__in=wanted)), by=by)
    return _("The topics are those of before.")


def handed_in(deed, by):
    """A submitted assessment goes back to its author."""
    row = next((one.row for one in deed.of(Assessment)), None)
    if row is None or row.state != "submitted":
        moved_on()
    assessments.send_back(row, by=by, reason=UNDOING)
    return _("It is back with its author.")


def proposed(deed, by):
    """A proposed change is taken back."""
    for one in deed.of(WaitingEdit):
        if one.row.decided_at:
            moved_on()
        waiting.send_back(one.row, by=by, reason=UNDOING)
    return _("The proposed change is taken back.")


def assigned(deed, by):
    """An assignment is closed."""
    for one in deed.of(Assignment):
        if one.row is None or one.row.done_at:
            moved_on()
        talk.done(one.row, by=by)
    return _("The assignment is closed.")


def edited(deed, by):
    """A quote's rows by the quote's own door; other rows column by column."""
    sort = deed.act.removeprefix("edit ")
    model, names = editing.SORTS.get(sort, (None, ()))
    for one in deed.of(model) if model and sort != "chain" else []:
        was, left = editing.read(sort, one.before, names), editing.read(sort, one.after, names)
        now = editing.read(sort, one.row, names)
        changed = {name: value for name, value in was.items() if value != left[name]}
        if not changed:
            continue
        if any(now[name] != left[name] for name in changed):
            moved_on()
        row = waiting.change(sort, one.row, changed, by=by, reason=UNDOING)
        if isinstance(row, WaitingEdit):
            return _("The values of before are proposed; a publisher decides.")
        return _("The values of before are back.")
    if not roles.can(by, roles.CONTRIBUTE):
        raise MoveNotAllowed(_("You may not edit this."))
    rows_back.reverse(deed, by, NotUndoable)
    return _("The values of before are back.")


WAYS = {
    "accept suggestion": decision,
    "reject suggestion": decision,
    "mark words": marked,
    "correct speaker": speaker,
    "quote in_review": submitted,
    "quote draft": sent_back,
    "quote withdrawn": withdrawn,
    "set publication time": planned,
    "call publication off": planned,
    "merge speakers": merged,
    "merge quotes": merged,
    "merge claims": merged,
    "split quote": parted,
    "hand over": parted,
    "link claim": linked,
    "untie claim": untied,
    "choose topics": topics,
    "assessment submitted": handed_in,
    "propose change": proposed,
    "assign": assigned,
}
