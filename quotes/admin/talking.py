"""Remarks and assignments on the pages of articles, quotes, claims and speakers."""

from datetime import time
from functools import cached_property

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from quotes import talk
from quotes.admin import conflicting
from quotes.admin.moments import moment
from quotes.errors import EditConflict, NotReady
from quotes.models import Assignment
from sources.dates import PartialDate
from sources.errors import QuoteTrackError

CLOSING = time(17)


def page_of(target):
    """Where the row is worked on."""
    kind = talk.kind_of(target)
    if kind == "article":
        return reverse("admin:desk_article", args=[target.public_id])
    return reverse(f"admin:quotes_{kind}_change", args=[target.pk])


class Talk:
    """What is said about a row, and who looks after it."""

    def __init__(self, target):
        self.kind, self.target = talk.kind_of(target), target

    @property
    def comments(self):
        """The remarks, oldest first."""
        return talk.about(self.target)

    @cached_property
    def assigned(self):
        """Who looks after it."""
        return list(talk.assigned(self.target))

    @property
    def seen(self):
        """Which assignments stand on the page: what a form about them says it was made for."""
        return talk.standing(self.assigned)


def target_of(kind, public_id):
    """The row, or 404."""
    if kind not in talk.KINDS:
        raise Http404("There is nothing of this kind.")
    return get_object_or_404(talk.KINDS[kind], public_id=public_id)


@require_POST
def say(request, kind, public_id):
    """Leave a remark."""
    target = target_of(kind, public_id)
    try:
        talk.say(target, request.POST.get("text", ""), by=request.user)
    except QuoteTrackError as error:
        messages.error(request, str(error))
    return redirect(page_of(target) + "#talk")


@require_POST
def assign(request, kind, public_id):
    """Ask a person to look after it; without a name it is oneself."""
    target = target_of(kind, public_id)
    name = request.POST.get("to", "").strip().lstrip("@")
    try:
        person = get_user_model().objects.filter(username=name).first() if name else request.user
        if person is None:
            raise NotReady(f"Nobody here is called {name}.")
        seen, due = request.POST.get("seen", ""), due_at(request.POST)
        talk.assign(target, person, by=request.user, due_at=due, seen=seen)
    except EditConflict as error:
        return quicker(request, target, "assign", error)
    except QuoteTrackError as error:
        messages.error(request, str(error))
    return redirect(page_of(target) + "#talk")


def due_at(data):
    """A day and an hour where the reader is; without an hour five in the afternoon, None without
    a day."""
    day = PartialDate.parse(data.get("due"))
    return moment(day.latest, data.get("at", ""), CLOSING) if day else None


def quicker(request, target, act, error):
    """The page for whoever came second: who looks after it now, and what they wanted."""
    return conflicting.page(request, target, act, error, {"seen": Talk(target).seen})


@require_POST
def done(request, public_id):
    """Say that an assignment is done."""
    row = get_object_or_404(Assignment, public_id=public_id)
    try:
        talk.done(row, by=request.user, seen=request.POST.get("seen", ""))
    except EditConflict as error:
        return quicker(request, row.target, "assignment done", error)
    except QuoteTrackError as error:
        messages.error(request, str(error))
    return redirect(page_of(row.target))
