"""Stock Django REST framework: what a first attempt would write."""

from django.http import HttpResponse
from django.urls import path
from rest_framework import filters, generics, pagination, serializers

from quotes.published.models import PublishedQuote


class Fifty(pagination.PageNumberPagination):
    """Pages by number."""

    page_size = 50


class Quote(serializers.ModelSerializer):
    """Every column."""

    class Meta:
        model = PublishedQuote
        exclude = ["search", "list_json"]


class Quotes(generics.ListAPIView):
    """A list with the framework's own search."""

    queryset = PublishedQuote.objects.order_by("-sort_day", "-public_id")
    serializer_class = Quote
    pagination_class = Fifty
    filter_backends = [filters.SearchFilter]
    search_fields = ["list_json"]


class OneQuote(generics.RetrieveAPIView):
    """One quote."""

    queryset = PublishedQuote.objects.all()
    serializer_class = Quote


urlpatterns = [
    path("quotes/", Quotes.as_view()),
    path("quotes/<str:pk>/", OneQuote.as_view()),
    path("bare/", lambda request: HttpResponse("nothing")),
]
