"""Stock Django REST framework: what a first attempt would write.

Models over the four tables of the floors, a ModelSerializer for each, one inside the other, and
everything that a list shows fetched with it: the same members as the floor's and ours.
"""

# ruff: noqa: DJ008 (nobody reads these rows by name)

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import models
from django.db.models import F
from django.http import HttpResponse
from django.urls import path
from rest_framework import filters, generics, pagination, serializers


class Named(models.Model):
    """What has an id, and is somebody else's table."""

    id = models.CharField(primary_key=True, max_length=12)
    url = models.TextField()

    class Meta:
        abstract = True
        app_label = "bench"
        managed = False


class Outlet(Named):
    """Who printed it."""

    slug = models.TextField()
    name = models.TextField()

    class Meta(Named.Meta):
        db_table = "floor_outlet"


class Article(Named):
    """Where it was printed."""

    title = models.TextField()
    source_url = models.TextField(null=True)
    outlet = models.ForeignKey(Outlet, models.DO_NOTHING, db_column="outlet")
    published = models.DateField()

    class Meta(Named.Meta):
        db_table = "floor_article"


class Speaker(Named):
    """Who said it."""

    slug = models.TextField()
    name = models.TextField()
    kind = models.TextField()
    wikidata_id = models.TextField(null=True)

    class Meta(Named.Meta):
        db_table = "floor_speaker"


class Quote(models.Model):
    """What was said."""

    id = models.CharField(primary_key=True, max_length=12)
    version = models.IntegerField()
    text = models.TextField()
    language = models.TextField()
    form = models.TextField()
    speaker = models.ForeignKey(Speaker, models.DO_NOTHING, db_column="speaker")
    role = models.TextField()
    position_kind = models.TextField()
    attribution = models.TextField()
    evidentiality = models.TextField()
    said = models.DateField()
    occasion = models.TextField()
    article = models.ForeignKey(Article, models.DO_NOTHING, db_column="article")
    reach_articles = models.IntegerField()
    reach_outlets = models.IntegerField()
    reach_roots = models.IntegerField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    search = SearchVectorField()

    class Meta(Named.Meta):
        db_table = "floor_quote"


def serializer_of(of, exclude=(), **nested):
    """A ModelSerializer of every column."""
    meta = type("Meta", (), {"model": of, "exclude": exclude})
    return type(f"{of.__name__}Shape", (serializers.ModelSerializer,), nested | {"Meta": meta})


OutletShape = serializer_of(Outlet)
ArticleShape = serializer_of(Article, outlet=OutletShape())
SpeakerShape = serializer_of(Speaker)
QuoteShape = serializer_of(
    Quote, exclude=["search"], speaker=SpeakerShape(), article=ArticleShape()
)
EVERYTHING = Quote.objects.select_related("speaker", "article__outlet").defer("search")


class Fifty(pagination.PageNumberPagination):
    """Pages by number."""

    page_size = 50


class Twenty(pagination.PageNumberPagination):
    """Pages of what was found."""

    page_size = 20


class Quotes(generics.ListAPIView):
    """A list with the framework's own search, which is ILIKE."""

    queryset = EVERYTHING.order_by("-said", "-id")
    serializer_class = QuoteShape
    pagination_class = Fifty
    filter_backends = [filters.SearchFilter]
    search_fields = ["text"]


class Found(generics.ListAPIView):
    """Postgres' full-text search, ranked."""

    serializer_class = QuoteShape
    pagination_class = Twenty

    def get_queryset(self):
        """What holds the words, best first."""
        query = SearchQuery(self.request.query_params["q"], config="qt_english")
        found = EVERYTHING.filter(search=query).annotate(rank=SearchRank(F("search"), query))
        return found.order_by("-rank")


class OneQuote(generics.RetrieveAPIView):
    """One quote."""

    queryset = EVERYTHING
    serializer_class = QuoteShape


urlpatterns = [
    path("quotes/", Quotes.as_view()),
    path("quotes/<str:pk>/", OneQuote.as_view()),
    path("found/", Found.as_view()),
    path("bare/", lambda request: HttpResponse("nothing")),
]
