"""Acts on several rows of a list: each through its own door, each with the version that was seen.

A row that somebody changed since the list was opened is left alone and named; so is one that was
never in view. The others go on.
"""

from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
