"""An import goes row by row: each in a transaction of its own, with what became of it.

So it can be stopped anywhere, by a closed page, a killed process, a power cut: what is done is
done, and the row that was on its way is as if it had never been tried.
"""

import hashlib
import time

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from quotes import roles
from quotes.bulk import columns, making, reading
from quotes.bulk.models import ImportRow, ImportRun, RowState
from quotes.errors import NotAllowed, NotReady
from quotes.telling import told
from sources.errors import QuoteTrackError

AT_ONCE = 1000
# Which values say that two rows of one file are the same thing.
SAME = {
    "speakers": ("name", "wikidata_id"), "outlets": ("name",), "articles": ("url", "text"),
    "quotes": ("words", "article"), "claims": ("text", "language"),
}  # fmt: skip


@transaction.atomic
def begin(kind, name, data, *, by, rehearsal=True) -> ImportRun:
    """Read a file and keep its rows; the run of before where the same file did not come to an end.

    Raises FileNotUsable where the file as a whole cannot be read.
    """
    roles.check(by, roles.CONTRIBUTE, "import rows")
    if kind not in columns.COLUMNS:
        raise NotReady(_("Say what the rows are."))
    digest = hashlib.sha256(data).hexdigest()
    same = ImportRun.objects.filter(kind=kind, sha256=digest, started_by=by, rehearsal=rehearsal)
    for run in same:
        if run.rows.filter(state=RowState.WAITING).exists():
            return run
    found = reading.rows(name, data)
    columns.check_head(kind, dict.fromkeys(key for _number, values in found for key in values))
    run = ImportRun.objects.create(
        kind=kind, name=name[-200:], sha256=digest, started_by=by, rehearsal=rehearsal
    )
    ImportRow.objects.bulk_create(
        (
            ImportRow(run=run, number=number, values=values, twin=twin)
            for number, values, twin in with_twins(kind, found)
        ),
        batch_size=AT_ONCE,
    )
    return run


def with_twins(kind, found):
    """Rows, each with the number of the first one that is the same thing."""
    first = {}
    for number, values in found:
        key = tuple(values.get(name, "").casefold() for name in SAME[kind])
        known = first.setdefault(key, number)
        yield number, values, known if known != number else None


@transaction.atomic
def for_real(run, *, by) -> ImportRun:
    """After a rehearsal: the same rows again, and this time they are kept."""
    run = own(run, by)
    if run.rehearsal:
        run.rehearsal = False
        run.save(update_fields=["rehearsal"])
        run.rows.update(state=RowState.WAITING, problems=[], made="")
    return run


@transaction.atomic
def leave(run, *, by, going: bool) -> ImportRun:
    """Say whether the run goes on by itself."""
    run = own(run, by)
    run.going = going
    run.save(update_fields=["going"])
    return run


def own(run, by) -> ImportRun:
    """The run, locked; NotAllowed where it is somebody else's."""
    roles.check(by, roles.CONTRIBUTE, "import rows")
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.started_by_id != by.pk:
        raise NotAllowed(_("This import is somebody else's."))
    return run


def go_on(run, *, by, seconds=None, rows=None) -> int:
    """Do what waits, in the file's order, for so long or so many; how many rows were done."""
    roles.check(by, roles.CONTRIBUTE, "import rows")
    if run.started_by_id != by.pk:
        raise NotAllowed(_("This import is somebody else's."))
    until = time.monotonic() + seconds if seconds else None
    done = 0
    while (rows is None or done < rows) and (until is None or time.monotonic() < until):
        if not one(run, by):
            break
        done += 1
    return done


@transaction.atomic
def one(run, by) -> bool:
    """Do the next row that nobody else is doing; False where none waits."""
    waiting = run.rows.select_for_update(skip_locked=True).filter(state=RowState.WAITING)
    row = waiting.order_by("number").first()
    if row is None:
        return False
    values, problems = columns.read(run.kind, row.values)
    again = not problems and is_same_again(run, row)
    made = None if problems or again else attempt(run, values, by, problems)
    if again:
        row.state = RowState.KNOWN
    elif problems:
        row.state, row.problems = RowState.REFUSED, problems
    else:
        row.state = RowState.MADE if made.is_new else RowState.KNOWN
        row.made = "" if run.rehearsal and made.is_new else made.public_id
    row.save(update_fields=["state", "problems", "made"])
    return True


def is_same_again(run, row) -> bool:
    """An earlier row of this file is the same thing; a rehearsal cannot find that one's row."""
    if not run.rehearsal or row.twin is None:
        return False
    return run.rows.filter(number=row.twin).exclude(state=RowState.REFUSED).exists()


def attempt(run, values, by, problems):
    """What the row became; else the problems get what was wrong."""
    try:
        with transaction.atomic():
            made = making.MAKERS[run.kind](dict(values), by)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            if run.rehearsal:
                transaction.set_rollback(True)
        return made
    except columns.CellNotUsable as error:
        problems.append([error.column, str(error)])
    except QuoteTrackError as error:
        problems.append([error.field or "", told(error)])
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        problems.append(["", told((diagnosis and diagnosis.message_primary) or str(error))])
    return None


def go_on_with_all(seconds) -> int:
    """Go on with every run that was left to itself; how many rows were done."""
    until, done = time.monotonic() + seconds, 0
    waiting = ImportRow.objects.filter(state=RowState.WAITING)
    for run in ImportRun.objects.filter(going=True, pk__in=waiting.values("run")).order_by("pk"):
        left = until - time.monotonic()
        if left <= 0:
            break
        try:
            done += go_on(run, by=run.started_by, seconds=left)
        except NotAllowed:
            ImportRun.objects.filter(pk=run.pk).update(going=False)
    return done
