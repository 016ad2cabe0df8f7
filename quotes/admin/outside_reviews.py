"""What others hold of our claims, as lists and forms of the desk."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as lazy

from quotes import roles
from quotes.admin.rows import DeskAdmin
from quotes.models import OutsideReview


@admin.register(OutsideReview)
class OutsideReviewAdmin(DeskAdmin):
    """Reviews of others: never edited here, only let before readers and withdrawn."""

    adding = changing = None
    fields = readonly_fields = [
        "ties", "author", "label", "scale", "reviewed", "summary", "address", "language",
        "reviewed_on", "published_at", "withdrawn_at",
    ]  # fmt: skip
    list_display = ["claim", "author", "label", "reviewed_on", "published_on"]
    list_filter = ["author", "language"]
    list_select_related = ["claim"]
    search_fields = ["claim__text", "author", "label", "url"]
    change_list_template = "desk/outside_reviews.html"
    change_form_template = "desk/outside_review.html"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The review, with the acts that this person may do."""
        row = self.get_object(request, object_id)
        may = bool(row) and roles.can(request.user, roles.PUBLISH)
        extra = {
            "row": row,
            "can_publish": may and not row.published_at,
            "can_withdraw": may and bool(row.published_at) and not row.withdrawn_at,
        }
        return super().change_view(request, object_id, form_url, (extra_context or {}) | extra)

    @admin.display(description=lazy("claim"))
    def ties(self, row):
        """The claim, leading to its page."""
        url = reverse("admin:quotes_claim_change", args=[row.claim_id])
        return format_html('<a href="{}">{}</a>', url, row.claim)

    @admin.display(description=lazy("address"))
    def address(self, row):
        """Where they published it."""
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', row.url, row.url)

    @admin.display(description=lazy("scale"))
    def scale(self, row):
        """Their numbers, where they give some."""
        if row.value is None:
            return "–"
        ends = [f"{each:g}" for each in (row.worst, row.best) if each is not None]
        scale = f" on a scale from {' to '.join(ends)}" if len(ends) == 2 else ""
        return f"{row.value:g}{scale}"
