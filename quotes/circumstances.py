"""On what occasion, and about what: chosen for a suggestion before or after it is accepted.

What is chosen for a suggestion waits with it (`details["chosen"]`) and is put on the quote when
it is accepted; on a draft it stands at once. Published quotes change by their own page.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from quotes import roles
from quotes.edits import locked, save_fields
from quotes.errors import MoveNotAllowed
from quotes.models import Candidate, Occasion, QuoteTopic, Topic
from quotes.models.desk import Decision
from quotes.models.words import OccasionKind
from sources.dates import PartialDate
from sources.history import acting

NEAR = timedelta(days=3)
PROPOSED = 4


def put_on(quote, candidate, topics=None):
    """Give a new draft what was chosen for its suggestion; `topics` where they were not."""
    chosen = candidate.details.get("chosen", {})
    occasion = occasion_for(candidate)
    if occasion:
        save_fields(quote, {"occasion": occasion})
    if "topics" in chosen:
        topics = topics_for(candidate)
    add_topics(quote, topics or [])


def occasion_for(candidate):
    """The occasion that was chosen for a suggestion, or None."""
    chosen = candidate.details.get("chosen", {}).get("occasion")
    return Occasion.objects.filter(public_id=chosen).first() if chosen else None


def topics_for(candidate) -> list[Topic]:
    """The topics that were chosen for a suggestion, or else those of its article so far."""
    chosen = candidate.details.get("chosen", {})
    if "topics" in chosen:
        return list(Topic.objects.filter(public_id__in=chosen["topics"]))
    return list(topics_of_article(candidate))


def topics_of_article(candidate):
    """The topics of the quote that was accepted last in the same text: most likely these too."""
    last = (
        Candidate.objects.filter(
            snapshot=candidate.snapshot_id,
            decision=Decision.ACCEPTED,
            occurrence__wording__quote__quote_topics__isnull=False,
        )
        .exclude(pk=candidate.pk)
        .order_by("-decided_at", "-pk")
        .values("occurrence__wording__quote")[:1]
    )
    return Topic.objects.filter(quotes__in=last).distinct()


def add_topics(quote, topics):
    """Put topics on a quote; those it has stay as they are."""
    known = set(quote.quote_topics.values_list("topic_id", flat=True))
    QuoteTopic.objects.bulk_create(
        QuoteTopic(quote=quote, topic=topic) for topic in topics if topic.pk not in known
    )


def draft_of(candidate):
    """The draft that a suggestion became, or None; MoveNotAllowed where it is public."""
    if candidate.occurrence_id is None:
        return None
    quote = candidate.occurrence.wording.quote
    if quote.published_at:
        raise MoveNotAllowed("The quote is published: change it on its page.")
    return quote


def choose(candidate, **values):
    """Keep what was chosen with the suggestion."""
    candidate.details["chosen"] = candidate.details.get("chosen", {}) | values
    candidate.save(update_fields=["details"])
    candidate.refresh_from_db()


@transaction.atomic
def set_topics(candidate, topics, *, by, expect=None) -> Candidate:
    """Say what the words are about; what was said before is replaced."""
    roles.check(by, roles.CONTRIBUTE, "choose topics")
    candidate = locked(candidate, expect)
    quote = draft_of(candidate)
    with acting(by, "choose topics"):
        choose(candidate, topics=[topic.public_id for topic in topics])
        if quote:
            quote.quote_topics.exclude(topic__in=topics).delete()
            add_topics(quote, topics)
    return candidate


@transaction.atomic
def set_occasion(candidate, occasion, *, by, expect=None) -> Candidate:
    """Say on what occasion the words were said."""
    roles.check(by, roles.CONTRIBUTE, "choose occasions")
    candidate = locked(candidate, expect)
    quote = draft_of(candidate)
    with acting(by, "choose occasion"):
        choose(candidate, occasion=occasion.public_id)
        if quote:
            save_fields(quote, {"occasion": occasion})
    return candidate


@transaction.atomic
def new_occasion(kind, *, by, title="", date="", place="", told_to=None) -> Occasion:
    """A new occasion; what it is, when and where as far as is known."""
    roles.check(by, roles.CONTRIBUTE, "add occasions")
    kind = kind if kind in OccasionKind.values else OccasionKind.UNKNOWN
    with acting(by, "new occasion"):
        row = Occasion(kind=kind, title=title[:300], place=place[:200], told_to=told_to)
        row.date = PartialDate.parse(date)
        row.save()
    return row


def proposed_occasions(candidate, speaker) -> list[Occasion]:
    """Occasions on which this speaker spoke in this text, or within three days of it."""
    if speaker is None:
        return []
    here = Q(quotes__wordings__occurrences__snapshot=candidate.snapshot_id)
    day = candidate.snapshot.article.published
    if day:
        here |= Q(
            date_earliest__lte=day.latest + NEAR,
            date_latest__gte=day.earliest - NEAR,
        )
    rows = Occasion.objects.filter(here, quotes__attributions__speaker=speaker).distinct()
    return list(rows.order_by("-date_latest", "-id")[:PROPOSED])
