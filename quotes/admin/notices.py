"""What we say about our own record: corrections, and what readers report."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quotes import roles
from quotes.admin.rights import ShownOnly
from quotes.admin.rows import DeskAdmin
from quotes.models import Correction, ReaderReport


@admin.register(Correction)
class CorrectionAdmin(ShownOnly, DeskAdmin):
    """Numbered public notices; made by correcting, never edited."""

    list_display = ["number", "tier", "about", "what_was_wrong", "published_at", "approved_by"]
    list_filter = ["tier"]
    list_select_related = [
        "quote__preferred_wording",
        "claim",
        "speaker",
        "article",
        "approved_by",
    ]
    search_fields = ["what_was_wrong", "what_changed", "=number"]
    date_hierarchy = "published_at"

    @admin.display(description=lazy("about"))
    def about(self, correction):
        """What it corrects."""
        return str(correction.target)

    def history_view(self, request, object_id, extra_context=None):
        """A correction has no history: it is never changed."""
        return self.change_view(request, object_id, extra_context=extra_context)


class Open(admin.SimpleListFilter):
    """Reports by whether they were answered."""

    title = lazy("answer")
    parameter_name = "open"

    def lookups(self, request, model_admin):
        """Open, answered."""
        return [("yes", _("open")), ("no", _("answered"))]

    def queryset(self, request, queryset):
        """The chosen ones."""
        if self.value() in ("yes", "no"):
            return queryset.filter(decided_at__isnull=self.value() == "yes")
        return queryset


@admin.register(ReaderReport)
class ReaderReportAdmin(DeskAdmin):
    """What readers and editors say is wrong. Contact details are private."""

    adding = roles.CONTRIBUTE
    changing = roles.EDIT
    list_display = ["kind", "text", "about", "received_at", "due", "decided_at"]
    list_filter = [Open, "kind"]
    list_select_related = ["quote__preferred_wording", "claim", "speaker", "article"]
    search_fields = ["text", "outcome"]
    date_hierarchy = "received_at"
    autocomplete_fields = ["quote", "claim", "speaker", "article"]
    fields = [
        "kind", "text", "contact", "quote", "claim", "speaker", "article", "received_at", "due",
        "outcome", "decided_at", "decided_by",
    ]  # fmt: skip
    readonly_fields = ["received_at", "decided_at", "decided_by"]

    @admin.display(description=lazy("about"))
    def about(self, report):
        """What it is about."""
        return str(report.target)

    def get_fields(self, request, obj=None):
        """Contact details are for those who answer."""
        fields = list(self.fields)
        if obj and not roles.can(request.user, roles.EDIT):
            fields.remove("contact")
        return fields

    def keep(self, request, obj, form, change):
        """Whoever writes the outcome has decided it."""
        super().keep(request, obj, form, change)
        if "outcome" in form.changed_data:
            obj.refresh_from_db(fields=["edit_version"])
            done = bool(obj.outcome.strip())
            obj.decided_at = timezone.now() if done else None
            obj.decided_by = request.user if done else None
            obj.save(update_fields=["decided_at", "decided_by"])
