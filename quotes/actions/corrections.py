"""Corrections: a published record changes together with a numbered public notice, or not at all."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from quotes import roles, workflow
from quotes.edits import locked, save_fields
from quotes.errors import MoveNotAllowed, NothingToDo, NotReady
from quotes.models import Attribution, Claim, ClaimQuote, Correction, Quote, Speaker
from quotes.models.attributions import Rank
from quotes.models.notices import Tier
from quotes.models.words import QuoteStatus
from quotes.published.models import PublishedVersion
from quotes.publishing import rows
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.history import acting
from sources.models import Article

KINDS = {Quote: "quote", Claim: "claim", Speaker: "speaker", Article: "article"}


@dataclass(frozen=True)
class Notice:
    """What readers are told: how grave it is, what was wrong, what changed."""

    tier: str
    what_was_wrong: str
    what_changed: str
    language: str = "en"
    reported_by: str = ""


@contextmanager
def correcting(target, *, by, notice, change="substantive", reason="", **also):
    """What is changed inside is one public act with one correction of `target`.

    `reason` is the public one where the act takes `target` from readers: no version follows then.
    `also` names further rows whose documents change: `speakers=[…]`.
    """
    roles.check(by, roles.PUBLISH, "correct what is published")
    with transaction.atomic(), acting(by, "correct", notice.what_was_wrong):
        correction = written(target, by, notice, stays=not reason)
        yield correction
        changed = {f"{KINDS[type(target)]}s": [target.pk], "corrections": [correction.pk]}
        for more, keys in also.items():
            changed[more] = [*changed.get(more, []), *keys]
        refresh(Act(correction.published_at, change, correction, reason), **changed)


def written(target, by, notice, stays=True) -> Correction:
    """The notice of `target`, numbered, in the transaction of what it tells."""
    if notice.tier not in Tier.values:
        raise NotReady(f"Choose how grave it is: {', '.join(Tier.values)}.")
    if not (notice.what_was_wrong.strip() and notice.what_changed.strip()):
        raise NotReady("Tell readers in a sentence what was wrong, and in another what changed.")
    kind = KINDS[type(target)]
    last = PublishedVersion.objects.of(kind, target.public_id).last()
    correction = Correction.objects.create(
        **{kind: target},
        tier=notice.tier,
        what_was_wrong=notice.what_was_wrong.strip(),
        what_changed=notice.what_changed.strip(),
        language=notice.language,
        reported_by=notice.reported_by,
        before_version=last.number if last else None,
        after_version=last.number + 1 if last and stays else None,
        approved_by=by,
    )
    correction.refresh_from_db()
    return correction


def published(quote, expect=None):
    """The quote, locked; MoveNotAllowed unless readers see it."""
    quote = locked(quote, expect)
    if quote.status != QuoteStatus.PUBLISHED:
        raise MoveNotAllowed("Only a published quote is corrected. Edit the draft itself.")
    return quote


@transaction.atomic
def correct(target, *, by, notice) -> Correction:
    """Publish a notice that changes nothing but itself: a clarification."""
    with correcting(target, by=by, notice=notice) as correction:
        pass
    return correction


@transaction.atomic
def correct_quote(quote, *, by, notice, expect=None, **values) -> Correction:
    """Change `said`, `occasion`, `original_language` or `preferred_wording` of a quote."""
    quote = published(quote, expect)
    with correcting(quote, by=by, notice=notice) as correction:
        if not save_fields(quote, values):
            raise NothingToDo("Nothing differs from what is published.")
        rows.publish_waiting(quote, by, correction.published_at)
        workflow.derive_status(quote)
    return correction


@transaction.atomic
def correct_speaker(
    quote, speaker, *, by, notice, role=None, reason="wrong_person", article=None, expect=None
) -> Correction:
    """Name another speaker; the old attribution stays on record as deprecated, with `reason`.

    `article` is one that names the wrong speaker; `speaker` None leaves none preferred.
    """
    quote = published(quote, expect)
    with correcting(quote, by=by, notice=notice) as correction:
        old = quote.attributions.filter(rank=Rank.PREFERRED).first()
        if old and speaker and old.speaker_id == speaker.pk:
            raise NothingToDo(f"{speaker} is the preferred speaker already.")
        if old:
            save_fields(
                old,
                {
                    "rank": Rank.DEPRECATED,
                    "reason": reason,
                    "evidence_article": article or old.evidence_article,
                },
            )
        if speaker:
            new, _ = Attribution.objects.get_or_create(quote=quote, speaker=speaker)
            save_fields(new, {"rank": Rank.PREFERRED, "reason": "supported", "role": role})
        rows.publish_waiting(quote, by, correction.published_at)
        workflow.derive_status(quote)
    return correction


@transaction.atomic
def correct_relation(link, relation, *, by, notice) -> Correction:
    """Say that a quote does something else to a claim."""
    link = ClaimQuote.objects.select_for_update().get(pk=link.pk)
    quote = published(link.quote)
    with correcting(quote, by=by, notice=notice, claims=[link.claim_id]) as correction:
        if not save_fields(link, {"relation": relation}):
            raise NothingToDo("Nothing differs from what is published.")
    return correction


@transaction.atomic
def rename_speaker(speaker, name, *, by, notice, expect=None) -> Correction:
    """Show another name of a public speaker; every document that names them follows."""
    speaker = locked(speaker, expect)
    with correcting(speaker, by=by, notice=notice) as correction:
        if not save_fields(speaker, {"name": name.strip()}):
            raise NothingToDo("That is the name already.")
    return correction


@transaction.atomic
def correct_claim(claim, *, by, notice, expect=None, **values) -> Correction:
    """Change the text, language, kind or time of a public claim; quotes that name it follow."""
    claim = locked(claim, expect)
    with correcting(claim, by=by, notice=notice) as correction:
        if not save_fields(claim, values):
            raise NothingToDo("Nothing differs from what is published.")
    return correction


@transaction.atomic
def publish_changes(quote, *, by, expect=None) -> int:
    """Publish additions that wait: occurrences, topics, claim links, responses. How many.

    A new preferred speaker is no addition: correct the speaker with a notice.
    """
    roles.check(by, roles.PUBLISH, "publish changes")
    quote = published(quote, expect)
    if quote.attributions.filter(rank=Rank.PREFERRED, published_at__isnull=True).exists():
        raise NotReady("A new preferred speaker needs a correction with a notice.")
    now = timezone.now()
    with acting(by, "publish changes"):
        number = rows.publish_waiting(quote, by, now)
        if not number:
            raise NothingToDo("No changes wait here.")
        workflow.derive_status(quote)
        workflow.reopen_claims(quote, now)
        refresh(Act(now, "additive"), quotes=[quote.pk])
    return number
