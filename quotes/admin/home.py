"""The desk home: a box for an article, what waits for this person, and what happened."""

from django.http import HttpResponse
from django.shortcuts import render

from quotes import roles
from quotes.admin import happenings, queues
from quotes.models import Assignment

SHOWN = 8


def held_role(user) -> str:
    """The role of the person in a word, the weightiest one."""
    if user.is_superuser:
        return "superuser"
    names = {right: name for name, rights in roles.RIGHTS.items() for right in rights[-1:]}
    held = [names[right] for right in reversed(roles.HOLDERS) if roles.can(user, right)]
    editorial = [name for name in held if name != "administrator"]
    return (editorial or held or [""])[0]


def desk_home(request, context) -> HttpResponse:
    """The first page of the desk."""
    user = request.user
    context |= {
        "title": "What waits for you",
        "queues": queues.of(user),
        "may_add": roles.can(user, roles.CONTRIBUTE),
        "mine": Assignment.objects.filter(to=user, done_at__isnull=True).select_related(
            "article", "quote__preferred_wording", "claim", "speaker"
        )[:SHOWN],
        "happenings": happenings.latest(user, SHOWN),
    }
    return render(request, "desk/home.html", context)


def everything(request) -> HttpResponse:
    """Every list that this person may open, by room."""
    context = request.desk.each_context(request) | {"title": "All lists"}
    return render(request, "desk/everything.html", context)
