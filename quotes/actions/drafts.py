"""What is arranged about a quote before readers see it: speaker, first wording, claims, topics."""

from django.db import transaction

from quotes import editing, occurrences, roles
from quotes.edits import locked, save_fields
from quotes.errors import MoveNotAllowed
from quotes.models import ClaimQuote, QuoteTopic
from sources.history import acting


def draft(quote, by, doing, expect=None):
    """The quote, locked; MoveNotAllowed once it is public, NotAllowed without the right."""
    quote = locked(quote, expect)
    if quote.status == "draft":
        roles.check(by, roles.CONTRIBUTE, doing)
    else:
        roles.check(by, roles.EDIT, doing)
    if quote.published_at:
        raise MoveNotAllowed("The quote is published: correct it with a notice.")
    return quote


@transaction.atomic
def set_speaker(quote, speaker, *, by, role=None, expect=None):
    """Name another speaker of a draft; the role held then is proposed where it is clear."""
    quote = draft(quote, by, "correct speakers", expect)
    with acting(by, "correct speaker"):
        occurrences.attribute(quote, speaker, role=role)
    return quote


@transaction.atomic
def prefer_wording(quote, wording, *, by, expect=None):
    """Choose the wording that readers see first."""
    quote = draft(quote, by, "choose wordings", expect)
    if wording.quote_id != quote.pk:
        raise MoveNotAllowed("That wording is another quote's.")
    with acting(by, "choose wording"):
        save_fields(quote, {"preferred_wording": wording})
    return quote


@transaction.atomic
def unlink_claim(link, *, by):
    """Untie a quote from a claim, while the tie is not public."""
    roles.check(by, roles.CONTRIBUTE, "untie claims")
    row = ClaimQuote.objects.select_for_update().get(pk=link.pk)
    if row.published_at:
        raise MoveNotAllowed("Readers see this tie: correct the quote with a notice.")
    with acting(by, "untie claim"):
        editing.touch(row.quote)
        row.delete()


@transaction.atomic
def set_topics(quote, topics, *, by, expect=None):
    """Say what a quote is about; topics that readers see stay."""
    roles.check(by, roles.CONTRIBUTE, "choose topics")
    locked(quote, expect)
    with acting(by, "choose topics"):
        editing.touch(quote)
        waiting = quote.quote_topics.filter(published_at__isnull=True)
        waiting.exclude(topic__in=topics).delete()
        known = set(quote.quote_topics.values_list("topic_id", flat=True))
        QuoteTopic.objects.bulk_create(
            QuoteTopic(quote=quote, topic=topic) for topic in topics if topic.pk not in known
        )


def propose_claims(quote, other, *, by) -> int:
    """Tie a draft to the claims of a quote that it says again; how many there were."""
    roles.check(by, roles.CONTRIBUTE, "link quotes to claims")
    with acting(by, "link claim"):
        for link in other.claim_quotes.all():
            ClaimQuote.objects.get_or_create(claim=link.claim, quote=quote, relation=link.relation)
    return other.claim_quotes.count()
