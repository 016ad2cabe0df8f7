"""Words that turned out to be another utterance: split a quote in two, or hand places over.

What moves is shown before and remembered after, so that it can be undone. Between published quotes
it is one public act: readers see both quotes as they are afterwards, and the record of the act
stands in the place of a notice.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from quotes import roles, workflow
from quotes.actions.merging import Preview, check
from quotes.edits import locked
from quotes.errors import MoveNotAllowed, NotReady
from quotes.extraction.text import sketch
from quotes.models import (
    Attribution,
    ClaimQuote,
    Handover,
    Occurrence,
    Quote,
    QuoteTopic,
    Response,
    Wording,
    WordingSketch,
)
from quotes.models.attributions import Rank
from quotes.models.handovers import HandoverKind
from quotes.models.words import QuoteStatus
from quotes.published.models import Redirect
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.history import acting

S = QuoteStatus


@dataclass(frozen=True)
class Parts:
    """What shall go: keys of wordings (with all their places), places, ties and replies."""

    wordings: frozenset = field(default_factory=frozenset)
    occurrences: frozenset = field(default_factory=frozenset)
    claim_quotes: frozenset = field(default_factory=frozenset)
    responses: frozenset = field(default_factory=frozenset)

    @classmethod
    def of(cls, quote, **chosen):
        """Those of the chosen keys that are the quote's; a wording all of whose places go goes
        along whole."""
        own = {name: frozenset(chosen.get(name, ())) for name in cls.__dataclass_fields__}
        wordings = quote.wordings.filter(pk__in=own["wordings"]).values_list("pk", flat=True)
        whole, single = set(wordings), set()
        for wording in quote.wordings.exclude(pk__in=whole):
            places = set(wording.occurrences.values_list("pk", flat=True))
            if places and places <= own["occurrences"]:
                whole.add(wording.pk)
            else:
                single |= places & own["occurrences"]
        kept = {
            name: frozenset(
                getattr(quote, name).filter(pk__in=own[name]).values_list("pk", flat=True)
            )
            for name in ("claim_quotes", "responses")
        }
        return cls(frozenset(whole), frozenset(single), **kept)

    def places(self, quote):
        """Every occurrence that goes."""
        rows = Occurrence.objects.filter(wording__quote=quote)
        return rows.filter(wording__in=self.wordings) | rows.filter(pk__in=self.occurrences)


def preview_split(quote, parts) -> Preview:
    """What a split would move, and what stands in its way."""
    seen = counted(quote, parts)
    if quote.merged_into_id or quote.status == S.WITHDRAWN:
        seen.obstacles.append("This quote is not in force: restore it first.")
    return seen


def preview_hand_over(quote, other, parts) -> Preview:
    """What handing places over would move, and what stands in its way."""
    seen = counted(quote, parts)
    if quote.pk == other.pk:
        seen.obstacles.append("Choose another quote: a quote hands nothing to itself.")
    for one in (quote, other):
        if one.merged_into_id or one.status == S.WITHDRAWN:
            seen.obstacles.append("One of the two is not in force: restore it first.")
    if quote.status == S.PUBLISHED and other.status != S.PUBLISHED:
        seen.obstacles.append("Readers see these words: publish the other quote first.")
    return seen


def counted(quote, parts) -> Preview:
    """How much would go, and whether both sides have words afterwards."""
    going = set(parts.places(quote).values_list("pk", flat=True))
    staying = Occurrence.objects.filter(wording__quote=quote).exclude(pk__in=going)
    seen = Preview(
        {
            "wordings": len(parts.wordings),
            "occurrences": len(going),
            "claim_quotes": len(parts.claim_quotes),
            "responses": len(parts.responses),
        }
    )
    if not going:
        seen.obstacles.append("Choose at least one place where the words were printed.")
    elif not staying.exists():
        seen.obstacles.append("Something must stay: to move all of it, merge the quotes.")
    return seen


@transaction.atomic
def split(quote, parts, *, by, reason="", expect=None) -> Handover:
    """Make a second quote of the chosen wordings, places, ties and replies."""
    roles.check(by, roles.EDIT, "split quotes")
    quote = locked(quote, expect)
    if quote.published_at:
        roles.check(by, roles.PUBLISH, "split what is published")
    check(preview_split(quote, parts))
    with acting(by, "split quote", reason):
        made = Quote(original_language=quote.original_language, occasion=quote.occasion)
        made.said = quote.said
        made.save()
        act = move(HandoverKind.SPLIT, quote, made, parts, by, reason)
        for row in quote.attributions.exclude(rank=Rank.DEPRECATED):
            Attribution.objects.create(
                quote=made, speaker=row.speaker, role=row.role, rank=row.rank, reason=row.reason,
                note=row.note, evidence_article=row.evidence_article,
            )  # fmt: skip
        topics = quote.quote_topics.values_list("topic_id", flat=True)
        QuoteTopic.objects.bulk_create(QuoteTopic(quote=made, topic_id=key) for key in topics)
        prefer_own(made)
        if quote.status == S.PUBLISHED:
            workflow.publish(Quote.objects.get(pk=made.pk), by=by, reason=reason)
        follow(quote, made)
    return act


@transaction.atomic
def hand_over(quote, other, parts, *, by, reason="", expect=None) -> Handover:
    """Move the chosen places to another quote; the same words there are one wording."""
    roles.check(by, roles.EDIT, "hand over places")
    quote, other = locked(quote, expect), locked(other)
    if quote.published_at or other.published_at:
        roles.check(by, roles.PUBLISH, "hand over places that readers see")
    check(preview_hand_over(quote, other, parts))
    with acting(by, "hand over", reason):
        act = move(HandoverKind.HANDOVER, quote, other, parts, by, reason)
        prefer_own(other)
        follow(quote, other)
    return act


def move(kind, quote, other, parts, by, reason) -> Handover:
    """Put the act on record, then move its rows."""
    twins = {(row.language, row.norm_hash): row.pk for row in other.wordings.all()}
    whole, places = [], list(Occurrence.objects.filter(pk__in=parts.occurrences))
    for wording in quote.wordings.filter(pk__in=parts.wordings):
        if (wording.language, wording.norm_hash) in twins:
            places += wording.occurrences.all()
        else:
            whole.append(wording.pk)
    cut = quote.wordings.filter(translation_of__in=whole).exclude(pk__in=whole)
    cut |= quote.wordings.filter(pk__in=whole).exclude(translation_of__in=[*whole, None])
    cut = list(cut.exclude(translation_of=None).values_list("pk", "translation_of_id"))
    act = Handover.objects.create(
        kind=kind,
        source=quote.pk,
        target=other.pk,
        moved={
            "wordings": whole,
            "occurrences": [[row.pk, row.wording_id] for row in places],
            "claim_quotes": sorted(parts.claim_quotes),
            "responses": sorted(parts.responses),
            "translations": [list(pair) for pair in cut],
            "preferred_wording": quote.preferred_wording_id,
        },
        moved_by=by,
        reason=reason,
    )
    Wording.objects.filter(pk__in=[key for key, _ in cut]).update(translation_of=None)
    move_wordings(whole, other)
    for row in places:
        wording = twin_of(row.wording, other, row.published_at, by)
        Occurrence.objects.filter(pk=row.pk).update(wording=wording)
    ClaimQuote.objects.filter(pk__in=fresh_ties(parts.claim_quotes, other)).update(quote=other)
    Response.objects.filter(pk__in=parts.responses).update(quote=other)
    return act


def move_wordings(keys, quote):
    """Point wordings at another quote; translations after what they translate is cut loose."""
    inner = dict(
        Wording.objects.filter(pk__in=keys, translation_of__isnull=False).values_list(
            "pk", "translation_of_id"
        )
    )
    Wording.objects.filter(pk__in=inner).update(translation_of=None)
    Wording.objects.filter(pk__in=keys).update(quote=quote)
    for key, source in inner.items():
        Wording.objects.filter(pk=key).update(translation_of=source)


def twin_of(wording, quote, published_at, by) -> Wording:
    """The quote's wording with these words, made where there is none; public as its place is."""
    twin = quote.wordings.filter(language=wording.language, norm_hash=wording.norm_hash).first()
    if twin is None:
        twin = Wording.objects.create(
            quote=quote, text=wording.text, language=wording.language,
            norm_hash=wording.norm_hash, is_original=wording.is_original,
            translator=wording.translator, fidelity=wording.fidelity,
        )  # fmt: skip
        WordingSketch.objects.bulk_create(
            WordingSketch(hash=number, wording=twin) for number in sketch(twin.text, twin.language)
        )
    if published_at and quote.published_at and twin.published_at is None:
        Wording.objects.filter(pk=twin.pk).update(published_at=timezone.now(), published_by=by)
    return twin


def fresh_ties(keys, quote):
    """Ties to claims that the quote does not have in the same sense."""
    known = set(quote.claim_quotes.values_list("claim_id", "relation"))
    rows = ClaimQuote.objects.filter(pk__in=keys)
    return [row.pk for row in rows if (row.claim_id, row.relation) not in known]


def prefer_own(quote):
    """Let the quote show one of its own wordings first: an original that stands somewhere."""
    rows = quote.wordings.filter(occurrences__isnull=False).distinct()
    if quote.published_at:
        rows = rows.filter(published_at__isnull=False)
    if not rows.filter(pk=quote.preferred_wording_id).exists():
        chosen = rows.order_by("-is_original", "pk").first()
        Quote.objects.filter(pk=quote.pk).update(preferred_wording=chosen)


def follow(source, target):
    """What the source shows first, both statuses, and what readers see."""
    prefer_own(Quote.objects.get(pk=source.pk))
    for quote in (source, target):
        workflow.derive_status(Quote.objects.get(pk=quote.pk))
    refresh(Act(timezone.now(), "parted", reason="parted"), quotes=[source.pk, target.pk])


@transaction.atomic
def undo(act, *, by, reason="") -> Handover:
    """Put every row back where it was; what a split had made goes, or leads back."""
    roles.check(by, roles.EDIT, "undo splits")
    act = Handover.objects.select_for_update().get(pk=act.pk)
    if act.undone_at:
        raise MoveNotAllowed("This was undone already.")
    source, target = locked(Quote(pk=act.source)), locked(Quote(pk=act.target))
    if source.published_at or target.published_at:
        roles.check(by, roles.PUBLISH, "undo what readers see")
    check(Preview(obstacles=in_the_way(act, target)))
    with acting(by, "undo split" if act.kind == HandoverKind.SPLIT else "undo handover", reason):
        act.undone_at, act.undone_by = timezone.now(), by
        act.save(update_fields=["undone_at", "undone_by"])
        take_back(act, source)
        shown = source.wordings.filter(pk=act.moved["preferred_wording"]).first()
        if shown:
            Quote.objects.filter(pk=source.pk).update(preferred_wording=shown)
        if act.kind == HandoverKind.SPLIT:
            unmake(source, target, by)
        else:
            prefer_own(Quote.objects.get(pk=target.pk))
            drop_empty(target)
        workflow.derive_status(Quote.objects.get(pk=source.pk))
        refresh(Act(timezone.now(), "parted", reason="duplicate"), quotes=[source.pk, target.pk])
    return act


def in_the_way(act, target) -> list[str]:
    """Why it cannot be undone; nothing where it can."""
    found = []
    if target.merged_into_id:
        found.append("The other quote was merged away since. Undo that first.")
    moved = {key for key, _ in act.moved["occurrences"]}
    places = Occurrence.objects.filter(wording__quote=target)
    if act.kind == HandoverKind.SPLIT:
        own = places.exclude(pk__in=moved).exclude(wording__in=act.moved["wordings"])
        if own.exists():
            found.append("The new quote has places of its own by now: hand them over first.")
    here = set(places.values_list("pk", flat=True))
    known = set(Occurrence.objects.filter(pk__in=moved).values_list("pk", flat=True))
    if not known <= here:
        found.append("Some of the places have moved on since. Undo that first.")
    return found


def take_back(act, source):
    """Every row goes back to the quote that gave it."""
    move_wordings(act.moved["wordings"], source)
    for key, wording in act.moved["occurrences"]:
        Occurrence.objects.filter(pk=key).update(wording=wording)
    for key, wording in act.moved["translations"]:
        Wording.objects.filter(pk=key).update(translation_of=wording)
    ClaimQuote.objects.filter(pk__in=act.moved["claim_quotes"]).update(quote=source)
    Response.objects.filter(pk__in=act.moved["responses"]).update(quote=source)


def unmake(source, target, by):
    """A quote that a split made: a draft is deleted, a public one leads back to its source."""
    Quote.objects.filter(pk=target.pk).update(preferred_wording=None)
    if target.published_at is None:
        try:
            Quote.objects.get(pk=target.pk).delete()
        except ProtectedError:
            raise NotReady("Others have written about the new quote since: merge it.") from None
        return
    values = {"merged_into": source}
    if target.status == S.PUBLISHED:
        values |= {
            "status": S.WITHDRAWN, "withdrawn_at": timezone.now(), "withdrawn_by": by,
            "withdrawal_reason": "duplicate",
        }  # fmt: skip
    Redirect.objects.update_or_create(
        kind="quote",
        old=target.public_id,
        defaults={"target": source.public_id, "reason": "split"},
    )
    Quote.objects.filter(pk=target.pk).update(**values)


def drop_empty(quote):
    """Wordings that were made for the places and were never public go with them."""
    rows = quote.wordings.filter(occurrences__isnull=True, published_at__isnull=True)
    rows.filter(translations__isnull=True, translation_of__isnull=True).exclude(
        pk=quote.preferred_wording_id
    ).delete()
