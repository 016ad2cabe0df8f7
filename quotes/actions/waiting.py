"""Edits of a published quote: they wait as changes to publish, and a publisher decides.

What is not public yet is edited at once. Whatever readers see is proposed first; a publisher
publishes the proposal, with the notice that its kind demands, or sends it back.
"""

from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from quotes import editing, roles, workflow
from quotes.actions.corrections import correcting, published
from quotes.actions.drafts import draft
from quotes.edits import locked
from quotes.errors import EditConflict, MoveNotAllowed, NothingToDo, NotReady
from quotes.models import ReaderReport, WaitingEdit
from quotes.models.desk import EditKind
from quotes.models.words import QuoteStatus
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.history import acting

MOVED_ON = (
    "What this change was made from has been changed since. Compare, and propose it anew or send"
    " it back."
)


def is_public(row) -> bool:
    """Readers see the row."""
    return bool(row.published_at) and editing.quote_of(row).status == QuoteStatus.PUBLISHED


def with_quote_locked(sort, row):
    """The row as it stands now, locked after its quote: everybody locks in this order."""
    locked(editing.quote_of(row))
    return editing.row_of(sort, row.pk)


@transaction.atomic
def change(sort, row, values, *, by, reason="", kind="", seen=None):
    """Edit a row of a quote at once where readers do not see it; else propose the edit.

    `seen` holds the values that the person had before them; EditConflict where they have moved on.
    The row, or the WaitingEdit that now waits.
    """
    row = with_quote_locked(sort, row)
    if is_public(row):
        return propose(sort, row, values, by=by, reason=reason, kind=kind, seen=seen)
    quote = editing.quote_of(row)
    if quote.status == QuoteStatus.PUBLISHED:
        roles.check(by, roles.EDIT, "edit what waits to be published")
        locked(quote)
    else:
        draft(quote, by, "edit this quote")
    wanted = checked(sort, row, values, seen)
    with acting(by, f"edit {sort}", reason):
        editing.write(sort, row, wanted)
        workflow.derive_status(editing.quote_of(row))
    return row


@transaction.atomic
def propose(sort, row, values, *, by, reason="", kind="", seen=None) -> WaitingEdit:
    """Propose other values for what readers see; the kind of the change is worked out.

    Whoever proposes may call it graver than that, never lighter.
    """
    roles.check(by, roles.JUDGE, "propose changes of what is published")
    row = with_quote_locked(sort, row)
    quote = published(editing.quote_of(row))
    if not row.published_at:
        raise MoveNotAllowed("Readers do not see this yet: edit it itself.")
    wanted = checked(sort, row, values, seen)
    least = editing.kind_of(sort, row, wanted)
    grave = kind if kind in EditKind.values else least
    with acting(by, "propose change", reason):
        return WaitingEdit.objects.create(
            quote=quote,
            model=sort,
            row_id=row.pk,
            values=wanted,
            seen=editing.read(sort, row, wanted),
            kind=max(least, grave, key=editing.ORDER.index),
            reason=reason,
            proposed_by=by,
        )


def checked(sort, row, values, seen):
    """The values that differ; EditConflict where the row is not as it was seen."""
    unknown = set(values) - set(editing.SORTS[sort][1])
    if unknown:
        raise NotReady(f"There is nothing called {', '.join(sorted(unknown))} to edit here.")
    now = editing.read(sort, row)
    if seen is not None:
        moved = {name: (seen[name], now[name]) for name in seen if seen[name] != now[name]}
        if moved:
            raise EditConflict(
                "Somebody changed this since you opened it. Yours is kept: compare, and save"
                " again.",
                current=row,
                changed=moved,
            )
    wanted = editing.differing(now, values)
    if not wanted:
        raise NothingToDo("Nothing differs from what is there.")
    if sort == "wording" and not str(wanted.get("text", "x")).strip():
        raise NotReady("A wording has words.")
    return wanted


@transaction.atomic
def publish(edits, *, by, notice=None):
    """Publish waiting edits of one quote; one that changes what is said needs a `notice`.

    EditConflict where what they were made from has changed since.
    """
    roles.check(by, roles.PUBLISH, "publish changes")
    edits = [undecided(edit) for edit in edits]
    if not edits:
        raise NothingToDo("Choose at least one change.")
    if len({edit.quote_id for edit in edits}) > 1:
        raise NotReady("Publish the changes of one quote at a time.")
    quote = published(edits[0].quote)
    grave = max((current_kind(edit) for edit in edits), key=editing.ORDER.index)
    if grave == EditKind.SUBSTANTIVE and notice is None:
        raise NotReady(
            "This changes what is said. Write the notice that tells readers what was wrong and"
            " what changed."
        )
    with as_public_act(quote, grave, by, notice, claims_of(edits)):
        for edit in in_order(edits):
            editing.write(edit.model, editing.row_of(edit.model, edit.row_id), edit.values)
        decide(edits, by, taken=True)
        workflow.derive_status(quote)
    return edits


def undecided(edit) -> WaitingEdit:
    """The edit, locked; MoveNotAllowed where it was decided before."""
    edit = locked(edit)
    if edit.decided_at:
        raise MoveNotAllowed("This change was decided already.")
    return edit


def current_kind(edit) -> str:
    """The kind, from what the row holds now; EditConflict where that is not what was seen."""
    model = editing.SORTS[edit.model][0]
    row = model._base_manager.select_for_update().filter(pk=edit.row_id).first()
    if row is None or editing.quote_of(row).pk != edit.quote_id:
        raise MoveNotAllowed(
            "What this would change is gone, or belongs to another quote now: send it back, and"
            " propose it there."
        )
    now = editing.read(edit.model, row, edit.values)
    moved = {name: (edit.seen.get(name), now[name]) for name in now if edit.seen[name] != now[name]}
    if moved:
        raise EditConflict(MOVED_ON, current=row, changed=moved)
    return max(edit.kind, editing.kind_of(edit.model, row, edit.values), key=editing.ORDER.index)


def in_order(edits):
    """Whoever stops being the preferred speaker goes first: there is only one at a time."""
    return sorted(edits, key=lambda edit: edit.values.get("rank") == "preferred")


def claims_of(edits) -> list[int]:
    """Claims whose documents follow a change of what a quote does to them."""
    ties = [edit for edit in edits if edit.model == "relation"]
    return [editing.row_of("relation", edit.row_id).claim_id for edit in ties]


@contextmanager
def as_public_act(quote, kind, by, notice, claims=()):
    """What is changed inside is one public act: with a notice, or as an addition or a typo."""
    if notice is not None:
        with correcting(quote, by=by, notice=notice, claims=claims):
            yield
        return
    with acting(by, "publish change"):
        yield
        refresh(Act(timezone.now(), str(kind)), quotes=[quote.pk], claims=claims)


def decide(edits, by, *, taken, answer=""):
    """Note who decided, and how."""
    for edit in edits:
        edit.decided_at, edit.decided_by = timezone.now(), by
        edit.taken, edit.answer = taken, answer
        edit.save(update_fields=["decided_at", "decided_by", "taken", "answer"])


@transaction.atomic
def send_back(edit, *, by, reason="", expect=None) -> WaitingEdit:
    """Do not publish a change; whoever proposed it reads why."""
    edit = undecided(edit)
    if edit.proposed_by_id != by.pk:
        roles.check(by, roles.PUBLISH, "send changes back")
    else:
        roles.check(by, roles.JUDGE, "take changes back")
    locked(edit, expect)
    with acting(by, "send change back", reason):
        decide([edit], by, taken=False, answer=reason)
    return edit


ASKED = {
    "withdraw": "Withdraw it",
    "merge": "Merge it with another quote",
    "split": "Split it, or hand places over",
    "other": "Look at it again",
}


@transaction.atomic
def ask(quote, what, why, *, by) -> ReaderReport:
    """Ask the publishers for what only they do with a public quote: it waits among the reports."""
    roles.check(by, roles.JUDGE, "propose what is to be done with what is published")
    quote = published(quote)
    if what not in ASKED:
        raise NotReady(f"Choose what is asked for: {', '.join(ASKED)}.")
    if not why.strip():
        raise NotReady("Say why, and with which other quote where there is one.")
    with acting(by, "ask publishers", why):
        return ReaderReport.objects.create(
            quote=quote, kind="error", text=f"{ASKED[what]}: {why.strip()[:4000]}"
        )
