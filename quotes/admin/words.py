"""What was said: topics, occasions, and quotes with everything that belongs to them."""

from datetime import date

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_lazy as lazy

from quotes import finding, roles, workflow
from quotes.actions import planning
from quotes.admin.many import Assigned, ForWhomAndWhen
from quotes.admin.planning import AtASetTime, in_words, time_in
from quotes.admin.quote.page import QuotePage
from quotes.admin.rows import DatedForm, DeskAdmin, PartialDateInput
from quotes.admin.searching import Sought
from quotes.models import (
    Attribution,
    ChainStep,
    ClaimQuote,
    Occasion,
    Occurrence,
    Quote,
    Topic,
    Wording,
)
from quotes.models.words import QuoteStatus
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.errors import QuoteTrackError
from sources.slugs import new_slug


@admin.register(Topic)
class TopicAdmin(DeskAdmin):
    """What quotes and claims are about."""

    fields = ["name", "names", "parent"]
    list_display = ["name", "parent", "slug"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug"]
    autocomplete_fields = ["parent"]

    def keep(self, request, obj, form, change):
        """A new topic gets its slug."""
        if not change:
            obj.slug = new_slug(Topic, obj.name)
        super().keep(request, obj, form, change)

    def after(self, request, row, change):
        """What readers see of it follows at once."""
        if change:
            refresh(Act(timezone.now(), "additive"), topics=[row.pk])

    def may_vanish(self, obj):
        """Nothing is about it."""
        return not obj.quote_topics.exists() and not obj.claims.exists()


class OccasionForm(DatedForm):
    """When and where words were said."""

    dates = ("date",)
    date = PartialDateInput()

    class Meta:
        model = Occasion
        fields = ["kind", "title", "date", "place", "told_to"]


@admin.register(Occasion)
class OccasionAdmin(DeskAdmin):
    """Press conferences, letters, calls."""

    form = OccasionForm
    list_display = ["__str__", "kind", "date", "place", "told_to"]
    list_filter = ["kind"]
    list_select_related = ["told_to"]
    search_fields = ["title", "place"]
    autocomplete_fields = ["told_to"]
    date_hierarchy = "date_earliest"

    def after(self, request, row, change):
        """Quotes that were said on it show it."""
        shown = row.quotes.filter(status=QuoteStatus.PUBLISHED) if change else []
        keys = [quote.pk for quote in shown]
        if keys:
            refresh(Act(timezone.now(), "additive"), quotes=keys)

    def may_vanish(self, obj):
        """Nothing was said on it."""
        return not obj.quotes.exists()


class QuoteForm(DatedForm):
    """What an editor writes about a quote by hand."""

    dates = ("said",)
    said = PartialDateInput(label=lazy("Said on"))

    class Meta:
        model = Quote
        fields = ["said", "occasion", "original_language", "note"]


class Changes(admin.SimpleListFilter):
    """Published quotes with changes that readers do not see yet."""

    title = lazy("changes to publish")
    parameter_name = "changes"

    def lookups(self, request, model_admin):
        """Those that wait."""
        return [("waiting", _("waiting"))]

    def queryset(self, request, queryset):
        """The chosen ones."""
        if self.value() == "waiting":
            return queryset.filter(pk__in=Quote.objects.with_changes_waiting().values("pk"))
        return queryset


class SaidIn(admin.SimpleListFilter):
    """Quotes by the year in which they were said; no list of years is drawn from all of them."""

    title = lazy("said in")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        """This year and the nine before it, and what is older."""
        year = localdate().year
        years = [(str(one), str(one)) for one in range(year, year - 10, -1)]
        return [*years, ("before", _("before"))]

    def queryset(self, request, queryset):
        """The chosen ones."""
        value = self.value() or ""
        if value == "before":
            return queryset.filter(said_latest__lt=date(localdate().year - 9, 1, 1))
        if value.isdecimal() and 1000 <= int(value) <= 9998:
            year = int(value)
            return queryset.filter(said_latest__gte=date(year, 1, 1),
                                   said_latest__lt=date(year + 1, 1, 1))  # fmt: skip
        return queryset


class InLanguage(admin.SimpleListFilter):
    """Quotes by the language in which they were said, of those that the desk knows most of."""

    title = lazy("language")
    parameter_name = "language"
    known = ("en", "es", "fr", "de", "pt", "it", "ar", "ru", "uk", "zh", "ja", "hi", "und")

    def lookups(self, request, model_admin):
        """By code."""
        return [(code, code) for code in self.known]

    def queryset(self, request, queryset):
        """The chosen ones."""
        return queryset.filter(original_language=self.value()) if self.value() else queryset


@admin.register(Quote)
class QuoteAdmin(Sought, Assigned, DeskAdmin):
    """Quotes; they are made on the article desk, and published here or there."""

    form = QuoteForm
    adding = None
    actions = ["submit_all", "publish_all", "plan_all", "send_all_back", "assign_all"]
    action_form = ForWhomAndWhen
    change_form_template = "desk/quote/form.html"
    list_display = ["words", "speaker", "status", "attribution_status", "said", "published_on"]
    list_filter = ["status", "attribution_status", Changes, AtASetTime, SaidIn, InLanguage]
    search_fields = ["public_id__exact"]
    search_help_text = lazy("Words, a speaker, or an id; of very many, the newest thousand.")
    look_for = finding.quotes
    autocomplete_fields = ["occasion"]
    ordering = ["-id"]
    below = [
        (Wording, "quote_id"),
        (Attribution, "quote_id"),
        (ClaimQuote, "quote_id"),
        (Occurrence, "wording__quote_id"),
        (ChainStep, "occurrence__wording__quote_id"),
    ]

    def get_queryset(self, request):
        """With what a line shows."""
        speakers = Prefetch("attributions", Attribution.objects.select_related("speaker"))
        rows = super().get_queryset(request).select_related("preferred_wording", "occasion")
        return rows.prefetch_related(speakers)

    @admin.action(description=_("Submit: hand the drafts to the publishers"))
    def submit_all(self, request, quotes):
        """Drafts go into review."""
        self.each(
            request, quotes,
            lambda row, seen: workflow.submit(row, by=request.user, expect=seen), _("submitted"),
        )  # fmt: skip

    @admin.action(description=_("Publish"))
    def publish_all(self, request, quotes):
        """Drafts and quotes in review come before readers."""
        self.each(
            request, quotes,
            lambda row, seen: workflow.publish(row, by=request.user, expect=seen), _("published"),
        )  # fmt: skip

    @admin.action(description=_("Publish on a day, at an hour"))
    def plan_all(self, request, quotes):
        """Drafts and quotes in review come before readers at the time beside the act."""
        try:
            at = time_in(request.POST)
            planning.check_time(at)
        except QuoteTrackError as error:
            messages.error(request, str(error))
            return
        self.each(
            request, quotes,
            lambda row, seen: planning.plan_quote(row, at, by=request.user, expect=seen),
            _("to come out on %(at)s") % {"at": in_words(at)},
        )  # fmt: skip

    @admin.action(description=_("Send back: make them drafts again"))
    def send_all_back(self, request, quotes):
        """Quotes in review become drafts again."""
        self.each(
            request, quotes,
            lambda row, seen: workflow.send_back(row, by=request.user, expect=seen),
            _("sent back"),
        )  # fmt: skip

    @admin.display(description=lazy("words"))
    def words(self, quote):
        """The preferred wording, cut to a line."""
        text = quote.preferred_wording.text if quote.preferred_wording_id else quote.public_id
        return text[:120] + ("…" if len(text) > 120 else "")

    @admin.display(description=lazy("speaker"))
    def speaker(self, quote):
        """The preferred speaker."""
        rows = quote.attributions.all()
        return next((row.speaker.name for row in rows if row.rank == "preferred"), "–")

    @admin.display(description=lazy("said"), ordering="said_latest")
    def said(self, quote):
        """The day as far as it is known."""
        return str(quote.said) or "–"

    def has_change_permission(self, request, obj=None):
        """Drafts by contributors, what is in review by editors."""
        if obj is None or obj.status == QuoteStatus.DRAFT:
            return roles.can(request.user, roles.CONTRIBUTE)
        return roles.can(request.user, roles.EDIT)

    def get_readonly_fields(self, request, obj=None):
        """What readers see changes with a correction, below; the desk's note always may."""
        if obj and obj.published_at:
            return ["said_shown", "occasion", "original_language"]
        return []

    def get_fields(self, request, obj=None):
        """Of a published quote the note alone is typed in here."""
        if obj and obj.published_at:
            return ["said_shown", "occasion", "original_language", "note"]
        return ["said", "occasion", "original_language", "note"]

    @admin.display(description=lazy("Said on"))
    def said_shown(self, quote):
        """The day as text."""
        return str(quote.said) or "–"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form, and beside it everything that belongs to the quote."""
        quote = self.get_object(request, object_id)
        extra = {"page": QuotePage(quote, request.user)} if quote else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | extra)

    def may_vanish(self, obj):
        """A draft that no suggestion became."""
        return (
            obj.published_at is None
            and not Occurrence.objects.filter(wording__quote=obj, candidates__isnull=False).exists()
        )
