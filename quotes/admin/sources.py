"""Where words come from: outlets, articles and their snapshots, as the desk edits them.

They stand here and not in `sources`, which knows nothing of roles and readers.
"""

from django import forms
from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quotes import entering, finding
from quotes.admin.many import Assigned
from quotes.admin.rights import RowsByRole, ShownOnly
from quotes.admin.rows import DatedForm, DeskAdmin, PartialDateInput
from quotes.admin.searching import Sought
from quotes.admin.taking_in import TakeInForm
from quotes.models import Candidate
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.models import Article, ArticleUrl, Outlet, OutletDomain, Snapshot


class OutletForm(DatedForm):
    """An outlet; an empty Wikidata id is none."""

    homepage = forms.URLField(required=False, assume_scheme="https", max_length=500)

    class Meta:
        model = Outlet
        fields = ["name", "kind", "homepage", "country", "language", "wikidata_id"]

    def clean_wikidata_id(self):
        """None where empty."""
        return self.cleaned_data.get("wikidata_id") or None


class DomainInline(RowsByRole, admin.TabularInline):
    """The domains whose pages are the outlet's."""

    model = OutletDomain
    extra = 1


@admin.register(Outlet)
class OutletAdmin(DeskAdmin):
    """Who prints."""

    form = OutletForm
    inlines = [DomainInline]
    list_display = ["name", "kind", "country", "language", "number_of_articles"]
    list_filter = ["kind", "country"]
    search_fields = ["name", "domains__domain"]
    readonly_fields = ["slug"]

    def get_queryset(self, request):
        """With the number of articles."""
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description=lazy("articles"), ordering="article_count")
    def number_of_articles(self, outlet):
        """How many articles of it we have."""
        return outlet.article_count

    def keep(self, request, obj, form, change):
        """A new outlet enters by the door that imports use too."""
        if not change:
            entering.enter_outlet(obj, by=request.user)
        else:
            super().keep(request, obj, form, change)

    def after(self, request, row, change):
        """What readers see of a public outlet follows at once."""
        if change:
            refresh(Act(timezone.now(), "additive"), outlets=[row.pk])

    def may_vanish(self, obj):
        """We have no article of it."""
        return not obj.articles.exists()


WAITING = Candidate.objects.waiting().filter(snapshot__article=OuterRef("pk"))


def number_of(rows):
    """How many of these rows belong to each row of a list; counted for its page alone."""
    counted = rows.order_by().values("snapshot__article").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class Waiting(admin.SimpleListFilter):
    """Articles by whether suggestions wait in them."""

    title = lazy("suggestions")
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        """Waiting, all decided."""
        return [("yes", _("waiting")), ("no", _("all decided"))]

    def queryset(self, request, queryset):
        """The chosen ones."""
        if self.value() == "yes":
            return queryset.filter(Exists(WAITING)).order_by("-id")
        if self.value() == "no":
            return queryset.filter(~Exists(WAITING))
        return queryset


class Live(admin.SimpleListFilter):
    """Articles by how their live page stands."""

    title = lazy("live page")
    parameter_name = "live"
    moved = ["changed", "retracted", "gone"]

    def lookups(self, request, model_admin):
        """Changed in any way, or as captured."""
        return [("moved", _("changed, retracted or gone")), ("live", _("as captured"))]

    def queryset(self, request, queryset):
        """The chosen ones."""
        if self.value() == "moved":
            return queryset.filter(live_status__in=self.moved)
        if self.value() == "live":
            return queryset.filter(live_status="live")
        return queryset


class ArticleForm(DatedForm):
    """What we know of an article; an empty address is none."""

    dates = ("published",)
    published = PartialDateInput(label=lazy("Published on"))

    class Meta:
        model = Article
        fields = [
            "title",
            "outlet",
            "published",
            "published_time",
            "byline",
            "kind",
            "language",
            "url",
            "syndicated_from",
        ]

    def clean_url(self):
        """None where empty."""
        return self.cleaned_data.get("url") or None


class SnapshotInline(ShownOnly, RowsByRole, admin.TabularInline):
    """The texts as they were captured; never changed."""

    model = Snapshot
    fields = readonly_fields = ["taken_at", "method", "sha256", "raw_type", "desk"]

    def get_queryset(self, request):
        """Without the bytes, which nobody needs here."""
        return super().get_queryset(request).without_bytes().select_related("article")

    @admin.display(description=lazy("desk"))
    def desk(self, snapshot):
        """The link to its article desk."""
        url = reverse("admin:desk_article", args=[snapshot.article.public_id])
        return format_html('<a href="{}?snapshot={}">Curate</a>', url, snapshot.public_id)


class UrlInline(RowsByRole, admin.TabularInline):
    """Other addresses at which it stands."""

    model = ArticleUrl
    extra = 0


@admin.register(Article)
class ArticleAdmin(Sought, Assigned, DeskAdmin):
    """What outlets put out. Adding one takes its text in and looks for quotes."""

    form = ArticleForm
    actions = ["assign_all"]
    inlines = [UrlInline, SnapshotInline]
    list_display = ["desk", "outlet", "day", "suggestions", "language", "live"]
    list_display_links = None
    list_filter = [Waiting, Live, "kind", "language"]
    list_select_related = ["outlet"]
    search_fields = ["title", "url", "outlet__name", "public_id__exact"]
    look_for = finding.articles
    autocomplete_fields = ["outlet", "syndicated_from"]
    readonly_fields = ["live_status", "public_id"]
    date_hierarchy = "published_earliest"
    change_form_template = "desk/article_form.html"

    def get_queryset(self, request):
        """With the numbers of suggestions."""
        return (
            super()
            .get_queryset(request)
            .annotate(waiting=number_of(WAITING), ready=number_of(WAITING.filter(ready=True)))
        )

    @admin.display(description=lazy("article"), ordering="title")
    def desk(self, article):
        """The title, leading to the article desk."""
        url = reverse("admin:desk_article", args=[article.public_id])
        return format_html('<a href="{}"><bdi lang="{}">{}</bdi></a>', url, article.language,
                           article.title)  # fmt: skip

    @admin.display(description=lazy("published"), ordering="published_latest")
    def day(self, article):
        """The day as far as it is known."""
        return str(article.published) or "–"

    @admin.display(description=lazy("live page"), ordering="live_status")
    def live(self, article):
        """How the live page stands, leading to what was seen."""
        url = reverse("admin:desk_live", args=[article.public_id])
        return format_html('<a href="{}">{}</a>', url, article.get_live_status_display())

    @admin.display(description=lazy("to decide"))
    def suggestions(self, article):
        """How many suggestions wait."""
        if not article.waiting:
            return "–"
        return f"{article.waiting}, {article.ready} ready"

    def add_view(self, request, form_url="", extra_context=None):
        """The form that takes an article in, instead of a bare row."""
        if not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        if request.method == "POST":
            return redirect("admin:sources_article_add")
        context = self.admin_site.each_context(request) | {
            "title": _("Add an article"),
            "form": TakeInForm(),
            "opts": self.opts,
        }
        return render(request, "desk/take_in.html", context)

    def after(self, request, row, change):
        """What readers see of a public article follows at once."""
        if change:
            refresh(Act(timezone.now(), "additive"), articles=[row.pk])
