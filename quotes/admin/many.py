"""Acts on several rows of a list: each through its own door, each with the version that was seen.

A row that somebody changed since the list was opened is left alone and named; so is one that was
never in view. The others go on.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from quotes import talk
from quotes.edits import locked
from quotes.errors import EditConflict
from sources.errors import QuoteTrackError

NAMED = 5  # refused rows that a message names


class VersionedRows:
    """Mixin for a ModelAdmin: the boxes of the list carry the version of their row."""

    def action_checkbox(self, row):
        """The box, and the version beside it."""
        return format_html(
            '{}<input type="hidden" name="version-{}" value="{}">',
            super().action_checkbox(row),
            row.pk,
            row.edit_version,
        )

    action_checkbox.short_description = ""

    def each(self, request, rows, act, done):
        """Do `act(row, expect)` for every chosen row, and say what became of them."""
        number, left = 0, []
        for row in rows:
            seen = request.POST.get(f"version-{row.pk}", "")
            try:
                if not seen.isdecimal():
                    raise EditConflict(_("It was not in view. Open the list again."))
                with transaction.atomic():
                    act(row, int(seen))
            except QuoteTrackError as error:
                left.append(f"{str(row)[:60]}: {error}")
            else:
                number += 1
        if number:
            said = {"number": number, "done": done}
            messages.success(
                request,
                ngettext("%(number)s row: %(done)s.", "%(number)s rows: %(done)s.", number) % said,
            )
        for sentence in left[:NAMED]:
            messages.error(request, sentence)
        if len(left) > NAMED:
            messages.error(
                request, _("%(number)s more were left as they are.") % {"number": len(left) - NAMED}
            )


class ForWhom(ActionForm):
    """The act, and whom it is for where it is for somebody."""

    to = forms.CharField(
        label=lazy("for"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"placeholder": lazy("log-in name; empty: myself")}),
    )


class ForWhomAndWhen(ForWhom):
    """The same, and a day and an hour where the act has a time."""

    day = forms.CharField(
        label=lazy("on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    hour = forms.CharField(
        label=lazy("at"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )


class Assigned(VersionedRows):
    """Mixin for a ModelAdmin: the chosen rows are assigned to somebody together."""

    action_form = ForWhom

    @admin.action(description=lazy("Assign"))
    def assign_all(self, request, rows):
        """Somebody looks after each of them: the person named beside the act, else oneself."""
        name = request.POST.get("to", "").strip().lstrip("@")
        person = get_user_model().objects.filter(username=name).first() if name else request.user
        if person is None:
            messages.error(request, _("Nobody here is called %(name)s.") % {"name": name})
            return
        self.each(
            request, rows,
            lambda row, seen: talk.assign(locked(row, seen), person, by=request.user),
            _("assigned"),
        )  # fmt: skip
