"""The desk's own rows as lists: suggestions and waiting changes, to be read; assignments."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_lazy as lazy

from quotes import candidates, finding
from quotes.admin.many import VersionedRows
from quotes.admin.rights import ShownOnly
from quotes.admin.rows import DeskAdmin
from quotes.admin.searching import Sought
from quotes.models import Assignment, Candidate, WaitingEdit


@admin.register(Candidate)
class CandidateAdmin(Sought, VersionedRows, ShownOnly, DeskAdmin):
    """Suggestions over all articles; they are decided on the article desk."""

    list_display = ["desk", "form", "speaker_name", "score", "ready", "decision", "decided_by"]
    list_display_links = None
    list_filter = ["decision", "ready", "form", "origin"]
    list_select_related = ["snapshot__article", "decided_by"]
    search_fields = ["speaker_name", "snapshot__article__title"]
    look_for = finding.suggestions
    ordering = ["-id"]
    actions = ["accept_all", "reject_all"]

    @admin.action(description=_("Accept, each as a draft of its own"))
    def accept_all(self, request, rows):
        """Make drafts of them."""
        self.each(
            request, rows,
            lambda row, seen: candidates.accept(row, by=request.user, expect=seen), _("accepted"),
        )  # fmt: skip

    @admin.action(description=_("Reject"))
    def reject_all(self, request, rows):
        """Remember that they are no quotes of ours."""
        self.each(
            request, rows,
            lambda row, seen: candidates.reject(row, by=request.user, expect=seen), _("rejected"),
        )  # fmt: skip

    def get_queryset(self, request):
        """Without the texts, which are long."""
        return super().get_queryset(request).defer("snapshot__text", "snapshot__raw")

    @admin.display(description=lazy("article"))
    def desk(self, candidate):
        """The article, open at this suggestion."""
        article = candidate.snapshot.article
        url = reverse("admin:desk_article", args=[article.public_id])
        return format_html('<a href="{}?at={}">{}</a>', url, candidate.public_id, article.title)


@admin.register(WaitingEdit)
class WaitingEditAdmin(ShownOnly, DeskAdmin):
    """Changes to published quotes that wait; they are decided on the quote's page."""

    list_display = ["quote", "kind", "proposed_by", "proposed_at", "decided_at", "taken"]
    list_filter = ["kind", "taken"]
    list_select_related = ["quote__preferred_wording", "proposed_by"]


@admin.register(Assignment)
class AssignmentAdmin(DeskAdmin):
    """Who looks after what, and until when: a list. It is said on the page of the thing itself."""

    adding = changing = None
    change_form_template = "admin/change_form.html"
    list_display = ["target", "to", "due_at", "done_at"]
    list_filter = [("done_at", admin.EmptyFieldListFilter)]
    list_select_related = ["quote__preferred_wording", "claim", "speaker", "article", "to"]
    fields = ["article", "quote", "claim", "speaker", "to", "due_at", "done_at"]
