"""Is it true: claims, the scales on which they are rated, and assessments with their evidence."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quotes import finding, roles
from quotes.actions import assessments
from quotes.admin import merging_pages
from quotes.admin.choosing import Knowing, KnowingForm
from quotes.admin.claim_page import is_public, voiding_of
from quotes.admin.many import Assigned, VersionedRows
from quotes.admin.planning import AtASetTime
from quotes.admin.ratings import RATING_HELP, RatingChoice
from quotes.admin.rights import RowsByRole
from quotes.admin.rows import SECURE, DatedForm, DeskAdmin, PartialDateInput
from quotes.admin.searching import Sought
from quotes.admin.talking import Talk
from quotes.admin.verdicts import Steps
from quotes.models import (
    Assessment,
    Claim,
    ClaimQuote,
    ClaimTopic,
    Evidence,
    Rating,
    RatingScale,
)
from quotes.models.assessments import AssessmentState
from quotes.models.claims import ClaimStatus
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.slugs import new_slug

A = AssessmentState


class ClaimForm(DatedForm):
    """One neutral, checkable sentence."""

    dates = ("about",)
    about = PartialDateInput(label=lazy("About the time"))

    class Meta:
        model = Claim
        fields = ["text", "language", "kind", "about", "topics"]


class ClaimQuoteForm(KnowingForm, forms.ModelForm):
    """A quote and what it does to the claim."""


class ClaimQuoteInline(Knowing, RowsByRole, admin.TabularInline):
    """The quotes that assert, deny or confirm it; published links stay."""

    model = ClaimQuote
    verbose_name, verbose_name_plural = lazy("quote"), lazy("Quotes tied to it")
    form = ClaimQuoteForm
    extra = 0
    autocomplete_fields = ["quote"]
    fields = ["quote", "relation", "published_at"]
    readonly_fields = ["published_at"]
    removing = False

    def get_queryset(self, request):
        """With the words of the quotes."""
        return super().get_queryset(request).select_related("claim", "quote__preferred_wording")


class AssessmentsOf(RowsByRole, admin.TabularInline):
    """Its assessments, to be opened one by one."""

    model = Assessment
    fk_name = "claim"
    extra = 0
    fields = readonly_fields = ["opened", "summary", "as_of", "author", "state"]
    can_delete = False
    max_num = 0

    @admin.display(description=lazy("rating"))
    def opened(self, row):
        """The rating, leading to the assessment."""
        url = reverse("admin:quotes_assessment_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, row.rating)

    def get_queryset(self, request):
        """With ratings and authors."""
        return super().get_queryset(request).select_related("rating", "author", "claim")


@admin.register(Claim)
class ClaimAdmin(Sought, Assigned, DeskAdmin):
    """Claims, with their quotes and assessments."""

    form = ClaimForm
    actions = ["assign_all"]
    inlines = [ClaimQuoteInline, AssessmentsOf]
    list_display = ["text", "status", "kind", "language", "about"]
    list_filter = ["status", "kind", "language", "topics"]
    search_fields = ["text", "public_id__exact"]
    look_for = finding.claims
    autocomplete_fields = ["topics"]
    readonly_fields = ["status", "merged_into", "public_id"]
    below = [(ClaimQuote, "claim_id"), (Assessment, "claim_id"), (ClaimTopic, "claim_id")]
    change_form_template = "desk/claim_form.html"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form, and what we say to each other about the claim."""
        claim = self.get_object(request, object_id)
        extra = {}
        if claim:
            extra = {"talk": Talk(claim), "is_public": is_public(claim)}
            extra["merges"] = merging_pages.into("claim", claim)
            extra["voiding"] = voiding_of(claim, request.user, extra["is_public"])
        return super().change_view(request, object_id, form_url, (extra_context or {}) | extra)

    def get_search_results(self, request, queryset, search_term):
        """Merged claims are not listed; void ones are not offered for something new."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        choosing = request.resolver_match and request.resolver_match.url_name == "autocomplete"
        return found.standing() if choosing else found.unmerged(), distinct

    def has_change_permission(self, request, obj=None):
        """What was merged away or made void stays as it is."""
        if obj is not None and (obj.merged_into_id or obj.status == ClaimStatus.VOID):
            return False
        return super().has_change_permission(request, obj)

    @admin.display(description=lazy("about"), ordering="about_latest")
    def about(self, claim):
        """The time it is about."""
        return str(claim.about) or "–"

    def keep(self, request, obj, form, change):
        """A new claim gets its slug."""
        if not change:
            obj.slug = new_slug(Claim, obj.text)
        super().keep(request, obj, form, change)

    def after(self, request, row, change):
        """What readers see of a public claim follows at once."""
        if change:
            refresh(Act(timezone.now(), "additive"), claims=[row.pk])

    def may_vanish(self, obj):
        """Nobody assessed it, and no quote hangs on it."""
        used = obj.assessments.exists() or obj.claim_quotes.exists()
        return obj.status == ClaimStatus.OPEN and not used


class RatingInline(RowsByRole, admin.StackedInline):
    """The steps of a scale."""

    model = Rating
    extra = 0


@admin.register(RatingScale)
class RatingScaleAdmin(DeskAdmin):
    """Scales; frozen once used."""

    adding, changing = roles.JUDGE, roles.PUBLISH
    inlines = [RatingInline]
    fields = ["name", "slug", "version", "description", "is_house", "is_proposed"]
    list_display = ["name", "version", "is_house", "is_proposed"]

    def get_fields(self, request, obj=None):
        """Editors propose; whether it is the house's and in use is a publisher's to say."""
        return self.fields if roles.can(request.user, roles.PUBLISH) else self.fields[:4]

    def keep(self, request, obj, form, change):
        """What somebody else than a publisher adds is a proposal."""
        if not change and not roles.can(request.user, roles.PUBLISH):
            obj.is_proposed = True
        super().keep(request, obj, form, change)

    def has_change_permission(self, request, obj=None):
        """Publishers, until an approved assessment uses it."""
        frozen = obj is not None and obj.assessments.exclude(state__in=[A.DRAFT, A.SUBMITTED])
        return super().has_change_permission(request, obj) and not (frozen and frozen.exists())


class EvidenceInline(RowsByRole, admin.StackedInline):
    """What supports or refutes it."""

    model = Evidence
    verbose_name_plural = lazy("Evidence")
    extra = 1
    formfield_overrides = SECURE
    autocomplete_fields = ["article"]
    fields = ["article", "url", "quoted_text", "stance", "primary"]


class Mine(admin.SimpleListFilter):
    """Assessments by what this person can do with them."""

    title = lazy("for you")
    parameter_name = "approve"

    def lookups(self, request, model_admin):
        """Submitted by others."""
        return [("mine", _("to approve"))]

    def queryset(self, request, queryset):
        """Those that this person may approve."""
        if self.value() == "mine":
            return queryset.to_approve_by(request.user)
        return queryset


@admin.register(Assessment)
class AssessmentAdmin(Sought, VersionedRows, DeskAdmin):
    """Assessments: drafted by one person, approved by another, published, never edited after."""

    inlines = [EvidenceInline]
    actions = ["submit_all", "approve_all", "publish_all"]
    fields = ["claim", "rating", "summary", "reasoning", "language", "as_of"]
    list_display = ["claim", "rating", "as_of", "state", "author", "approved_by"]
    list_filter = ["state", Mine, AtASetTime, "rating__scale", "rating"]
    list_select_related = ["claim", "rating", "author", "approved_by"]
    search_fields = ["claim__text", "summary"]
    look_for = finding.assessments
    autocomplete_fields = ["claim"]
    date_hierarchy = "as_of"
    change_form_template = "desk/assessment/form.html"
    below = [(Evidence, "assessment_id")]

    @admin.action(description=lazy("Submit: hand one’s own drafts to somebody else"))
    def submit_all(self, request, rows):
        """Drafts wait for approval."""
        self.each(
            request, rows,
            lambda row, seen: assessments.submit(row, by=request.user, expect=seen),
            _("submitted"),
        )  # fmt: skip

    @admin.action(description=lazy("Approve what others wrote"))
    def approve_all(self, request, rows):
        """What was submitted waits for a publisher."""
        self.each(
            request, rows,
            lambda row, seen: assessments.approve(row, by=request.user, expect=seen),
            _("approved"),
        )  # fmt: skip

    @admin.action(description=lazy("Publish what is approved and changes no verdict"))
    def publish_all(self, request, rows):
        """Approved assessments come before readers; those that need a notice are left."""
        self.each(
            request, rows,
            lambda row, seen: assessments.publish(row, by=request.user, expect=seen),
            _("published"),
        )  # fmt: skip

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Ratings stand below the name and version of their scale."""
        if db_field.name == "claim":
            kwargs["queryset"] = Claim.objects.standing()
        if db_field.name == "rating":
            return RatingChoice(Rating.objects.all(), label=lazy("Rating"), help_text=RATING_HELP)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        """Today's knowledge, unless said otherwise."""
        return {"as_of": localdate()} | super().get_changeform_initial_data(request)

    def has_change_permission(self, request, obj=None):
        """Its author, while it is a draft."""
        if obj is None:
            return roles.can(request.user, roles.CONTRIBUTE)
        own = obj.author_id == request.user.pk or request.user.is_superuser
        return own and obj.state == A.DRAFT and roles.can(request.user, roles.CONTRIBUTE)

    def keep(self, request, obj, form, change):
        """The rating decides the scale; who writes it is its author."""
        if not change:
            obj.author = request.user
            if obj.claim.status == ClaimStatus.OPEN:
                assessments.move_claim(obj.claim, ClaimStatus.UNDER_ASSESSMENT)
        obj.scale = obj.rating.scale
        if change and "rating" in form.changed_data:
            obj.save(update_fields=["rating", "scale"])
        super().keep(request, obj, form, change)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The form with the buttons that move it on."""
        row = self.get_object(request, object_id)
        extra = {"steps": Steps(row, request.user)} if row else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | extra)
