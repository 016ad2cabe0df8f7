"""The desk's own admin site: who may enter, what stands in its head, and its own pages."""

from functools import update_wrapper
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as lazy

from quotes import roles
from quotes.admin import (
    addresses,
    home,
    merging_pages,
    reviewing,
    speaker_page,
    taking_in,
    talking,
    verdicts,
)
from quotes.admin.article import views as article
from quotes.admin.quote import acts as quote_acts
from quotes.admin.quote import addresses as quote_pages

PLACES = (
    ("Articles", "admin:sources_article_changelist"),
    ("Quotes", "admin:quotes_quote_changelist"),
    ("Claims", "admin:quotes_claim_changelist"),
    ("Speakers", "admin:quotes_speaker_changelist"),
    ("Reports", "admin:quotes_readerreport_changelist"),
)


class LogInForm(AdminAuthenticationForm):
    """Lets in whoever holds a role; the same sentence whatever was wrong."""

    def confirm_login_allowed(self, user):
        """Raise unless this person sees the desk."""
        if not roles.sees_desk(user):
            raise ValidationError(
                self.error_messages["invalid_login"],
                code="invalid_login",
                params={"username": self.username_field.verbose_name},
            )


class DeskSite(admin.AdminSite):
    """The admin with our names, our pages and our roles."""

    site_title = site_header = lazy("QuoteTrack desk")
    index_title = lazy("What waits for you")
    login_form = LogInForm
    login_template = "desk/login.html"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request):
        """Whoever holds a role enters; `is_staff` alone opens nothing."""
        return roles.sees_desk(request.user)

    def admin_view(self, view, cacheable=False):
        """As Django's; the page finds its site at `request.desk`."""

        def inner(request, *args, **kwargs):
            request.desk = self
            return view(request, *args, **kwargs)

        inner.__name__ = getattr(view, "__name__", "view")
        guarded = super().admin_view(inner, cacheable)

        def entered(request, *args, **kwargs):
            if request.method == "POST" and not self.has_permission(request):
                return self.back_to_the_form(request) or guarded(request, *args, **kwargs)
            return guarded(request, *args, **kwargs)

        return update_wrapper(entered, guarded)

    def back_to_the_form(self, request):
        """Whoever's session ended while they typed logs in and finds the page with the form;
        None where the request does not say which page that was."""
        came = urlsplit(request.headers.get("referer", ""))
        here = reverse("admin:index")
        closing = {reverse("admin:login"), reverse("admin:logout")}
        if came.netloc != request.get_host() or not came.path.startswith(here):
            return None
        if came.path in closing or request.path in closing:
            return None
        return redirect_to_login(came._replace(scheme="", netloc="").geturl(),
                                 reverse("admin:login"))  # fmt: skip

    def each_context(self, request):
        """What every page of the desk needs: the places in its head, and who is there."""
        places = [{"label": label, "url": reverse(name)} for label, name in PLACES]
        for place in places:
            place["is_here"] = request.path.startswith(place["url"])
        on_article = request.path.startswith(reverse("admin:index") + "desk/articles/")
        places[0]["is_here"] = places[0]["is_here"] or on_article
        return super().each_context(request) | {
            "places": places,
            "is_home": request.path == reverse("admin:index"),
            "held": home.held_role(request.user),
        }

    def index(self, request, extra_context=None):
        """The desk home."""
        return home.desk_home(request, self.each_context(request) | (extra_context or {}))

    def get_urls(self):
        """The desk's own pages, then Django's."""
        return self.own_urls() + super().get_urls()

    def own_urls(self):
        """Addresses under desk/."""
        one = "desk/articles/<slug:public_id>/"
        pages = (
            ("desk/take-in/", taking_in.take_in, "desk_take_in"),
            (one, article.article_desk, "desk_article"),
            (f"{one}undo/", article.undo_last, "desk_undo"),
            (f"{one}accept-ready/", article.accept_ready, "desk_accept_ready"),
            (f"{one}publish/", article.publish_mine, "desk_publish_mine"),
            (f"{one}mark/", article.mark_words, "desk_mark"),
            (f"{one}look-again/", article.look_again, "desk_look_again"),
            ("desk/candidates/<slug:public_id>/", article.candidate_panel, "desk_candidate"),
            (
                "desk/candidates/<slug:public_id>/<slug:act>/",
                article.candidate_act,
                "desk_candidate_act",
            ),
            ("desk/speakers/", article.speakers, "desk_speakers"),
            ("desk/topics/", article.topics, "desk_topics"),
            ("desk/quotes/<slug:public_id>/<slug:act>/", quote_acts.quote_act, "desk_quote_act"),
            (
                "desk/assessments/<slug:public_id>/<slug:act>/",
                verdicts.assessment_act,
                "desk_assessment_act",
            ),
            *reviewing.PAGES,
            *addresses.PAGES,
            *quote_pages.PAGES,
            ("desk/everything/", home.everything, "desk_everything"),
            ("desk/merges/", merging_pages.merges, "desk_merges"),
            ("desk/merges/<slug:public_id>/undo/", merging_pages.undo, "desk_merge_undo"),
            ("desk/merge/<slug:kind>/<slug:public_id>/", merging_pages.merge, "desk_merge"),
            ("desk/doubts/", home.doubtful, "desk_doubts"),
            ("desk/say/<slug:kind>/<slug:public_id>/", talking.say, "desk_say"),
            ("desk/assign/<slug:kind>/<slug:public_id>/", talking.assign, "desk_assign"),
            ("desk/assignments/<slug:public_id>/done/", talking.done, "desk_assignment_done"),
            ("desk/namesakes/", speaker_page.suspected, "desk_namesakes"),
            ("desk/speakers/<slug:public_id>/rename/", speaker_page.rename, "desk_rename"),
        )
        return [path(route, self.admin_view(view), name=name) for route, view, name in pages]
