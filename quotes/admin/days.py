"""One person's acts of a day: to be reviewed, and undone together."""

from datetime import date

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quotes.admin.history import in_words, named
from quotes.desk import days
from quotes.errors import NotAllowed
from sources.models import Article


def chosen(request):
    """Lead to the day that was asked for; without one it is one's own today."""
    name = request.GET.get("person", "").strip().lstrip("@") or request.user.get_username()
    day = request.GET.get("day", "") or localdate().isoformat()
    try:
        date.fromisoformat(day)
    except ValueError:
        day = localdate().isoformat()
    return redirect("admin:desk_day", name, day)


def day_of(request, name, day):
    """The list; posted, what undoing would do, or does."""
    person = get_object_or_404(get_user_model(), username=name)
    try:
        when = date.fromisoformat(day)
    except ValueError:
        raise Http404("There is no such day.") from None
    try:
        days.check_reviewer(person, request.user)
        if request.method == "POST":
            return undoing(request, person, when)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    return shown(request, person, when, {})


def undoing(request, person, when):
    """Rehearse the undoing of the chosen acts, or do it where it was rehearsed."""
    keys = request.POST.getlist("act")
    if not keys:
        messages.error(request, _("Choose the acts first."))
        return shown(request, person, when, {})
    expect = request.POST.get("expect", "")
    for_real = request.POST.get("do") == "undo" and bool(expect)
    outcomes = days.undo(person, when, keys, by=request.user, rehearse=not for_real, expect=expect)
    total = days.sum_of(outcomes)
    if for_real and total == expect:
        number = sum(one.done for one in outcomes)
        messages.success(
            request, ngettext("%(number)s act undone.", "%(number)s acts undone.", number)
            % {"number": number},
        )  # fmt: skip
        return redirect(request.path)
    if for_real:
        messages.error(
            request, _("Something changed meanwhile. Nothing was undone; look at it again.")
        )
    return shown(request, person, when, {one.deed.key: one for one in outcomes}, total)


def shown(request, person, when, outcomes, total=""):
    """The page."""
    deeds = days.acts_of(person, when)
    subjects = days.subjects(deeds)
    rows = [
        {
            "deed": deed,
            "what": _(deed.act.replace("_", " ")),
            "reason": in_words(deed.reason),
            "subject": str(subjects.get(deed.key) or "")[:120],
            "url": address_of(subjects.get(deed.key)),
            "outcome": outcomes.get(deed.key),
        }
        for deed in deeds
    ]
    context = request.desk.each_context(request) | {
        "title": _("%(name)s’s day") % {"name": named(person)},
        "person": person,
        "when": when,
        "rows": rows,
        "expect": total,
        "rehearsed": bool(outcomes),
        "number": sum(one.done for one in outcomes.values()),
    }
    return render(request, "desk/day.html", context)


def address_of(row):
    """Where the row is worked on, if it has a page."""
    if row is None:
        return ""
    if isinstance(row, Article):
        return reverse("admin:desk_article", args=[row.public_id])
    if row._meta.model_name == "candidate":
        return reverse("admin:desk_candidate", args=[row.public_id])
    try:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""
