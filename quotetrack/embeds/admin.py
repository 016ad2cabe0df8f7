"""Sites that may show cards: administrators keep the list, and history keeps who changed it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from quotes.admin import conflicting
from quotes.admin.accounts import ForAdministrators
from quotes.admin.guarding import sentence
from quotes.admin.rows import DeskAdmin
from quotes.edits import locked
from quotes.errors import EditConflict
from quotetrack.embeds.models import EmbedSite
from sources.history import acting


@admin.register(EmbedSite)
class EmbedSiteAdmin(ForAdministrators, DeskAdmin):
    """The list, and a form for one site."""

    delete_confirmation_template = "desk/remove_site.html"
    list_display = ["origin", "note"]
    search_fields = ["origin", "note"]
    fields = ["origin", "note"]

    def changelist_view(self, request, extra_context=None):
        """The list; an empty one says what that means."""
        if self.has_view_permission(request) and not EmbedSite.objects.exists():
            messages.info(request, _("No site is named, so every site may show cards."))
        return super().changelist_view(request, extra_context)

    def has_delete_permission(self, request, obj=None):
        """A site is taken off the list, and stays in the history."""
        return obj is not None and self.may(request)

    def delete_view(self, request, object_id, extra_context=None):
        """As Django's, for the version that the form was made for."""
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with transaction.atomic():
            row = get_object_or_404(EmbedSite, pk=object_id)
            if not self.has_delete_permission(request, row):
                raise PermissionDenied
            try:
                locked(row, conflicting.expected(request))
            except EditConflict as error:
                messages.error(request, sentence(error))
                return redirect("admin:embeds_embedsite_change", row.pk)
            return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        """Take it off, with who did it."""
        with acting(request.user, "remove site that may show cards"):
            super().delete_model(request, obj)
