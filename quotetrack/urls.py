"""Every address, by face."""

from django.contrib import admin
from django.contrib.auth import views as accounts
from django.urls import include, path, reverse_lazy
from django.views.i18n import JavaScriptCatalog

from quotetrack import health
from quotetrack.accounts import views as own

handler404 = "quotetrack.pages.layout.missing"

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path(
        "admin/password/<uidb64>/<token>/",
        accounts.PasswordResetConfirmView.as_view(success_url=reverse_lazy("admin:login")),
        name="password_reset_confirm",
    ),
    path("admin/login/", own.log_in),
    path(
        "admin/desk/words.js",
        JavaScriptCatalog.as_view(packages=["django.contrib.admin", "quotes"]),
        name="desk_words",
    ),
    path("admin/", include("quotetrack.accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("quotetrack.api.v1.urls")),
    path("", include("quotetrack.embeds.urls")),
    path("", include("quotetrack.pages.urls")),
]
