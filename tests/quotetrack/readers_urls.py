"""Only the addresses of pages and cards."""

from django.urls import include, path

urlpatterns = [
    path("", include("quotetrack.pages.urls")),
    path("", include("quotetrack.embeds.urls")),
]
