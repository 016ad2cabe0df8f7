"""The API alone, at its address."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("quotetrack.api.v1.urls"))]
