"""The page for whoever came second with an act: what was done since, and what they wrote."""

from django.contrib.auth import get_user_model
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from quotes.admin.history import named
from quotes.admin.quote import differing
from quotes.errors import EditConflict
from quotes.telling import told

HIDDEN = ("csrfmiddlewaretoken", "edit_version")
SHOWN = 12


def expected(request, needed=True):
    """The version that the form was made for; EditConflict where the form does not say."""
    text = request.POST.get("edit_version", "")
    if text.isdecimal() and len(text) < 10:
        return int(text)
    if needed:
        raise EditConflict(_("The form did not say which version you saw. Look, and do it again."))
    return None


def since(row, version):
    """What was done to a row after the version that the person saw: who, what, when."""
    if not version.isdecimal() or len(version) > 9:
        return []
    events = type(row).events.rel.related_model.objects
    later = events.filter(pgh_obj_id=row.pk, edit_version__gt=int(version))
    found, last = [], None
    for event in later.select_related("pgh_context").order_by("-pgh_id")[:SHOWN]:
        said = event.pgh_context.metadata if event.pgh_context else {}
        key = (event.pgh_context_id, said.get("act"))
        if key != last:
            found.append({"user": said.get("user"), "what": told(said.get("act", "a change")),
                          "at": event.pgh_created_at})  # fmt: skip
        last = key
    return found


def with_names(found):
    """The same with the names of who did it."""
    people = get_user_model().objects.in_bulk({one["user"] for one in found if one["user"]})
    return [one | {"who": named(people.get(one["user"])) or _("Somebody")} for one in found]


def page(request, row, act, error):
    """What they wanted, what happened meanwhile; what was typed stays in the form."""
    now = type(row)._base_manager.get(pk=row.pk)
    about = error.current if error.current is not None else now
    label = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    context = request.desk.each_context(request) | {
        "title": _("Somebody changed this since you opened it"),
        "row": now,
        "state": now.get_status_display() if hasattr(now, "status") else "",
        "act": act.replace("-", " "),
        "why": str(error),
        "since": with_names(since(now, request.POST.get("edit_version", ""))),
        "clashes": [
            {
                "name": differing.label(about, name),
                "seen": differing.worded(about, name, seen),
                "now": differing.worded(about, name, at_present),
            }
            for name, (seen, at_present) in error.changed.items()
            if type(about) is not type(row)
        ],
        "mine": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in HIDDEN
            for value in values
        ],
        "path": request.path,
        "version": getattr(now, "edit_version", ""),
        "back": reverse(f"{label}_change", args=[row.pk]),
        "history": reverse(f"{label}_history", args=[row.pk]),
    }
    return render(request, "desk/conflict.html", context, status=409)
