"""Remarks and assignments on the pages of articles, quotes, claims and speakers."""

from datetime import datetime, time

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_POST

from quotes import talk
from quotes.errors import NotReady
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

    @property
    def assigned(self):
        """Who looks after it."""
        return talk.assigned(self.target)


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
        talk.assign(target, person, by=request.user, due_at=due_at(request.POST))
    except QuoteTrackError as error:
        messages.error(request, str(error))
    return redirect(page_of(target) + "#talk")


def due_at(data):
    """A day and an hour where the reader is; without an hour five in the afternoon, None without
    a day."""
    day, hour = PartialDate.parse(data.get("due")), data.get("at", "").strip()
    if not day:
        return None
    try:
        clock = time.fromisoformat(hour) if hour else CLOSING
    except ValueError:
        raise NotReady("Give the hour as 17:30.") from None
    return datetime.combine(day.latest, clock.replace(tzinfo=None), get_current_timezone())


@require_POST
def done(request, public_id):
    """Say that an assignment is done."""
    row = get_object_or_404(Assignment, public_id=public_id)
    try:
        talk.done(row, by=request.user)
    except QuoteTrackError as error:
        messages.error(request, str(error))
    return redirect(page_of(row.target))
