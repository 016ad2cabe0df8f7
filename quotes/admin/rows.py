"""What every list and form of the desk shares: roles, the guard, history, dates as one box."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as lazy

from quotes.admin.exporting import Exported
from quotes.admin.guarding import Guarded
from quotes.admin.history import WithHistory
from quotes.admin.paging import LongPaginator
from quotes.admin.rights import ByRole
from sources.dates import PartialDate
from sources.errors import DateNotUsable

# What a bare host stands for; Django asks for an explicit choice until version 6.
SECURE = {models.URLField: {"assume_scheme": "https"}}


class PartialDateInput(forms.CharField):
    """A box for 2025-05-03, 2025-05, 2025 or 202X; empty where nothing is known."""

    def __init__(self, **options):
        defaults = {
            "required": False,
            "max_length": 10,
            "help_text": lazy("2025-05-03, 2025-05, 2025 or 202X; empty where it is not known."),
        }
        super().__init__(**defaults | options)

    def clean(self, value):
        """The date, or a sentence that says what is wrong with it."""
        try:
            return PartialDate.parse(super().clean(value))
        except DateNotUsable as error:
            raise ValidationError(str(error)) from None

    def has_changed(self, initial, data):
        """As the dates differ, not as they are written."""
        return (str(initial or "")) != (data or "").strip()


class DatedForm(forms.ModelForm):
    """A form whose partial dates (`dates`) are one box each instead of two columns."""

    dates = ()

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in self.dates:
            if name in self.fields:
                self.initial.setdefault(name, str(getattr(self.instance, name)))

    def _post_clean(self):
        for name in self.dates:
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()


class DeskAdmin(ByRole, Guarded, WithHistory, Exported, admin.ModelAdmin):
    """A list and a form of the desk."""

    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    view_on_site = False
    formfield_overrides = SECURE
    paginator = LongPaginator
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(self, request, extra_context=None):
        """The list, by its plain name."""
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    @admin.display(description=lazy("published"), ordering="published_at")
    def published_on(self, row):
        """The day it was published, written out."""
        return day_of(row.published_at)


def day_of(moment) -> str:
    """A moment's day, written out: 4 May 2025."""
    return date_format(localtime(moment), "DATE_FORMAT") if moment else "–"
