"""The buttons of the quote page: each parses its form and calls the one door."""

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from quotes import workflow
from quotes.actions import assessments, attributions, corrections, drafts, waiting
from quotes.admin import conflicting, planning
from quotes.admin.article.acts import topics_named
from quotes.admin.guarding import sentence
from quotes.errors import EditConflict, NotReady
from quotes.models import Claim, Quote, Speaker
from quotes.models.attributions import ResponseKind
from quotes.models.claims import Relation
from sources.dates import PartialDate
from sources.errors import QuoteTrackError
from sources.models import Article


def submit(quote, data, by, expect):
    """Hand it to the publishers."""
    workflow.submit(quote, by=by, expect=expect)
    return "Submitted: it waits for a publisher."


def send_back(quote, data, by, expect):
    """Give it back to be worked on."""
    workflow.send_back(quote, by=by, expect=expect, reason=data.get("reason", "")[:2000])
    return "Sent back: it is a draft again."


def publish(quote, data, by, expect):
    """Put it before readers."""
    workflow.publish(quote, by=by, expect=expect)
    return "Published."


def withdraw(quote, data, by, expect):
    """Take it back, with a public reason and a private note."""
    note = data.get("note", "")[:4000]
    workflow.withdraw(quote, by=by, expect=expect, reason=data.get("reason", ""), note=note)
    return "Withdrawn: readers see that it was taken back, and why, and no words."


def restore(quote, data, by, expect):
    """Put it back before readers."""
    workflow.restore(quote, by=by, expect=expect)
    return "Restored."


def publish_changes(quote, data, by, expect):
    """Publish what was added."""
    number = corrections.publish_changes(quote, by=by, expect=expect)
    return f"{number} published."


def publish_edits(quote, data, by, expect):
    """Publish the chosen edits, with a notice where they change what is said."""
    keys = [key for key in data.getlist("edit") if key.isdecimal()]
    edits = list(quote.waiting_edits.filter(pk__in=keys))
    told = None
    if data.get("what_was_wrong", "").strip() or data.get("what_changed", "").strip():
        told = notice(data)
    waiting.publish(edits, by=by, notice=told)
    return f"{len(edits)} published." if len(edits) > 1 else "Published."


def send_edit_back(quote, data, by, expect):
    """Do not publish an edit."""
    key = data.get("edit", "")
    edit = quote.waiting_edits.filter(pk=int(key)).first() if key.isdecimal() else None
    if edit is None:
        raise NotReady("This change is no longer there.")
    waiting.send_back(edit, by=by, reason=data.get("reason", "")[:2000])
    return "Sent back: nothing was published."


def ask(quote, data, by, expect):
    """Ask the publishers for what only they do."""
    waiting.ask(quote, data.get("what", ""), data.get("why", ""), by=by)
    return "Asked: it waits for a publisher among the reports."


def verify(quote, data, by, expect):
    """Mark the preferred attribution as verified."""
    attributions.verify(quote, by=by, expect=expect)
    return "Verified."


def notice(data):
    """The notice that readers get."""
    return corrections.Notice(
        tier=data.get("tier", ""),
        what_was_wrong=data.get("what_was_wrong", ""),
        what_changed=data.get("what_changed", ""),
        reported_by=data.get("reported_by", "")[:200],
    )


def correct(quote, data, by, expect):
    """Change what is published, with a notice: the speaker, the day, or nothing but the notice."""
    told = notice(data)
    name = " ".join(data.get("speaker_name", "").split())
    said = data.get("said", "").strip()
    if name and said:
        raise NotReady("One correction at a time: the speaker, or the day.")
    if name:
        speaker = Speaker.objects.called(name).first()
        if speaker is None:
            raise NotReady(f"Nobody goes by “{name}”. Add the speaker first.")
        why = data.get("reason", "") or "wrong_person"
        done = corrections.correct_speaker(
            quote, speaker, by=by, notice=told, reason=why, expect=expect
        )
    elif said:
        day = PartialDate.parse(said)
        done = corrections.correct_quote(quote, by=by, notice=told, expect=expect, said=day)
    else:
        done = corrections.correct(quote, by=by, notice=told)
    return f"Correction {done.number} is published."


def hold(quote, data, by, expect):
    """Take it off while it is looked into."""
    note = data.get("note", "")[:4000]
    workflow.withdraw(quote, by=by, expect=expect, reason="pending_review", note=note)
    return "On hold: readers see that it is being reviewed."


def speaker_named(data):
    """The speaker of the posted name."""
    name = " ".join(data.get("speaker_name", "").split())
    found = list(Speaker.objects.called(name)[:2]) if name else []
    if len(found) != 1:
        why = "More than one speaker goes" if found else "Nobody goes"
        raise NotReady(f"{why} by “{name}”. Give a name that is on record and means one speaker.")
    return found[0]


def speaker(quote, data, by, expect):
    """Name another speaker of a draft."""
    chosen = speaker_named(data)
    drafts.set_speaker(quote, chosen, by=by, expect=expect)
    return f"Speaker: {chosen}."


def wording(quote, data, by, expect):
    """Choose the wording that readers see first."""
    chosen = quote.wordings.filter(public_id=data.get("wording", "")).first()
    if chosen is None:
        raise NotReady("Choose one of its wordings.")
    drafts.prefer_wording(quote, chosen, by=by, expect=expect)
    return "That wording is shown first."


def topics(quote, data, by, expect):
    """Say what it is about."""
    drafts.set_topics(quote, topics_named(data.get("topics", "")), by=by, expect=expect)
    return "Topics are noted."


def link_claim(quote, data, by, expect):
    """Tie it to a claim: a known one by its words or id, else a new one."""
    words = " ".join(data.get("claim", "").split())[:1000]
    if data.get("relation") not in Relation.values or not words:
        raise NotReady("Give the claim, and say what the words do to it.")
    claim = Claim.objects.worded(words)
    is_new = claim is None
    claim = claim or assessments.new_claim(words, by=by)
    assessments.link(claim, quote, data["relation"], by=by)
    return f"Tied to a new claim: “{claim}”." if is_new else f"Tied to “{claim}”."


def unlink_claim(quote, data, by, expect):
    """Untie it from a claim."""
    key = data.get("link", "")
    link = quote.claim_quotes.filter(pk=int(key)).first() if key.isdecimal() else None
    if link is None:
        raise NotReady("This tie is no longer there.")
    drafts.unlink_claim(link, by=by)
    return "Untied."


def reply_of(data) -> dict:
    """What the posted form says of a reply: when, in which words, where it stands."""
    if data.get("kind") not in ResponseKind.values:
        raise NotReady("Say what the reply does: it denies, clarifies or retracts.")
    where, words = data.get("article", "").strip(), data.get("own_quote", "").strip()
    article = Article.objects.filter(Q(public_id=where) | Q(url=where)).first() if where else None
    own = Quote.objects.filter(public_id=words).first() if words else None
    if where and article is None:
        raise NotReady("No article has this id or address. Take it in first.")
    if words and own is None:
        raise NotReady("No quote has this id.")
    return {
        "speaker": speaker_named(data),
        "kind": data["kind"],
        "text": data.get("text", "").strip()[:2000],
        "date": PartialDate.parse(data.get("date", "")),
        "article": article,
        "own_quote": own,
    }


def respond(quote, data, by, expect):
    """Note what a speaker said about it later."""
    attributions.respond(quote, by=by, **reply_of(data))
    return "The reply is noted. It is public once it is published with the quote."


ACTS = {
    "hold": hold,
    "speaker": speaker,
    "wording": wording,
    "topics": topics,
    "link-claim": link_claim,
    "unlink-claim": unlink_claim,
    "respond": respond,
    "submit": submit,
    "send-back": send_back,
    "publish": publish,
    "plan": planning.plan_quote,
    "call-off": planning.call_off,
    "withdraw": withdraw,
    "restore": restore,
    "publish-changes": publish_changes,
    "publish-edits": publish_edits,
    "send-edit-back": send_edit_back,
    "ask": ask,
    "verify": verify,
    "correct": correct,
}


@require_POST
def quote_act(request, public_id, act):
    """One act about one quote; back to its page."""
    if act not in ACTS:
        raise Http404("There is no such act.")
    quote = get_object_or_404(Quote, public_id=public_id)
    try:
        with conflicting.as_seen(request, quote):
            expect = conflicting.expected(request)
            say = ACTS[act](quote, request.POST, request.user, expect)
    except EditConflict as error:
        return conflicting.page(request, quote, act, error)
    except (QuoteTrackError, IntegrityError) as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, say)
    return redirect("admin:quotes_quote_change", quote.pk)
