"""Forms of rows that have no edit version of their own: accounts. The form carries what it showed.

Whoever saves over somebody else's change is told, as everywhere on the desk.
"""

import json

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from quotes.admin.guarding import Clash, shown

HIDDEN = ("csrfmiddlewaretoken", "edit_version")


def in_words(value) -> str:
    """A value, or several rows, as one text."""
    if hasattr(value, "all"):
        value = value.all()
    if hasattr(value, "model"):
        return ", ".join(sorted(str(one) for one in value)) or shown(None)
    return shown(value)


class Watched:
    """Mixin for a ModelAdmin; `watched` names the fields of its form."""

    change_form_template = "desk/change_form.html"
    watched = ()

    def standing(self, row) -> str:
        """The row's values, as the form carries them."""
        return json.dumps({name: in_words(getattr(row, name)) for name in self.watched})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """With what is shown, where a browser sends it back."""
        if obj is not None:
            now = self.model._base_manager.get(pk=obj.pk)
            context["original"].edit_version = self.standing(now)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """As Django's, behind the guard."""
        if request.method != "POST" or object_id is None or not object_id.isdecimal():
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            rows = self.model._base_manager.select_for_update()
            row = rows.filter(pk=int(object_id)).first()
            moved = row is not None and self.standing(row) != request.POST.get("edit_version", "")
            if moved and self.has_change_permission(request, row):
                return self.clash_page(request, row)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def clash_page(self, request, row):
        """Theirs, mine and what it was; nothing of what was typed is dropped."""
        now = json.loads(self.standing(row))
        try:
            seen = now | json.loads(request.POST.get("edit_version", ""))
        except (ValueError, TypeError):
            seen = now
        form = self.get_form(request, row, change=True)(request.POST, instance=row)
        form.is_valid()
        clashes, posted = [], dict(request.POST.lists())
        fresh = form.__class__(instance=self.model._base_manager.get(pk=row.pk))
        for name in self.watched:
            if name not in form.fields:
                continue
            mine = in_words(form.cleaned_data.get(name, request.POST.get(name, "")))
            if mine == seen[name] != now[name]:  # untouched here: theirs stays
                posted[name] = as_posted(fresh[name].value())
            if not mine == seen[name] == now[name]:
                both = mine not in (seen[name], now[name]) and seen[name] != now[name]
                clashes.append(Clash(form[name].label, seen[name], now[name], mine, both))
        kind = ContentType.objects.get_for_model(self.model)
        last = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).first()
        context = self.admin_site.each_context(request) | {
            "title": _("Somebody changed this since you opened it"),
            "row": row,
            "clashes": clashes,
            "posted": [(k, v) for k, vs in posted.items() if k not in HIDDEN for v in vs],
            "version": json.dumps(now),
            "who": last.user if last else None,
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change",
                            args=[row.pk]),
        }  # fmt: skip
        return render(request, "desk/clash.html", context, status=409)


def as_posted(value) -> list:
    """A field's value as a browser would send it: nothing for a box without a tick."""
    if value is False or value is None:
        return []
    if value is True:
        return ["on"]
    if isinstance(value, list | tuple) or hasattr(value, "model"):
        return [getattr(one, "pk", one) for one in value]
    return [value]
