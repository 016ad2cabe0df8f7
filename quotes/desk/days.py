"""One person's acts of a day: listed, rehearsed, and undone together.

An act is what the history calls one: its rows share a context. Undoing goes act by act, the latest
first, each through the door that a single undo would use. A rehearsal does all of it and takes it
back, so that what it says is what will happen.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models.expressions import RawSQL
from django.utils.timezone import make_aware
from pghistory.models import Context

from quotes import roles
from quotes.desk import ways_back
from quotes.telling import told
from sources.errors import QuoteTrackError

MOST = 500  # acts of a day that are shown
# Within one transaction all moments are the same: then the order of writing tells.
WRITTEN = RawSQL("pghistory_context.ctid", ())


@dataclass
class Touched:
    """One row that an act touched: its state before, None for a new one, and after."""

    model: type
    before: object
    after: object

    @property
    def row(self):
        """The row as it stands now; None where it is gone."""
        return self.model._base_manager.filter(pk=self.after.pgh_obj_id).first()

    @property
    def label(self):
        """insert, update or delete."""
        return self.after.pgh_label


@dataclass
class Deed:
    """One act of a person."""

    key: str
    act: str
    reason: str
    at: datetime
    person: int
    rows: list[Touched] = field(default_factory=list)

    def of(self, model) -> list[Touched]:
        """The touched rows of one table."""
        return [one for one in self.rows if one.model is model]

    @property
    def main(self):
        """What says best what it was about; None where it touched no row."""
        found = [(RANK.get(one.model.__name__, 9), n, one) for n, one in enumerate(self.rows)]
        return min(found)[2] if found else None


@dataclass(frozen=True)
class Outcome:
    """What became of undoing one act, or would become."""

    deed: Deed
    done: bool
    say: str


RANK = {
    "Quote": 0, "Claim": 1, "Assessment": 1, "Candidate": 2, "Article": 2, "Speaker": 2,
    "Outlet": 2, "Topic": 3, "Occasion": 3, "Position": 3, "WaitingEdit": 4, "Assignment": 4,
}  # fmt: skip

BELONGS = {"quote", "claim", "speaker", "article", "topic", "rating", "position", "to"}


def tracked_models():
    """Every table with a history."""
    for model in apps.get_models():
        if hasattr(model, "pgh_event_models") and not hasattr(model, "pgh_tracked_model"):
            yield model


def bounds(day: date):
    """The first moment of a day and of the next one, where the reader is."""
    start = make_aware(datetime.combine(day, time()))
    return start, make_aware(datetime.combine(day + timedelta(days=1), time()))


def acts_of(person, day: date) -> list[Deed]:
    """What a person did on a day, the latest first; acts that changed no row are left out."""
    start, end = bounds(day)
    contexts = Context.objects.filter(
        created_at__gte=start, created_at__lt=end, metadata__user=person.pk, metadata__has_key="act"
    ).order_by("-created_at", WRITTEN.desc())[:MOST]
    deeds = {
        one.pk: Deed(
            str(one.pk), one.metadata["act"], one.metadata.get("reason", ""), one.created_at,
            person.pk,
        )
        for one in contexts
    }  # fmt: skip
    for model in tracked_models():
        collect(model, deeds)
    return sorted((one for one in deeds.values() if one.rows), key=lambda one: one.at, reverse=True)


def collect(model, deeds):
    """Add the rows of one table to their acts, each with its state before."""
    events = model.events.rel.related_model.objects
    found = list(events.filter(pgh_context_id__in=list(deeds)).order_by("pgh_id"))
    keys = {event.pgh_obj_id for event in found}
    if not keys:
        return
    states = {}
    for event in events.filter(pgh_obj_id__in=keys).order_by("pgh_id"):
        before = states.get(event.pgh_obj_id)
        states[event.pgh_obj_id] = event
        deed = deeds.get(event.pgh_context_id)
        if deed is None:
            continue
        known = next((one for one in deed.of(model) if one.after.pgh_obj_id == event.pgh_obj_id),
                     None)  # fmt: skip
        if known:
            known.after = event
        else:
            deed.rows.append(Touched(model, before, event))


def subjects(deeds) -> dict:
    """The row that each act was about, by the act's key; one question for each table."""
    wanted, found = {}, {}
    for deed in deeds:
        if deed.main:
            wanted.setdefault(deed.main.model, []).append(deed)
    for model, of_model in wanted.items():
        keys = {deed.main.after.pgh_obj_id for deed in of_model}
        rows = model._base_manager.filter(pk__in=keys).select_related(*named_by(model))
        rows = {row.pk: row for row in rows}
        found |= {deed.key: rows.get(deed.main.after.pgh_obj_id) for deed in of_model}
    return found


def named_by(model) -> list[str]:
    """What a row of this table is called by: what it belongs to, and the words of quotes."""
    names = [one.name for one in model._meta.fields if one.many_to_one and one.name in BELONGS]
    names += ["quote__preferred_wording"] if "quote" in names else []
    return names + ["preferred_wording"] * hasattr(model, "preferred_wording_id")


def check_reviewer(person, by):
    """One's own day may be looked at by whoever holds a role, somebody else's by editors."""
    roles.check(by, roles.DISCUSS, "look at what was done on the desk")
    if person.pk != by.pk:
        roles.check(by, roles.EDIT, "look at what others did")


@transaction.atomic
def undo(person, day: date, keys, *, by, rehearse=True, expect="") -> list[Outcome]:
    """Undo acts of a day together; a rehearsal takes everything back.

    `expect` is the sum of the rehearsal that the person saw: where it no longer holds nothing is
    done, and the outcomes are those of another rehearsal.
    """
    check_reviewer(person, by)
    roles.check(by, roles.CONTRIBUTE, "undo what was done")
    chosen = [deed for deed in acts_of(person, day) if deed.key in set(keys)]
    outcomes = undone_in_order(chosen, by)
    if rehearse or (expect and sum_of(outcomes) != expect):
        transaction.set_rollback(True)
    return outcomes


def undone_in_order(deeds, by) -> list[Outcome]:
    """The outcomes in the order given; what hangs on another act is tried again after it."""
    found = {}
    left = list(deeds)
    while left:
        tried = {deed.key: undone(deed, by) for deed in left}
        found |= tried
        rest = [deed for deed in left if not tried[deed.key].done]
        if len(rest) == len(left):
            break
        left = rest
    return [found[deed.key] for deed in deeds]


def undone(deed, by) -> Outcome:
    """Undo one act, or say why it cannot be."""
    try:
        with transaction.atomic():
            say = ways_back.of(deed, by)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except QuoteTrackError as error:
        return Outcome(deed, False, told(error))
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        return Outcome(deed, False, told((diagnosis and diagnosis.message_primary) or str(error)))
    return Outcome(deed, True, say)


def sum_of(outcomes) -> str:
    """What a rehearsal said, as a short sum."""
    said = "\n".join(f"{one.deed.key} {one.done} {one.say}" for one in outcomes)
    return hashlib.sha256(said.encode()).hexdigest()[:32]
