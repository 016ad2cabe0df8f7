"""Addresses that other sites use. They stand for years: none is ever taken away."""

from django.urls import path, re_path

from quotetrack.embeds import views
from quotetrack.embeds.sharing import views as sharing

app_name = "embeds"
urlpatterns = [
    re_path(
        r"^embed/(?P<kind>[qc])/(?P<name>[^/@]{1,80}?)(?:@(?P<version>\d{1,9}))?\.json$",
        views.state,
        name="state",
    ),
    re_path(r"^embed/q/(?P<name>[^/@]{1,80})/?$", views.quote, name="quote"),
    re_path(r"^embed/q/(?P<name>[^/@]{1,80})@(?P<version>\d{1,9})/?$", views.quote, name="frozen"),
    re_path(r"^embed/c/(?P<name>[^/@]{1,80})/?$", views.claim, name="claim"),
    re_path(r"^embed/s/(?P<name>[^/@]{1,80})/?$", views.speaker, name="speaker"),
    re_path(
        r"^og/(?P<kind>[qcs])/(?P<name>[^/@.]{1,80})(?:\.(?P<version>\d{1,9}))?\.png$",
        sharing.image,
        name="image",
    ),
    path("embed/v1/loader.js", views.loader, name="loader"),
    re_path(r"^embed/loader\.(?P<digest>[0-9a-f]{16})\.js$", views.loader, name="pinned_loader"),
    path("oembed", views.oembed_endpoint, name="oembed"),
    path("oembed/", views.oembed_endpoint),
    re_path(r"^embed/", views.missing),
]
