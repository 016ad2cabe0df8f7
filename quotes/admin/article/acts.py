"""What an editor does about one suggestion: each act parses the form and calls the one door.

An act gets the suggestion, the posted form and the person, and gives the sentence to be shown.
"""

import json
import re

from django.db import transaction
from django.utils.translation import gettext as _

from quotes import candidates, circumstances, workflow
from quotes.actions import drafts
from quotes.errors import NothingToDo, NotReady
from quotes.models import Occasion, Quote, Speaker, Topic
from quotes.models.occurrences import Evidentiality, Form, Hedge
from quotes.models.words import Fidelity
from quotes.roles import PUBLISH, can
from sources.dates import PartialDate

CHOSEN = {
    "form": Form,
    "hedge": Hedge,
    "evidentiality": Evidentiality,
    "fidelity": Fidelity,
}
WORD = re.compile(r"\w+(?:['’\-]\w+)*")
WRITTEN = ("printed_speaker", "printed_role", "cue")


def expected(data):
    """The edit version that the person saw, or None where the form has none."""
    text = data.get("edit_version", "")
    return int(text) if text.isdecimal() else None


def given(data) -> dict:
    """What the editor knows better than the extractor; only what was filled in."""
    values = {
        name: data[name] for name, choices in CHOSEN.items() if data.get(name) in choices.values
    }
    values |= {name: data[name].strip()[:200] for name in WRITTEN if name in data}
    if data.get("said", "").strip():
        values["said"] = PartialDate.parse(data["said"])
    for name in ("language", "original_language"):
        if data.get(name, "").strip():
            values[name] = data[name].strip()[:12]
    return values


def chosen_speaker(data):
    """The speaker chosen from a list, or None."""
    if not data.get("speaker"):
        return None
    speaker = Speaker.objects.unmerged().filter(public_id=data["speaker"]).first()
    if speaker is None:
        raise NotReady("This speaker is no longer there. Choose again.")
    return speaker


def chosen_quote(data):
    """The known quote that was chosen."""
    quote = Quote.objects.filter(public_id=data.get("quote", "")).first()
    if quote is None:
        raise NotReady("Choose the quote that it looks like.")
    return quote


def accept(candidate, data, by):
    """Accept as a new quote."""
    made = candidates.accept(
        candidate,
        by=by,
        expect=expected(data),
        speaker=chosen_speaker(data),
        topics=circumstances.topics_for(candidate),
        **given(data),
    )
    return f"Accepted, as words of {made.speaker or 'nobody named'}."


def reject(candidate, data, by):
    """Reject."""
    candidates.reject(candidate, by=by, expect=expected(data), reason=data.get("reason", "")[:500])
    return _("Rejected. It is not suggested again.")


def undo(candidate, data, by):
    """Take the decision back."""
    candidates.undo(candidate, by=by, expect=expected(data))
    return _("Undone: it is to be decided again.")


def speaker(candidate, data, by):
    """Correct the speaker: one chosen from the list, or a name."""
    chosen, name = chosen_speaker(data), " ".join(data.get("speaker_name", "").split())[:200]
    if chosen is None and not name:
        raise NotReady("Write a name, or choose a speaker.")
    known = Speaker.objects.called(name).exists() if chosen is None else True
    if not known and not data.get("create"):
        near = list(Speaker.objects.known_as(name)[:1])
        if near:
            raise NotReady(
                f"Nobody goes by “{name}”, but {near[0]} is near. Choose from the list, or make"
                " a new speaker."
            )
    if chosen is None and data.get("create") and not known:
        chosen = candidates.speakers.make(name, kind=candidate.speaker_kind or "person")
    changed = candidates.set_speaker(
        candidate, by=by, speaker=chosen, speaker_name=name, expect=expected(data)
    )
    return f"Speaker: {changed.suggested_speaker}."


def same(candidate, data, by):
    """The same utterance as a known quote: another occurrence of it."""
    quote = chosen_quote(data)
    other = quote.preferred_wording
    values = given(data)
    if other and candidate.snapshot.article.language not in ("", other.language):
        values |= {"translator": "unknown", "translation_of": other, "is_original": False}
    candidates.accept(
        candidate,
        by=by,
        expect=expected(data),
        speaker=chosen_speaker(data),
        quote=quote,
        **values,
    )
    return _("Kept as another occurrence of the known quote.")


def again(candidate, data, by):
    """The same thing, said on another occasion: a new quote, linked."""
    other = chosen_quote(data)
    with transaction.atomic():
        made = candidates.said_again(
            candidate,
            other,
            by=by,
            expect=expected(data),
            topics=circumstances.topics_for(candidate),
            **given(data),
        )
        number = drafts.propose_claims(made.quote, other, by=by)
    say = "Accepted as a quote of its own, linked to the one that it says again."
    return say + (" The same claims are proposed on its page: check them." if number else "")


def unrelated(candidate, data, by):
    """Nothing to do with each other: not asked again."""
    candidates.tell_apart(candidate, chosen_quote(data), by=by, expect=expected(data))
    return _("Noted: these two are not proposed to each other again.")


def topics_named(text) -> list[Topic]:
    """The topics of these names, parted by commas; NotReady for one that is not known."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    found = [Topic.objects.filter(name__iexact=name).first() for name in names]
    if None in found:
        missing = names[found.index(None)]
        raise NotReady(f"There is no topic “{missing}”. Choose from the list, or add it first.")
    return found


def topic(candidate, data, by):
    """Say what the words are about: names of topics, parted by commas."""
    found = topics_named(data.get("topics", ""))
    circumstances.set_topics(candidate, found, by=by, expect=expected(data))
    return f"Topic: {', '.join(map(str, found))}." if found else "No topic."


def occasion(candidate, data, by):
    """Say on what occasion they were said: a known one, or a new one."""
    if data.get("occasion"):
        chosen = Occasion.objects.filter(public_id=data["occasion"]).first()
        if chosen is None:
            raise NotReady("This occasion is no longer there. Choose again.")
    else:
        chosen = circumstances.new_occasion(
            data.get("kind", ""),
            by=by,
            title=data.get("title", "").strip(),
            date=data.get("date", ""),
            place=data.get("place", "").strip(),
        )
    circumstances.set_occasion(candidate, chosen, by=by, expect=expected(data))
    return f"Occasion: {chosen}."


def publish(candidate, data, by):
    """Publish the quote that it became, or submit it where the person may not publish."""
    if not candidate.occurrence:
        raise NotReady("Accept it first: a suggestion is never published.")
    seen = data.get("other_version", "")
    expect = int(seen) if seen.isdecimal() else 0
    return publish_quote(candidate.occurrence.wording.quote, by, expect)


def publish_quote(quote, by, expect):
    """Publish or submit a quote as it was seen; the sentence that says which."""
    if can(by, PUBLISH):
        if quote.status == "published":
            raise NothingToDo("This quote is published already.")
        workflow.publish(quote, by=by, expect=expect)
        return _("Published.")
    workflow.submit(quote, by=by, expect=expect)
    return _("Submitted: it waits for a publisher.")


def stretch(candidate, data, by):
    """Move where the words begin or end: by stretches, or by a word at one edge."""
    spans = stretches(data.get("spans", "")) or nudged(candidate, data.get("edge"), data.get("by"))
    candidates.set_stretch(candidate, spans, by=by, expect=expected(data))
    return _("The words are: “%(words)s”.") % {"words": shortened(candidate, spans)}


def stretches(text):
    """Stretches as JSON pairs; None where none were sent."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        raise NotReady("Give stretches as pairs of numbers: [[10, 42]].") from None


def nudged(candidate, edge, step):
    """Its stretches with one more word, or one fewer, at the start or the end."""
    text = candidate.snapshot.text
    spans = [list(span) for span in candidate.spans]
    at = spans[0][0] if edge == "start" else spans[-1][1]
    if edge == "start":
        words = [found.start() for found in WORD.finditer(text)]
        wanted = [one for one in words if one < at][-1:] if step == "out" else [
            one for one in words if one > at][:1]  # fmt: skip
    else:
        words = [found.end() for found in WORD.finditer(text)]
        wanted = [one for one in words if one > at][:1] if step == "out" else [
            one for one in words if one < at][-1:]  # fmt: skip
    if not wanted:
        raise NotReady("There is no further word on this side.")
    part, place = (0, 0) if edge == "start" else (-1, 1)
    spans[part][place] = wanted[0]
    return spans


def shortened(candidate, spans):
    """The first and last words of stretches."""
    words = " … ".join(candidate.snapshot.text[start:end] for start, end in spans)
    return words if len(words) <= 90 else f"{words[:42]} … {words[-42:]}"


def look(candidate, data, by):
    """Note that a person looked at what was accepted unseen."""
    candidates.looked_at([candidate], by=by)
    return ""


ACTS = {
    "accept": accept,
    "reject": reject,
    "undo": undo,
    "speaker": speaker,
    "same": same,
    "again": again,
    "unrelated": unrelated,
    "publish": publish,
    "look": look,
    "stretch": stretch,
    "topic": topic,
    "occasion": occasion,
}
