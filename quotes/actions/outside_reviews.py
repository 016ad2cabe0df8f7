"""Verdicts of others: taken in from where they publish them, let before readers, withdrawn."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from quotes import claim_reviews, roles
from quotes.actions import assessments
from quotes.claim_reviews import ClaimReview, NoReviews
from quotes.edits import locked
from quotes.errors import MoveNotAllowed, NotReady
from quotes.extraction.text import folded
from quotes.models import Claim, OutsideReview
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources import fetching
from sources.history import acting

JSON = ("application/ld+json", "application/json")
LOOKED_AT = 50


@dataclass(frozen=True)
class TakenIn:
    """What became of a page or a file."""

    new: list[OutsideReview]
    known: list[OutsideReview]
    troubles: list[str]


def take_in_from(url: str, *, by, resolve=None) -> TakenIn:
    """Fetch an address and take in every ClaimReview that it holds."""
    roles.check(by, roles.CONTRIBUTE, "import reviews")
    limits = replace(fetching.Limits.of_settings(), also=JSON)
    page = fetching.fetch(url, resolve=resolve, limits=limits)
    return take_in(page.body, by=by, charset=page.charset)


def take_in(body: bytes, *, by, charset=None) -> TakenIn:
    """Take in every ClaimReview of a page or a file; the same one again changes nothing."""
    roles.check(by, roles.CONTRIBUTE, "import reviews")
    try:
        found = claim_reviews.read(body, charset)
    except NoReviews as error:
        raise NotReady(str(error)) from None
    new, known, troubles = [], [], list(found.troubles)
    for review in found.reviews:
        if is_ours(review.url):
            troubles.append(f"{review.url} is a review of ours; only others' are taken in.")
            continue
        row, created = keep(review, by)
        (new if created else known).append(row)
    return TakenIn(new, known, troubles)


@transaction.atomic
def keep(review: ClaimReview, by) -> tuple[OutsideReview, bool]:
    """The row of a review, and whether it is new; its claim is found by its words or made."""
    same = {"url": review.url, "digest": review.digest}
    held = OutsideReview.objects.filter(**same).first()
    if held:
        return held, False
    claim = same_claim(review) or assessments.new_claim(
        review.reviewed, by=by, language=review.language
    )
    says = {name: getattr(review, name) for name in SAYS}
    with acting(by, "import review"):
        return OutsideReview.objects.get_or_create(claim=claim, **same, defaults=says)


SAYS = ("author", "author_url", "reviewed", "label", "value", "worst", "best", "summary",
        "language", "reviewed_on")  # fmt: skip


def same_claim(review: ClaimReview) -> Claim | None:
    """A claim of ours with these very words, or one that this address judged before."""
    wanted = folded(review.reviewed)
    usable = Claim.objects.exclude(status="void").select_related("merged_into")
    before = usable.filter(outside_reviews__url=review.url).distinct()
    alike = usable.filter(text__istartswith=review.reviewed[:12])
    for claim in [*before, *alike[:LOOKED_AT]]:
        if folded(claim.text) == wanted:
            return claim.merged_into or claim
    return None


def is_ours(url: str) -> bool:
    """Whether the address is on this site."""
    return urlsplit(url).netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower()


@transaction.atomic
def publish(review, *, by, expect=None) -> OutsideReview:
    """Let readers see what somebody else holds of a claim; it is shown as theirs."""
    roles.check(by, roles.PUBLISH, "publish others' reviews")
    row = locked(review, expect)
    if row.published_at:
        raise MoveNotAllowed("Readers see this review already, or it was withdrawn.")
    with acting(by, "publish outside review"):
        row.published_at, row.published_by = timezone.now(), by
        row.save(update_fields=["published_at", "published_by"])
        refresh(Act(timezone.now(), "additive"), claims=[row.claim_id])
    return row


@transaction.atomic
def withdraw(review, *, by, expect=None) -> OutsideReview:
    """Take somebody else's review from readers again; it stays on record."""
    roles.check(by, roles.PUBLISH, "withdraw others' reviews")
    row = locked(review, expect)
    if not row.published_at or row.withdrawn_at:
        raise MoveNotAllowed("Readers do not see this review.")
    with acting(by, "withdraw outside review"):
        row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        refresh(Act(timezone.now(), "additive"), claims=[row.claim_id])
    return row
