"""Any earlier version of a quote or a claim can be put back, as a new version.

The history that the database keeps says what each row held. What a version had is compared with
what is there now, row by row; putting it back writes the difference. Rows that came later stay.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from quotes import editing, roles, workflow
from quotes.actions import waiting
from quotes.actions.assessments import check_stands
from quotes.actions.corrections import correct_claim, published
from quotes.actions.drafts import draft
from quotes.edits import locked, save_fields
from quotes.errors import NothingToDo, NotReady
from quotes.models import ChainStep, Claim, ClaimTopic, Occurrence, Topic
from quotes.models.attributions import Rank, Reason
from quotes.models.desk import EditKind
from quotes.models.words import QuoteStatus
from quotes.published.models import PublishedClaim
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.dates import PartialDate, date_fields
from sources.history import acting

CLAIM_FIELDS = ("text", "language", "kind", "about")


@dataclass
class Back:
    """One row that a version had otherwise: its values now, and those that go back."""

    sort: str
    row: object
    now: dict
    then: dict

    @property
    def kind(self) -> str:
        """What it would be to readers."""
        if not waiting.is_public(self.row):
            return EditKind.ADDITIVE
        return editing.kind_of(self.sort, self.row, self.then)


def states(model, keys, before) -> dict:
    """The last state of each row, as its event, before a moment."""
    events = model.events.rel.related_model.objects
    rows = events.filter(pgh_obj_id__in=keys, pgh_created_at__lt=before)
    rows = rows.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {event.pgh_obj_id: event for event in rows if event.pgh_label != "delete"}


def rows_of(quote):
    """Every editable row of a quote, by sort."""
    places = Occurrence.objects.filter(wording__quote=quote).order_by("pk")
    printed = list(places.prefetch_related("chain"))
    return (
        ("quote", [quote]),
        ("wording", list(quote.wordings.all())),
        ("attribution", list(quote.attributions.all())),
        ("occurrence", printed),
        ("chain", printed),
        ("relation", list(quote.claim_quotes.all())),
    )


def earlier(quote, before) -> list[Back]:
    """What differs between the quote as it is and as it was just before a moment."""
    found = []
    for sort, rows in rows_of(quote):
        known = states(editing.SORTS[sort][0], [row.pk for row in rows], before)
        chains = steps_of(rows, before) if sort == "chain" else {}
        for row in rows:
            if row.pk not in known:
                continue
            then = (
                {"steps": chains.get(row.pk, [])}
                if sort == "chain"
                else editing.read(sort, known[row.pk])
            )
            now = editing.read(sort, row)
            differing = editing.differing(now, then)
            if differing:
                found.append(Back(sort, row, {name: now[name] for name in differing}, differing))
    return found + displaced(quote, found, before)


def displaced(quote, found, before) -> list[Back]:
    """A speaker who was named later gives way to the one who is preferred again."""
    again = any(one.then.get("rank") == Rank.PREFERRED for one in found)
    if not again:
        return []
    late = quote.attributions.filter(rank=Rank.PREFERRED)
    known = states(editing.SORTS["attribution"][0], late.values_list("pk", flat=True), before)
    then = {"rank": Rank.DEPRECATED.value, "reason": Reason.WRONG_PERSON.value}
    return [
        Back("attribution", row, editing.read("attribution", row, then), then)
        for row in late
        if row.pk not in known
    ]


def steps_of(occurrences, before) -> dict:
    """The chains as they were: plain steps by occurrence."""
    events = ChainStep.events.rel.related_model.objects
    rows = events.filter(
        occurrence_id__in=[row.pk for row in occurrences], pgh_created_at__lt=before
    )
    last = rows.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    chains = {}
    for event in sorted(last, key=lambda event: event.position):
        if event.pgh_label != "delete":
            chains.setdefault(event.occurrence_id, []).append(editing.step_values(event))
    return chains


@transaction.atomic
def restore(quote, before, *, by, reason="", notice=None, expect=None) -> list[Back]:
    """Put a quote back as it was just before a moment; what readers see needs a publisher.

    An editor's restoring of what readers see waits as changes to publish.
    """
    roles.check(by, roles.CONTRIBUTE, "restore versions")
    quote = locked(quote, expect)
    found = earlier(quote, before)
    if not found:
        raise NothingToDo("That version holds nothing that differs from what is there.")
    if quote.status != QuoteStatus.PUBLISHED:
        draft(quote, by, "restore versions")
        with acting(by, "restore version", reason):
            put_back(found)
            workflow.derive_status(quote)
        return found
    roles.check(by, roles.JUDGE, "restore what is published")
    if not roles.can(by, roles.PUBLISH):
        for one in found:
            waiting.change(one.sort, one.row, one.then, by=by, reason=reason)
        return found
    quote = published(quote)
    kind = max((one.kind for one in found), key=editing.ORDER.index)
    if kind == EditKind.SUBSTANTIVE and notice is None:
        raise NotReady(
            "This changes what is said. Write the notice that tells readers what was wrong and"
            " what changed."
        )
    claims = [one.row.claim_id for one in found if one.sort == "relation"]
    with waiting.as_public_act(quote, kind, by, notice, claims):
        put_back(found)
        workflow.derive_status(quote)
    return found


def put_back(found):
    """Write what a version had; whoever stops being the preferred speaker goes first."""
    for one in sorted(found, key=lambda one: one.then.get("rank") == Rank.PREFERRED):
        row = editing.row_of(one.sort, one.row.pk)
        editing.write(one.sort, row, one.then)


def earlier_claim(claim, before) -> dict:
    """Names of fields, each with its value now and as it was just before a moment."""
    event = states(Claim, [claim.pk], before).get(claim.pk)
    if event is None:
        return {}
    then = {name: of_event(event, name) for name in CLAIM_FIELDS}
    then["topics"] = topics_then(claim, before)
    now = {name: getattr(claim, name) for name in CLAIM_FIELDS}
    now["topics"] = sorted(claim.topics.all(), key=lambda topic: topic.pk)
    return {name: (now[name], then[name]) for name in then if now[name] != then[name]}


def of_event(event, name):
    """A claim's field as its event has it."""
    if hasattr(event, f"{name}_precision"):
        return PartialDate(*(getattr(event, column) for column in date_fields(name)))
    return getattr(event, name)


def topics_then(claim, before) -> list[Topic]:
    """The topics that a claim had just before a moment; those that are gone are left out."""
    events = ClaimTopic.events.rel.related_model.objects
    once = events.filter(claim_id=claim.pk).values("pgh_obj_id")
    rows = events.filter(pgh_obj_id__in=once, pgh_created_at__lt=before)
    last = rows.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    ours = [event for event in last if event.claim_id == claim.pk]  # a merge moves them
    keys = {event.topic_id for event in ours if event.pgh_label != "delete"}
    return list(Topic.objects.filter(pk__in=keys).order_by("pk"))


@transaction.atomic
def restore_claim(claim, before, *, by, reason="", notice=None, expect=None) -> dict:
    """Put a claim back as it was just before a moment; another text of a public one needs a
    notice."""
    roles.check(by, roles.EDIT, "restore versions of claims")
    check_stands(claim)
    claim = locked(claim, expect)
    found = earlier_claim(claim, before)
    if not found:
        raise NothingToDo("That version holds nothing that differs from what is there.")
    values = {name: then for name, (_, then) in found.items()}
    topics = values.pop("topics", None)
    public = PublishedClaim.objects.filter(pk=claim.public_id).exists()
    with acting(by, "restore version", reason):
        if topics is not None:
            claim.topics.set(topics)
        if public and "text" in values:
            if notice is None:
                raise NotReady("Readers see this claim: write the notice that tells them.")
            correct_claim(claim, by=by, notice=notice, **values)
        else:
            save_fields(claim, values)
            refresh(Act(timezone.now(), "additive"), claims=[claim.pk])
    return found
