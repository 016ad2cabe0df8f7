"""A row's history as the database kept it: when, who, as what act, why, before and after."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quotes.models import Assessment, Attribution, Occurrence, Quote, Role
from quotes.models.words import WithdrawalReason
from sources.models import Snapshot

MOST = 300
UNTOLD = {
    "id", "edit_version", "public_id", "created_at", "published_xid", "norm_hash", "details",
    "seed", "seed_print", "former_seed", "former_print",  # secrets follow from them
}  # fmt: skip
# What the name of a row is made of, beside the row; and what of it is too heavy to be loaded.
NEEDED = {
    Quote: ["preferred_wording"],
    Role: ["speaker", "position"],
    Attribution: ["speaker"],
    Occurrence: ["wording", "snapshot__article"],
    Snapshot: ["article"],
    Assessment: ["claim", "rating"],
}
HEAVY = {
    Snapshot: ["text", "raw"],
    Occurrence: ["snapshot__text", "snapshot__raw"],
}
MADE = {"insert": lazy("made"), "update": lazy("changed"), "delete": lazy("removed")}


@dataclass
class Change:
    """One event of one row."""

    at: datetime
    user: int | None
    act: str
    reason: str
    thing: str
    label: str
    differences: list = field(default_factory=list)
    who: str = ""


def named(person) -> str:
    """What we call a person: the full name, else the log-in name; empty for nobody."""
    return (person.get_full_name() or person.get_username()) if person else ""


def actor_of(event):
    """The person behind an event, or None."""
    said = event.pgh_context.metadata if event and event.pgh_context else {}
    return get_user_model().objects.filter(pk=said.get("user")).first()


class WithHistory:
    """Mixin for a ModelAdmin: the history page shows the database's own record.

    `below` names the rows that belong to it: (model, the field that leads here).
    """

    below = ()

    def history_view(self, request, object_id, extra_context=None):
        """Every change of the row and of what belongs to it, newest first."""
        row = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": _("History of %(row)s") % {"row": row},
            "row": row,
            "opts": self.opts,
            "changes": changes_of(row, self.below),
        }
        return render(request, "desk/history.html", context)


def changes_of(row, below=()) -> list[Change]:
    """The changes of a row and of the rows below it, newest first, with names."""
    found = list(events(type(row), {"pgh_obj_id": row.pk}))
    for model, way in below:
        found += events(model, {way: row.pk})
    found.sort(key=lambda one: one.at, reverse=True)
    found = found[:MOST]
    people = get_user_model().objects.in_bulk({one.user for one in found if one.user})
    for one in found:
        person = people.get(one.user)
        one.who = named(person) or ("the system" if one.user is None else "somebody")
    return found


def events(model, which) -> list[Change]:
    """The changes of one table's rows, each compared with the state before it."""
    rows = model.events.rel.related_model.objects.filter(**which)
    rows = list(rows.select_related("pgh_context").order_by("pgh_id")[: MOST * 2])
    names = names_in(model, rows)
    before, found = {}, []
    for event in rows:
        said = event.pgh_context.metadata if event.pgh_context else {}
        key = event.id
        differences = compared(model, before.get(key), event, names)
        if event.pgh_label == "delete":
            differences = gone(compared(model, None, event, names))
        before[key] = event
        if event.pgh_label == "update" and not differences:
            continue
        found.append(
            Change(
                event.pgh_created_at,
                said.get("user"),
                said.get("act", "").replace("_", " "),
                in_words(said.get("reason", "")),
                str(model._meta.verbose_name),
                MADE.get(event.pgh_label, event.pgh_label),
                differences,
            )
        )
    return found


def in_words(reason: str) -> str:
    """Why it was done; a withdrawal's public reason in its own words."""
    return str(dict(WithdrawalReason.choices).get(reason, reason))


def gone(filled) -> list[dict]:
    """What a removed row said."""
    return [{"name": one["name"], "old": one["new"], "new": one["old"]} for one in filled]


def names_in(model, events) -> dict:
    """What the rows are called that the events name, by model and key: one query for each model."""
    wanted = defaultdict(set)
    for column in model._meta.concrete_fields:
        if column.is_relation:
            keys = {getattr(event, column.attname) for event in events} - {None}
            wanted[column.related_model] |= keys
    names = {}
    for named_model, keys in wanted.items():
        rows = named_model._base_manager.filter(pk__in=keys)
        rows = rows.select_related(*NEEDED.get(named_model, ())).defer(*HEAVY.get(named_model, ()))
        for row in rows if keys else ():
            said = named(row) if isinstance(row, get_user_model()) else str(row)
            names[named_model, row.pk] = said
    return names


def compared(model, before, event, names) -> list[dict]:
    """The fields that differ from the state before; all that are filled in for a new row."""
    found = []
    for column in model._meta.concrete_fields:
        if column.name in UNTOLD:
            continue
        new = getattr(event, column.attname)
        old = getattr(before, column.attname) if before else None
        if new == old or (before is None and new in ("", None, False, [])):
            continue
        found.append(
            {"name": str(column.verbose_name), "old": worded(column, old, names),
             "new": worded(column, new, names)}
        )  # fmt: skip
    return found


def worded(column, value, names) -> str:
    """A value in words: the choice's label, the row's name."""
    if value is None or value == "":
        return "–"
    if column.is_relation:
        return names.get(
            (column.related_model, value), _("no. %(key)s, which is gone") % {"key": value}
        )
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return str(value)
