"""Addresses of the public pages: those of the API's `url` fields, and the lists above them."""

from django.urls import path, register_converter

from quotetrack.pages.views import (
    check,
    claims,
    machines,
    quotes,
    records,
    sources,
    speakers,
    topics,
)


class SitemapKind:
    regex = "|".join(machines.KINDS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(SitemapKind, "sitemap_kind")

app_name = "pages"
urlpatterns = [
    path("", records.home, name="home"),
    path("search/", records.search, name="search"),
    path("quotes/", quotes.index, name="quotes"),
    path("quotes/<str:name>/", quotes.quote, name="quote"),
    path(
        "quotes/<str:name>/difference/<int:before>/<int:after>/",
        quotes.difference,
        name="difference",
    ),
    path("quotes/<str:name>/source", quotes.source, name="source"),
    path("quotes/<str:name>/timemap", quotes.timemap, name="timemap"),
    path("speakers/", speakers.index, name="speakers"),
    path("speakers/<str:name>/", speakers.speaker, name="speaker"),
    path("outlets/", sources.outlets, name="outlets"),
    path("outlets/<str:name>/", sources.outlet, name="outlet"),
    path("articles/", sources.articles, name="articles"),
    path("articles/<str:name>/", sources.article, name="article"),
    path("claims/", claims.index, name="claims"),
    path("claims/<str:name>/", claims.claim, name="claim"),
    path("topics/", topics.index, name="topics"),
    path("topics/<str:name>/", topics.topic, name="topic"),
    path("check/", check.check, name="check"),
    path("corrections/", records.correction_log, name="corrections"),
    path("corrections/<int:number>/", records.correction, name="correction"),
    path("methodology/", records.methodology, name="methodology"),
    path("about/", records.about, name="about"),
    path("claim-reviews.json", machines.claim_reviews, name="claim_reviews"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<sitemap_kind:kind>.xml", machines.sitemap_of, name="sitemap_of"),
]
