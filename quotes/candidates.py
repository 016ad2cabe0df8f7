"""Suggestions: from what the extractor found to quotes that an editor stands behind.

Accepting makes or finds speaker, quote, wording, occurrence and segments in one transaction.
Every decision can be undone as long as what came of it is not published.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from quotes import circumstances, occurrences, roles, speakers
from quotes.edits import locked
from quotes.errors import (
    AlreadyDecided,
    MoveNotAllowed,
    NothingToDo,
    NotReady,
    QuotesError,
    TextNotInSnapshot,
)
from quotes.models import Candidate, Occurrence, Quote, QuoteLink, Speaker
from quotes.models.desk import Decision, Origin
from quotes.models.words import QuoteStatus
from sources.history import acting

EXTRACTOR = "1"  # raised when the extractor's output changes in kind
KEPT = 2000  # suggestions kept for an article; the rest is counted
SCARE = "scare"


@dataclass(frozen=True)
class Accepted:
    """What became of a suggestion."""

    candidate: Candidate
    quote: Quote
    occurrence: Occurrence
    speaker: Speaker | None
    is_new_quote: bool


def from_found(snapshot, found) -> Candidate:
    """An unsaved suggestion from one FoundQuote."""
    said = found.as_dict()
    spans = [list(span) for span in found.inner_spans if span[0] < span[1]]
    return Candidate(
        snapshot=snapshot,
        start=spans[0][0],
        end=spans[-1][1],
        spans=spans,
        form=found.form,
        cue=(found.cue or "")[:60],
        hedge=found.hedge or "none",
        speaker_text=(found.speaker_text or "")[:200],
        speaker_name=(found.speaker_name or "")[:200],
        speaker_kind=(found.speaker_kind or "")[:14],
        role=(found.role or "")[:200],
        suggested_speaker=speakers.suggest(found.speaker_name),
        details=said,
        score=min(1.0, max(0.0, found.score)),
        ready=found.ready,
        origin=Origin.EXTRACTOR,
        extractor_version=EXTRACTOR,
    )


def store(snapshot, found) -> list[Candidate]:
    """Keep what was found in a snapshot and was not suggested before; the new suggestions."""
    known = set(snapshot.candidates.values_list("start", "end"))
    fresh = []
    for one in found[:KEPT]:
        if not any(start < end for start, end in one.inner_spans):
            continue
        candidate = from_found(snapshot, one)
        if (candidate.start, candidate.end) not in known:
            known.add((candidate.start, candidate.end))
            fresh.append(candidate)
    return Candidate.objects.bulk_create(fresh)


@transaction.atomic
def add(snapshot, spans, *, by, form="direct", speaker_name="", cue="", details=None) -> Candidate:
    """A suggestion that an editor marked by hand; the known one where the stretch is known."""
    roles.check(by, roles.CONTRIBUTE, "mark words in a text")
    spans = checked_spans(snapshot, spans)
    known = snapshot.candidates.filter(start=spans[0][0], end=spans[-1][1]).first()
    if known:
        return known
    with acting(by, "mark words"):
        return Candidate.objects.create(
            snapshot=snapshot,
            start=spans[0][0],
            end=spans[-1][1],
            spans=spans,
            form=form,
            cue=cue[:60],
            speaker_name=speaker_name[:200],
            suggested_speaker=speakers.suggest(speaker_name),
            details=details or {},
            score=1.0,
            origin=Origin.EDITOR,
        )


def checked_spans(snapshot, spans) -> list[list[int]]:
    """The spans in order; raise TextNotInSnapshot where they are not stretches of the text."""
    try:
        pairs = sorted([int(start), int(end)] for start, end in spans)
    except (TypeError, ValueError):
        raise TextNotInSnapshot("Give stretches as pairs of numbers: [[10, 42]].") from None
    last = 0
    for start, end in pairs:
        if not last <= start < end <= len(snapshot.text):
            raise TextNotInSnapshot(
                f"Characters {start} to {end} are no stretch of this text, which has"
                f" {len(snapshot.text)} characters. Mark the words again."
            )
        last = end
    if not pairs:
        raise TextNotInSnapshot("Mark the words first.")
    return pairs


def who(candidate, speaker=None, speaker_name="") -> Speaker | None:
    """Whom the words go to: the chosen speaker, else the one of that name, made if unknown."""
    if speaker is not None:
        return speaker
    name = speaker_name or candidate.speaker_name
    if not speaker_name and candidate.suggested_speaker_id:
        return candidate.suggested_speaker
    unnamed = candidate.speaker_kind == "unnamed_source"
    if not name and not (unnamed and candidate.speaker_text):
        return None
    if unnamed:
        return speakers.make(
            name or candidate.speaker_text,
            kind="unnamed_source",
            only_in=candidate.snapshot.article,
        )
    return speakers.find_or_make(name, kind=candidate.speaker_kind or "person")


@transaction.atomic
def accept(
    candidate, *, by, speaker=None, speaker_name="", quote=None, expect=None, nobody=False, **given
):
    """Make a quote of a suggestion, or another occurrence of the known `quote`. -> Accepted

    `nobody` leaves the words without a speaker. `given` may hold what the editor knows better
    than the extractor: form, hedge, evidentiality, printed_speaker, printed_role, cue, language,
    fidelity, is_original, translator, translation_of, said, occasion, original_language, role,
    topics, chain, verbatim.
    """
    roles.check(by, roles.CONTRIBUTE, "accept suggestions")
    candidate = locked(candidate, expect)
    if candidate.decision != Decision.NEW:
        raise AlreadyDecided(
            f"This suggestion was {candidate.get_decision_display()} already. Undo that first."
        )
    if candidate.form == SCARE and "form" not in given:
        raise NotReady(
            "This is a marked term, not speech. Choose a form to accept it all the same."
        )
    with acting(by, "accept suggestion"):
        said_by = None if nobody else who(candidate, speaker, speaker_name)
        if quote is None:
            made = occurrences.new_quote(candidate, said_by, given)
        else:
            made = occurrences.another(candidate, locked(quote), said_by, given, by)
        if quote is None:
            circumstances.put_on(made.wording.quote, candidate, given.get("topics"))
            keep_apart(made.wording.quote, candidate)
        candidate.decision = Decision.MERGED if quote else Decision.ACCEPTED
        candidate.decided_at, candidate.decided_by = timezone.now(), by
        candidate.occurrence = made
        candidate.save(update_fields=["decision", "decided_at", "decided_by", "occurrence"])
    candidate.refresh_from_db()
    made.wording.quote.refresh_from_db()
    return Accepted(candidate, made.wording.quote, made, said_by, quote is None)


def keep_apart(quote, candidate):
    """What a suggestion was called unrelated to is not proposed to its quote either."""
    apart = Quote.objects.filter(public_id__in=candidate.details.get("unrelated", ()))
    QuoteLink.objects.bulk_create(
        QuoteLink(quote=quote, other=other, kind="unrelated") for other in apart
    )


@transaction.atomic
def reject(candidate, *, by, reason="", expect=None) -> Candidate:
    """Remember that this is no quote of ours: the same stretch is not suggested again."""
    roles.check(by, roles.CONTRIBUTE, "reject suggestions")
    candidate = locked(candidate, expect)
    if candidate.decision != Decision.NEW:
        raise AlreadyDecided(
            f"This suggestion was {candidate.get_decision_display()} already. Undo that first."
        )
    with acting(by, "reject suggestion", reason):
        candidate.decision = Decision.REJECTED
        candidate.decided_at, candidate.decided_by = timezone.now(), by
        candidate.save(update_fields=["decision", "decided_at", "decided_by"])
    candidate.refresh_from_db()
    return candidate


@transaction.atomic
def undo(candidate, *, by, expect=None) -> Candidate:
    """Take a decision back, with the draft that came of it."""
    roles.check(by, roles.CONTRIBUTE, "undo decisions")
    candidate = locked(candidate, expect)
    if candidate.decision == Decision.NEW:
        raise MoveNotAllowed("There is no decision to undo.")
    occurrence = candidate.occurrence
    if occurrence and occurrence.published_at:
        raise MoveNotAllowed("What it became is published. Withdraw the quote instead.")
    with acting(by, "undo decision"):
        candidate.decision = Decision.NEW
        candidate.decided_at = candidate.decided_by = candidate.occurrence = None
        candidate.save(update_fields=["decision", "decided_at", "decided_by", "occurrence"])
        if occurrence:
            occurrences.unmake(occurrence)
    candidate.refresh_from_db()
    return candidate


@transaction.atomic
def set_stretch(candidate, spans, *, by, expect=None) -> Candidate:
    """Say where the words begin and end, before they are accepted."""
    roles.check(by, roles.CONTRIBUTE, "mark words in a text")
    candidate = locked(candidate, expect)
    if candidate.decision != Decision.NEW:
        raise AlreadyDecided(
            f"This suggestion was {candidate.get_decision_display()} already. Undo that first."
        )
    spans = checked_spans(candidate.snapshot, spans)
    start, end = spans[0][0], spans[-1][1]
    if not any(candidate.snapshot.text[a:b].strip() for a, b in spans):
        raise NotReady("There are no words in this stretch.")
    if spans == candidate.spans:
        raise NothingToDo("These are its words already.")
    taken = candidate.snapshot.candidates.filter(start=start, end=end).exclude(pk=candidate.pk)
    if taken.exists():
        raise NotReady("Another suggestion has this very stretch. Decide that one.")
    with acting(by, "set stretch"):
        candidate.spans, candidate.start, candidate.end = spans, start, end
        candidate.details["stretched"] = True
        for name in ("spans", "verbatim_spans"):
            candidate.details.pop(name, None)
        candidate.ready = False
        candidate.save(update_fields=["spans", "start", "end", "details", "ready"])
    candidate.refresh_from_db()
    return candidate


@transaction.atomic
def set_speaker(candidate, *, by, speaker=None, speaker_name="", expect=None) -> Candidate:
    """Correct whom the suggestion goes to; an accepted draft's preferred speaker goes along."""
    roles.check(by, roles.CONTRIBUTE, "correct speakers")
    candidate = locked(candidate, expect)
    occurrence = candidate.occurrence
    if occurrence and occurrence.wording.quote.published_at:
        raise MoveNotAllowed("The quote is published: correct its speaker with a notice.")
    with acting(by, "correct speaker"):
        kind = candidate.speaker_kind or "person"
        found = speaker or speakers.find_or_make(speaker_name, kind=kind)
        candidate.suggested_speaker, candidate.speaker_name = found, found.name
        candidate.save(update_fields=["suggested_speaker", "speaker_name"])
        if occurrence and occurrence.wording.quote.status == QuoteStatus.IN_REVIEW:
            roles.check(by, roles.EDIT, "correct the speaker of a quote in review")
        if occurrence:
            occurrences.attribute(occurrence.wording.quote, found)
    candidate.refresh_from_db()
    return candidate


def accept_ready(
    snapshot, *, by, seen=None
) -> tuple[list[Candidate], list[tuple[Candidate, Exception]]]:
    """Accept all that are very likely right; the accepted, and those that need a person, why.

    `seen` maps public ids to the versions that the person had before them: what has moved on
    since, and what was not there, is left. They are marked as unseen until somebody looks at
    them (`looked_at`).
    """
    roles.check(by, roles.CONTRIBUTE, "accept suggestions")
    done, refused = [], []
    for candidate in snapshot.candidates.waiting().filter(ready=True).order_by("start"):
        try:
            with transaction.atomic():
                topics = circumstances.topics_for(candidate)
                expect = None if seen is None else seen.get(candidate.public_id, 0)
                accepted = accept(candidate, by=by, topics=topics, expect=expect).candidate
                accepted.details["unseen"] = True
                accepted.save(update_fields=["details"])
        except QuotesError as error:
            refused.append((candidate, error))
        else:
            accepted.refresh_from_db(fields=["edit_version"])
            done.append(accepted)
    return done, refused


@transaction.atomic
def looked_at(chosen, *, by) -> list[Candidate]:
    """Note that a person has looked at what was accepted unseen; the suggestions noted."""
    roles.check(by, roles.CONTRIBUTE, "look at suggestions")
    rows = Candidate.objects.select_for_update().filter(
        pk__in=[one.pk for one in chosen], details__unseen=True
    )
    noted = []
    with acting(by, "look at suggestion"):
        for candidate in rows:
            del candidate.details["unseen"]
            candidate.save(update_fields=["details"])
            candidate.refresh_from_db(fields=["edit_version"])
            noted.append(candidate)
    return noted


@transaction.atomic
def said_again(candidate, other, *, by, expect=None, **given) -> Accepted:
    """Accept as a new quote, and note that it says again what a known one says."""
    accepted = accept(candidate, by=by, expect=expect, **given)
    QuoteLink.objects.get_or_create(
        quote=accepted.quote, other=other, defaults={"kind": "said_again"}
    )
    return accepted


@transaction.atomic
def tell_apart(candidate, quote, *, by, expect=None) -> Candidate:
    """Note that the suggestion has nothing to do with a quote: it is not proposed again."""
    roles.check(by, roles.CONTRIBUTE, "compare quotes")
    candidate = locked(candidate, expect)
    apart = candidate.details.setdefault("unrelated", [])
    if quote.public_id not in apart:
        apart.append(quote.public_id)
        with acting(by, "unrelated quotes"):
            candidate.save(update_fields=["details"])
    candidate.refresh_from_db()
    return candidate
