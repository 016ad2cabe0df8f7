"""Every address of v1."""

from django.urls import path, re_path

from quotetrack.api.v1.reading import (
    articles,
    claims,
    counting,
    describing,
    exports,
    missing,
    named,
    quote_check,
    quotes,
    records,
    searching,
)
from quotetrack.api.v1.writing import articles as intake
from quotetrack.api.v1.writing import candidates, reports

urlpatterns = [
    *(path(f"{name}/export/", view.as_view()) for name, view in exports.EXPORTS.items()),
    path("quotes/", quotes.Quotes.as_view()),
    path("quotes/facets/", counting.Facets.as_view()),
    path("quotes/<str:name>/", quotes.Quote.as_view()),
    path("quotes/<str:name>/history/", quotes.History.as_view()),
    path("quotes/<str:name>/wordings/", quotes.Wordings.as_view()),
    path("speakers/", named.Speakers.as_view()),
    path("speakers/<str:name>/", named.Speaker.as_view()),
    path("speakers/<str:name>/stats/", counting.Stats.as_view()),
    path("outlets/", named.Outlets.as_view()),
    path("outlets/<str:name>/", named.Outlet.as_view()),
    path("articles/", intake.Articles.as_view()),
    path("articles/<str:name>/", articles.Article.as_view()),
    path("articles/<str:name>/candidates/", intake.Candidates.as_view()),
    path("candidates/<str:name>/", candidates.One.as_view()),
    path("candidates/<str:name>/accept/", candidates.Accept.as_view()),
    path("candidates/<str:name>/reject/", candidates.Reject.as_view()),
    path("reports/", reports.Reports.as_view()),
    path("claims/", claims.Claims.as_view()),
    path("claims/<str:name>/", claims.Claim.as_view()),
    path("claims/<str:name>/assessments/", claims.Assessments.as_view()),
    path("topics/", named.Topics.as_view()),
    path("topics/<str:name>/", named.Topic.as_view()),
    path("rating-scales/", records.Scales.as_view()),
    path("rating-scales/<str:name>/", records.Scale.as_view()),
    path("corrections/", records.Corrections.as_view()),
    path("corrections/<str:name>/", records.Correction.as_view()),
    path("positions/", counting.Positions.as_view()),
    path("quote-check/", quote_check.QuoteCheck.as_view()),
    path("search/", searching.Search.as_view()),
    path("changes/", records.Changes.as_view()),
    path("schema/", describing.Schema.as_view()),
    path("docs/", describing.Docs.as_view()),
    re_path(r"^", missing.Missing.as_view()),
]
