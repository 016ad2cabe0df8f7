"""Nobody's work is lost: whoever saves over somebody else's change gets a page with both.

Every form carries the `edit_version` that the person saw. The row is locked before the form is
looked at, so that two saves never pass each other. Triggers of the database that refuse a save
come back as a sentence above the form, with everything that was typed still in it.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from quotes.admin.history import actor_of
from quotes.telling import told
from sources.dates import PartialDate, date_fields
from sources.errors import QuoteTrackError
from sources.history import acting


@dataclass(frozen=True)
class Clash:
    """One field as the person saw it, as it stands now, and as they want it."""

    label: str
    seen: str
    now: str
    mine: str
    is_contested: bool


class Guarded:
    """Mixin for a ModelAdmin of rows with an `edit_version`."""

    change_form_template = "desk/change_form.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """As Django's, behind the guard."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                clash = self.clash(request, object_id)
                if clash:
                    return clash
                answer = super().changeform_view(request, object_id, form_url, extra_context)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                return answer
        except (IntegrityError, QuoteTrackError) as error:
            messages.get_messages(request)._queued_messages.clear()
            request.refusal = sentence(error)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form; where the database refused it before, it says why."""
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        if refusal is None:
            return form

        class Refused(form):
            """The form that was refused, with the reason above it."""

            def clean(self):
                """Add the reason."""
                cleaned = super().clean()
                self.add_error(None, refusal)
                return cleaned

        return Refused

    def clash(self, request, object_id):
        """The conflict page, where the row has moved on since the form was opened; else None."""
        if object_id is None:
            return None
        key = self.model._meta.pk
        try:
            key = key.to_python(object_id)
        except (ValueError, TypeError):
            return None
        now = self.model._base_manager.select_for_update().filter(pk=key).first()
        if now is None or request.POST.get("edit_version") == str(now.edit_version):
            return None
        return self.clash_page(request, now)

    def clash_page(self, request, now):
        """Theirs, mine and what it was; nothing of what was typed is dropped."""
        seen = self.as_seen(now, request.POST.get("edit_version", ""))
        theirs = {name: value_of(now, name) for name in plain_names(now)}
        form = self.get_form(request, now, change=True)(request.POST, request.FILES, instance=now)
        clashes, posted = self.compare(form, seen, theirs, request.POST)
        last = now.__class__.events.rel.related_model.objects.filter(pgh_obj_id=now.pk)
        context = self.admin_site.each_context(request) | {
            "title": _("Somebody changed this since you opened it"),
            "row": now,
            "clashes": clashes,
            "posted": posted,
            "version": theirs["edit_version"],
            "who": actor_of(last.select_related("pgh_context").order_by("-pgh_id").first()),
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change",
                            args=[now.pk]),
        }  # fmt: skip
        return render(request, "desk/clash.html", context, status=409)

    def as_seen(self, now, version):
        """The row's event with that version: what the person had before them; or None."""
        if not version.isdecimal() or len(version) > 9:
            return None
        events = now.__class__.events.rel.related_model.objects
        found = events.filter(pgh_obj_id=now.pk, edit_version=int(version))
        return found.order_by("-pgh_id").first()

    def compare(self, form, seen, theirs, post):
        """The fields that differ, and the posted values with untouched fields brought up to now."""
        form.is_valid()
        fresh = form.__class__(instance=self.model._base_manager.get(pk=form.instance.pk))
        clashes, kept = [], dict(post.lists())
        for name, field in form.fields.items():
            if name not in theirs:
                continue
            mine = form.cleaned_data.get(name, post.get(name, ""))
            was, now = value_of(seen, name) if seen else theirs[name], theirs[name]
            mine, was, now = shown(mine), shown(was), shown(now)
            if mine == now and was == now:
                continue
            if mine == was and fresh[name].value() is not None:
                value = fresh[name].value()
                kept[form.add_prefix(name)] = value if isinstance(value, list) else [value]
            clashes.append(Clash(field.label, was, now, mine, mine not in (was, now)))
        hidden = ("csrfmiddlewaretoken", "edit_version")
        pairs = [
            (key, value) for key, values in kept.items() if key not in hidden for value in values
        ]
        return clashes, pairs

    def save_model(self, request, obj, form, change):
        """Save what was touched, with who and what in the history."""
        with acting(request.user, named(self.opts, change)):
            self.keep(request, obj, form, change)

    def keep(self, request, obj, form, change):
        """Write the row: all of a new one, the touched columns of a known one."""
        if not change:
            obj.save()
        elif columns := touched(obj, form):
            obj.save(update_fields=columns)

    def save_related(self, request, form, formsets, change):
        """Save the rows below; their change counts as one of the page's row."""
        with acting(request.user, named(self.opts, change)):
            super().save_related(request, form, formsets, change)
            row = form.instance
            if change and not touched(row, form) and any(one.has_changed() for one in formsets):
                key = self.opts.pk.attname
                name = next(f.attname for f in self.opts.concrete_fields if f.attname != key)
                self.model._base_manager.filter(pk=row.pk).update(**{name: F(name)})
            self.after(request, row, change)

    def after(self, request, row, change):
        """What follows for readers; nothing, unless the list says so."""


def named(options, change) -> str:
    """What saving a form is called in the history, in the language that it is kept in."""
    with override("en"):
        return f"{'edit' if change else 'new'} {options.verbose_name}"


def sentence(error) -> str:
    """What the database or the domain says, as a sentence for the person."""
    diagnosis = getattr(getattr(error, "__cause__", None), "diag", None)
    return told((diagnosis and diagnosis.message_primary) or str(error))


def plain_names(row):
    """The names of its fields and of its partial dates."""
    names = [field.name for field in row._meta.concrete_fields]
    return names + [
        name.removesuffix("_precision") for name in names if name.endswith("_precision")
    ]


def value_of(row, name):
    """A field's value on a row or on its event; partial dates from their three columns."""
    if hasattr(row, f"{name}_precision"):
        return PartialDate(*(getattr(row, column) for column in date_fields(name)))
    return getattr(row, name, None)


def shown(value) -> str:
    """A value as the conflict page shows it; dates and rows in words."""
    if value is None or value == "":
        return "–"
    if value is True or value is False:
        return _("yes") if value else _("no")
    return str(value)


def touched(obj, form) -> list[str]:
    """The columns behind the fields that were changed in the form."""
    columns = []
    known = {field.name for field in obj._meta.concrete_fields}
    for name in form.changed_data:
        if name in known:
            columns.append(name)
        elif f"{name}_precision" in known:
            columns += date_fields(name)
    return columns
