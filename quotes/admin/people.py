"""Who: speakers with their names and roles, and the positions they held."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quotes import entering, finding
from quotes.admin.choosing import Knowing, KnowingForm
from quotes.admin.many import Assigned
from quotes.admin.rights import RowsByRole
from quotes.admin.rows import DatedForm, DeskAdmin, PartialDateInput
from quotes.admin.searching import Sought
from quotes.admin.speaker_page import SpeakerPage
from quotes.models import Attribution, Position, Role, Speaker, SpeakerName
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act


class SpeakerForm(DatedForm):
    """A speaker; the slug and the index name are made where they are left empty."""

    class Meta:
        model = Speaker
        fields = [
            "kind",
            "name",
            "sort_name",
            "description",
            "wikidata_id",
            "private_person",
            "only_in",
        ]

    def clean_wikidata_id(self):
        """None where empty, so that several speakers may have none; nobody else's otherwise."""
        item = self.cleaned_data.get("wikidata_id") or None
        taken = Speaker.objects.filter(wikidata_id=item).exclude(pk=self.instance.pk).first()
        if item and taken:
            raise ValidationError(f"{item} is {taken} already. Merge the two if they are one.")
        return item


class NameInline(RowsByRole, admin.TabularInline):
    """The names a speaker goes by, misspellings included."""

    model = SpeakerName
    verbose_name, verbose_name_plural = lazy("name"), lazy("Names")
    extra = 1
    fields = ["text", "kind", "language", "valid_from", "valid_until"]


class RoleForm(KnowingForm, DatedForm):
    """A role with its first and last day."""

    dates = ("start", "end")
    start = PartialDateInput(label=lazy("From"))
    end = PartialDateInput(label=lazy("Until"))

    class Meta:
        model = Role
        fields = ["position", "start", "end"]


class RoleInline(Knowing, RowsByRole, admin.TabularInline):
    """The positions a speaker held, from when to when."""

    model = Role
    form = RoleForm
    extra = 1
    autocomplete_fields = ["position"]
    fields = ["position", "start", "end"]
    removing = False

    def get_queryset(self, request):
        """With the positions."""
        return super().get_queryset(request).select_related("position", "speaker")


class QuotesOf(admin.SimpleListFilter):
    """Speakers by whether words of theirs are on record."""

    title = lazy("quotes")
    parameter_name = "quotes"

    def lookups(self, request, model_admin):
        """With and without."""
        return [("some", _("with quotes")), ("none", _("without quotes"))]

    def queryset(self, request, queryset):
        """The chosen ones."""
        spoken = Attribution.objects.filter(speaker=OuterRef("pk"))
        if self.value() == "some":
            return queryset.filter(Exists(spoken))
        if self.value() == "none":
            return queryset.filter(~Exists(spoken))
        return queryset


@admin.register(Speaker)
class SpeakerAdmin(Sought, Assigned, DeskAdmin):
    """Speakers, found by any name they go by."""

    form = SpeakerForm
    actions = ["assign_all"]
    inlines = [NameInline, RoleInline]
    list_display = ["name", "kind", "description", "number_of_quotes", "wikidata_id"]
    list_filter = ["kind", "private_person", QuotesOf]
    search_fields = ["name", "names__text", "wikidata_id__iexact"]
    look_for = finding.speakers
    search_help_text = lazy("Any name, alias or misspelling, or a Wikidata id.")
    autocomplete_fields = ["only_in"]
    readonly_fields = ["slug", "merged_into", "public_id"]
    below = [(SpeakerName, "speaker_id"), (Role, "speaker_id")]
    change_form_template = "desk/speaker/form.html"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form, with what may be wrong about the speaker and what hangs on them."""
        speaker = self.get_object(request, object_id)
        extra = {"page": SpeakerPage(speaker, request.user)} if speaker else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | extra)

    def get_queryset(self, request):
        """With the number of quotes; those merged into others stay reachable, not listed."""
        counted = (
            Attribution.objects.filter(speaker=OuterRef("pk"), rank="preferred")
            .order_by()
            .values("speaker")
            .annotate(number=Count("pk"))
            .values("number")
        )
        rows = super().get_queryset(request).select_related("merged_into")
        return rows.annotate(quote_count=Coalesce(Subquery(counted), 0))

    def get_search_results(self, request, queryset, search_term):
        """Merged speakers are not offered."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        return found.filter(merged_into__isnull=True), distinct

    @admin.display(description=lazy("quotes"))
    def number_of_quotes(self, speaker):
        """How many quotes have this preferred speaker; counted for the page alone, so that the
        list is not sorted by it."""
        return speaker.quote_count

    def keep(self, request, obj, form, change):
        """A new speaker enters by the door that imports use too."""
        if not change:
            entering.enter_speaker(obj, by=request.user)
        else:
            super().keep(request, obj, form, change)

    def after(self, request, row, change):
        """What readers see of a public speaker follows at once."""
        if change:
            refresh(Act(timezone.now(), "additive"), speakers=[row.pk])

    def may_vanish(self, obj):
        """Nothing names the speaker."""
        return not obj.attributions.exists() and not obj.merged_rows.exists()


class PositionForm(DatedForm):
    """A position; an empty Wikidata id is none."""

    class Meta:
        model = Position
        fields = ["title", "kind", "organisation", "country", "wikidata_id"]

    def clean_wikidata_id(self):
        """None where empty."""
        return self.cleaned_data.get("wikidata_id") or None


@admin.register(Position)
class PositionAdmin(DeskAdmin):
    """Offices and jobs that people hold."""

    form = PositionForm
    list_display = ["title", "kind", "organisation", "country"]
    list_filter = ["kind"]
    list_select_related = ["organisation"]
    search_fields = ["title", "organisation__name"]
    autocomplete_fields = ["organisation"]

    def after(self, request, row, change):
        """Speakers who held it are shown with it."""
        held = list(row.roles.values_list("speaker_id", flat=True)) if change else []
        if held:
            refresh(Act(timezone.now(), "additive"), speakers=held)

    def may_vanish(self, obj):
        """Nobody held it."""
        return not obj.roles.exists()
