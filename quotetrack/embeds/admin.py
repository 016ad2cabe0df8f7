"""Sites that may show cards: administrators keep the list, and history keeps who changed it."""

from django.contrib import admin
from django.contrib.messages import info
from django.utils.translation import gettext as _

from quotes.admin.accounts import ForAdministrators
from quotes.admin.rows import DeskAdmin
from quotetrack.embeds.models import EmbedSite
from sources.history import acting


@admin.register(EmbedSite)
class EmbedSiteAdmin(ForAdministrators, DeskAdmin):
    """The list, and a form for one site."""

    list_display = ["origin", "note"]
    search_fields = ["origin", "note"]
    fields = ["origin", "note"]

    def changelist_view(self, request, extra_context=None):
        """The list; an empty one says what that means."""
        if self.has_view_permission(request) and not EmbedSite.objects.exists():
            info(request, _("No site is named, so every site may show cards."))
        return super().changelist_view(request, extra_context)

    def has_delete_permission(self, request, obj=None):
        """A site is taken off the list, and stays in the history."""
        return obj is not None and self.may(request)

    def delete_model(self, request, obj):
        """Take it off, with who did it."""
        with acting(request.user, "remove site that may show cards"):
            super().delete_model(request, obj)
