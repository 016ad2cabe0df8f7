"""What we say to each other about an article, a quote, a claim or a speaker. Never public."""

import re
from hashlib import sha256

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localtime

from quotes import roles
from quotes.errors import EditConflict, NothingToDo, NotReady
from quotes.models import Assignment, Claim, Comment, Quote, Speaker
from sources.history import acting
from sources.models import Article

KINDS = {"article": Article, "quote": Quote, "claim": Claim, "speaker": Speaker}
NAMED = re.compile(r"@([\w+-]+(?:[.][\w+-]+)*)")


def kind_of(target) -> str:
    """article, quote, claim or speaker."""
    return next(kind for kind, model in KINDS.items() if isinstance(target, model))


def about(target):
    """The remarks about a row, oldest first."""
    return Comment.objects.filter(**{kind_of(target): target}).select_related("author")


def assigned(target):
    """Who looks after a row, while it is not done."""
    rows = Assignment.objects.filter(**{kind_of(target): target}, done_at__isnull=True)
    return rows.select_related("to")


def waiting_for(person):
    """What a person is to look after still; not a claim that was merged into another one."""
    rows = Assignment.objects.filter(to=person, done_at__isnull=True)
    return rows.exclude(claim__merged_into__isnull=False)


def standing(assignments) -> str:
    """Who looks after a row until when, as one short string: it changes when any of that does."""
    rows = sorted((row.pk, row.to_id, str(row.due_at)) for row in assignments)
    return sha256(repr(rows).encode()).hexdigest()[:16]


def check_seen(target, seen):
    """EditConflict where the assignments are not what the person saw; `None` does not ask.

    What hangs on a row is changed by one person at a time: the row is locked.
    """
    type(target)._base_manager.select_for_update().get(pk=target.pk)
    rows = list(assigned(target))
    if seen is None or seen == standing(rows):
        return
    now = [
        f"{row.to.get_full_name() or row.to.get_username()}"
        + (f" ({localtime(row.due_at):%Y-%m-%d %H:%M})" if row.due_at else "")
        for row in rows
    ]
    if now:
        raise EditConflict(f"Who looks after it has changed. Now: {', '.join(now)}.")
    raise EditConflict("Who looks after it has changed. Now: nobody.")


def to(user):
    """Remarks of others that name this person, newest first."""
    name = re.escape(user.get_username())
    named = Comment.objects.filter(text__regex=rf"@{name}(?![\w+-]|[.]\w)")
    return named.exclude(author=user).select_related(
        "author", "article", "quote__preferred_wording", "claim", "speaker"
    )


@transaction.atomic
def say(target, text, *, by) -> Comment:
    """Leave a remark; @name names whoever should read it."""
    roles.check(by, roles.DISCUSS, "leave remarks on the desk")
    text = text.strip()[:4000]
    if not text:
        raise NotReady("Write something first.")
    names = set(NAMED.findall(text))
    known = set(
        get_user_model().objects.filter(username__in=names).values_list("username", flat=True)
    )
    if names - known:
        raise NotReady(f"Nobody here is called @{sorted(names - known)[0]}.")
    with acting(by, "comment"):
        return Comment.objects.create(**{kind_of(target): target}, author=by, text=text)


@transaction.atomic
def assign(target, person, *, by, due_at=None, seen=None) -> Assignment:
    """Ask a person to look after a row, until a time where one is given.

    `seen` is what `standing` said when the person looked; EditConflict where it has changed.
    """
    roles.check(by, roles.CONTRIBUTE, "assign work")
    if person != by:
        roles.check(by, roles.EDIT, "assign work to others")
    check_seen(target, seen)
    with acting(by, "assign"):
        row, _ = Assignment.objects.update_or_create(
            **{kind_of(target): target},
            to=person,
            done_at=None,
            defaults={"assigned_by": by, "due_at": due_at},
        )
    return row


@transaction.atomic
def done(assignment, *, by, seen=None) -> Assignment:
    """Say that it is looked after."""
    check_seen(assignment.target, seen)
    row = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if row.to_id != by.pk:
        roles.check(by, roles.EDIT, "close others' assignments")
    if row.done_at:
        raise NothingToDo("This is done already.")
    with acting(by, "assignment done"):
        row.done_at, row.done_by = timezone.now(), by
        row.save(update_fields=["done_at", "done_by"])
    return row
