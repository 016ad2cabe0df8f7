"""Every address of v1."""

from django.urls import path, re_path

from quotetrack.api.v1.reading import missing, quotes

urlpatterns = [
    path("quotes/", quotes.Quotes.as_view()),
    path("quotes/<str:name>/", quotes.Quote.as_view()),
    re_path(r"^", missing.Missing.as_view()),
]
