"""Who said it, on drafts and beside published words: verify, add, answer, link."""

from django.db import transaction
from django.utils import timezone

from quotes import roles, workflow
from quotes.edits import locked
from quotes.errors import MoveNotAllowed, NotReady
from quotes.models import Attribution, Occurrence, QuoteLink, QuoteTopic, Response
from quotes.models.attributions import Rank
from quotes.publishing import derive
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.history import acting


@transaction.atomic
def verify(quote, *, by, expect=None) -> Attribution:
    """Mark the preferred attribution as verified: on a primary record or two independent roots."""
    roles.check(by, roles.EDIT, "verify attributions")
    quote = locked(quote, expect)
    preferred = quote.attributions.filter(rank=Rank.PREFERRED).first()
    if preferred is None:
        raise NotReady("Choose the preferred speaker first.")
    if quote.published_at:
        roles.check(by, roles.PUBLISH, "verify what is published")
    if not derive.can_be_verified(printed(quote)):
        raise NotReady(
            "To be verified the words need a primary record (a transcript, a letter, a recording)"
            " or two independent sources, and more than hearsay."
        )
    with acting(by, "verify"):
        preferred.verified_at, preferred.verified_by = timezone.now(), by
        preferred.save(update_fields=["verified_at", "verified_by"])
        workflow.derive_status(quote)
        if quote.published_at:
            refresh(Act(preferred.verified_at, "additive"), quotes=[quote.pk])
    return preferred


def printed(quote):
    """The quote's occurrences with what their roots depend on."""
    rows = Occurrence.objects.filter(wording__quote=quote).select_related(
        "snapshot__article__outlet", "snapshot__article__syndicated_from"
    )
    if quote.published_at:
        rows = rows.filter(published_at__isnull=False)
    return list(rows.prefetch_related("chain__upstream_article__syndicated_from"))


@transaction.atomic
def add(
    quote, speaker, *, by, rank=Rank.NORMAL, reason="supported", note="", article=None, role=None
):
    """Record that somebody names this speaker; never as the preferred one of published words."""
    roles.check(by, roles.CONTRIBUTE, "add attributions")
    quote = locked(quote)
    if rank == Rank.PREFERRED and quote.published_at:
        raise MoveNotAllowed("The quote is published: correct its speaker with a notice.")
    with acting(by, "add attribution"):
        row = Attribution.objects.create(
            quote=quote, speaker=speaker, rank=rank, reason=reason, note=note,
            evidence_article=article, role=role,
        )  # fmt: skip
        workflow.derive_status(quote)
    return row


@transaction.atomic
def respond(quote, speaker, kind, *, by, text="", date="", article=None, own_quote=None):
    """Record what a speaker later says about a quote; public when it is published with it."""
    roles.check(by, roles.CONTRIBUTE, "add responses")
    with acting(by, "add response"):
        row = Response(
            quote=quote, speaker=speaker, kind=kind, text=text, article=article,
            own_quote=own_quote,
        )  # fmt: skip
        row.date = date
        row.save()
        workflow.derive_status(quote)
    return row


@transaction.atomic
def link(quote, other, kind, *, by) -> QuoteLink:
    """Say that two quotes are the same thing said again, or unrelated."""
    roles.check(by, roles.CONTRIBUTE, "link quotes")
    if quote.pk == other.pk:
        raise NotReady("A quote is not linked to itself. Choose another one.")
    with acting(by, "link quotes"):
        row, _ = QuoteLink.objects.update_or_create(
            quote=quote, other=other, defaults={"kind": kind}
        )
        shown = [one.pk for one in (quote, other) if one.status == "published"]
        if kind == "said_again" and len(shown) == 2:
            refresh(Act(timezone.now(), "additive"), quotes=shown)
    return row


@transaction.atomic
def tag(quote, topics, *, by) -> int:
    """Add topics; on a published quote they wait to be published. How many were new."""
    roles.check(by, roles.CONTRIBUTE, "choose topics")
    with acting(by, "choose topics"):
        known = set(quote.quote_topics.values_list("topic_id", flat=True))
        fresh = [topic for topic in topics if topic.pk not in known]
        QuoteTopic.objects.bulk_create(QuoteTopic(quote=quote, topic=topic) for topic in fresh)
    return len(fresh)
