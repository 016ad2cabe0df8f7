"""The desk home: a box for an article, what waits for this person, and what happened."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from quotes import doubts, roles, talk
from quotes.admin import happenings, queues, talking

SHOWN = 8
WEIGHT = {
    roles.PUBLISH: "publisher",
    roles.JUDGE: "editor",
    roles.ADMINISTER: "administrator",
    roles.CONTRIBUTE: "contributor",
}


def held_role(user) -> str:
    """The role of the person in a word, the weightiest one."""
    if user.is_superuser:
        return "superuser"
    return next((name for right, name in WEIGHT.items() if roles.can(user, right)), "")


def desk_home(request, context) -> HttpResponse:
    """The first page of the desk."""
    user = request.user
    context |= {
        "title": _("What waits for you"),
        "queues": queues.of(user),
        "may_add": roles.can(user, roles.CONTRIBUTE),
        "mine": talk.waiting_for(user).select_related(
            "article", "quote__preferred_wording", "claim", "speaker"
        )[:SHOWN],
        "asked": [
            {"comment": one, "url": talking.page_of(one.target)}
            for one in talk.to(user).order_by("-pk")[:4]
        ],
        "happenings": happenings.latest(user, SHOWN),
    }
    return render(request, "desk/home.html", context)


def doubtful(request) -> HttpResponse:
    """What does not fit together on the record."""
    kinds = [
        {"label": label, "doubts": [shown(one) for one in found]}
        for label, found in doubts.all_doubts(localdate())
    ]
    context = request.desk.each_context(request) | {"title": _("To look at again"), "kinds": kinds}
    return render(request, "desk/doubts.html", context)


def shown(doubt):
    """A doubt with the address of its row."""
    name = f"admin:{doubt.row._meta.app_label}_{doubt.row._meta.model_name}_change"
    return {"row": doubt.row, "why": doubt.why, "url": reverse(name, args=[doubt.row.pk])}


def everything(request) -> HttpResponse:
    """Every list that this person may open, by room."""
    context = request.desk.each_context(request) | {"title": _("All lists")}
    return render(request, "desk/everything.html", context)
