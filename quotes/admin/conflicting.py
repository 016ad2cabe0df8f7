"""The page for whoever came second with an act: what was done since, and what they wrote.

Every form that changes a row says which version of it the person saw; a form that does not say, or
names a version that has moved on, changes nothing.
"""

from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quotes.admin.guarding import plain_names, shown, value_of
from quotes.admin.history import UNTOLD, named
from quotes.admin.quote import differing
from quotes.edits import locked
from quotes.errors import EditConflict
from quotes.telling import told

HIDDEN = ("csrfmiddlewaretoken", "edit_version", "other_version", "seen")
SHOWN = 12
# Columns that say nothing to a person: keys, moments, and what the database works out.
SILENT = UNTOLD - {"details"} | {"status"}
# What the boxes of the forms are called.
BOXES = {
    "reason": lazy("Why, for the desk"),
    "note": lazy("Note"),
    "why": lazy("Why"),
    "what_was_wrong": lazy("What was wrong, in a sentence for readers"),
    "what_changed": lazy("What changed, in a sentence for readers"),
    "tier": lazy("How grave"),
    "reported_by": lazy("Who reported it"),
    "speaker_name": lazy("Speaker"),
    "name": lazy("Name"),
    "said": lazy("Said on"),
    "topics": lazy("Topics"),
    "claim": lazy("Claim"),
    "relation": lazy("What the words do"),
    "kind": lazy("Kind"),
    "text": lazy("Text"),
    "date": lazy("When"),
    "article": lazy("Article"),
    "slug": lazy("Address"),
    "status": lazy("Status"),
    "to": lazy("For whom"),
    "due": lazy("Due"),
    "at": lazy("At what hour"),
    "language": lazy("Language"),
    "about": lazy("About the time"),
    "what": lazy("What is to be done"),
}


def expected(request, name="edit_version"):
    """The version that the form was made for; EditConflict where the form does not say."""
    text = request.POST.get(name, "")
    if text.isdecimal() and len(text) < 10:
        return int(text)
    raise EditConflict(_("The form did not say which version you saw. Look, and do it again."))


@contextmanager
def as_seen(request, row, other=None):
    """What is done inside is done to the rows as the form saw them: they are locked, and nothing
    happens where one of them has moved on."""
    pairs = [(row, expected(request))]
    if other is not None:
        pairs.append((other, expected(request, "other_version")))
    with transaction.atomic():
        for one, version in sorted(pairs, key=lambda pair: pair[0].pk):  # two ways, one order
            locked(one, version)
        yield


def since(row, version):
    """What was done to a row after the version that the person saw: who, what, when."""
    if not version.isdecimal() or len(version) > 9:
        return []
    later = events_of(row).filter(edit_version__gt=int(version))
    found, last = [], None
    for event in later.select_related("pgh_context").order_by("-pgh_id")[:SHOWN]:
        said = event.pgh_context.metadata if event.pgh_context else {}
        key = (event.pgh_context_id, said.get("act"))
        if key != last:
            found.append({"user": said.get("user"), "what": told(said.get("act", "a change")),
                          "at": event.pgh_created_at})  # fmt: skip
        last = key
    return found


def events_of(row):
    """The states that a row was in."""
    return type(row).events.rel.related_model.objects.filter(pgh_obj_id=row.pk)


def with_names(found):
    """The same with the names of who did it."""
    people = get_user_model().objects.in_bulk({one["user"] for one in found if one["user"]})
    return [one | {"who": named(people.get(one["user"])) or _("Somebody")} for one in found]


def differences(row, version):
    """What the row's own columns said when the person saw it, and what they say now."""
    if not version.isdecimal() or len(version) > 9:
        return []
    seen = events_of(row).filter(edit_version=int(version)).order_by("-pgh_id").first()
    if seen is None:
        return []
    found = []
    for name in plain_names(row):
        if name in SILENT or name.endswith(("_earliest", "_latest", "_precision")):
            continue
        was, now = shown(value_of(seen, name)), shown(value_of(row, name))
        if was != now:
            found.append({"name": called(row, name), "seen": was, "now": now})
    return found


def called(row, name) -> str:
    """What a column, or a partial date of three columns, is called."""
    try:
        return differing.label(row, name)
    except FieldDoesNotExist:
        return told(name.replace("_", " ")).capitalize()


def page(request, row, act, error, fresh=None):
    """What they wanted, what happened meanwhile; what was typed stays in the form.

    `fresh` holds the versions of other things that the form names beside the row's own.
    """
    now = type(row)._base_manager.get(pk=row.pk)
    about = error.current if error.current is not None else now
    label = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    version = request.POST.get("edit_version", "")
    waiting = [
        {
            "name": differing.label(about, name),
            "seen": differing.worded(about, name, seen),
            "now": differing.worded(about, name, at_present),
        }
        for name, (seen, at_present) in error.changed.items()
        if type(about) is not type(row)
    ]
    context = request.desk.each_context(request) | {
        "title": _("Somebody changed this since you opened it"),
        "row": now,
        "state": now.get_status_display() if hasattr(now, "status") else "",
        "act": told(act.replace("-", " ")),
        "why": told(error),
        "since": with_names(since(now, version)),
        "clashes": waiting,
        "moved": [] if waiting else differences(now, version),
        "mine": [
            {"name": name, "label": BOXES.get(name, name.replace("_", " ")), "value": value,
             "is_box": name in BOXES and value.strip()}
            for name, values in request.POST.lists()
            if name not in HIDDEN
            for value in values
        ],
        "path": request.get_full_path(),
        "versions": {"edit_version": getattr(now, "edit_version", "")} | (fresh or {}),
        "back": reverse(f"{label}_change", args=[row.pk]),
        "history": reverse(f"{label}_history", args=[row.pk]),
    }  # fmt: skip
    return render(request, "desk/conflict.html", context, status=409)
