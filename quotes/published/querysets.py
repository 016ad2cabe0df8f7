"""Every question a reader asks. `readers()` asks as the role that sees nothing else."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Count, F, Q, Value

READER = "reader"


class DocumentQuerySet(models.QuerySet):
    def readers(self):
        """Ask through the readers' role: read only, two seconds at most."""
        return self.using(READER)

    def named(self, name):
        """The document with this public id or slug, or None."""
        query = Q(pk=name)
        if any(field.name == "slug" for field in self.model._meta.fields):
            query |= Q(slug=name)
        return self.filter(query).first()


class QuoteQuerySet(DocumentQuerySet):
    def newest_said(self):
        """By the latest possible day, newest first; undated ones last."""
        return self.order_by("-sort_day", "-public_id")

    def by_speaker(self, public_id):
        """Quotes whose preferred speaker this is."""
        return self.filter(speaker=public_id)

    def printed_by(self, outlet):
        """Quotes that stand in an article of this outlet."""
        return self.filter(outlets__contains=[outlet])

    def printed_in(self, article):
        """Quotes that stand in this article."""
        return self.filter(articles__contains=[article])

    def about(self, topic):
        """Quotes on this topic or one below it."""
        return self.filter(topics__contains=[topic])

    def wrongly_given_to(self, speaker):
        """Quotes that somebody attributes to this speaker, whose preferred speaker is not."""
        return self.filter(attributed_to__contains=[speaker]).exclude(speaker=speaker)

    def by_year(self):
        """Rows of (year, attribution, count); undated quotes are left out."""
        dated = self.filter(said_latest__isnull=False).order_by()
        return dated.values_list("sort_day__year", "attribution").annotate(Count("pk"))

    def counted(self, column):
        """Rows of (id, count) of what stands in this array column, most frequent first."""
        each = self.order_by().annotate(one=models.Func(F(column), function="unnest"))
        return each.values_list("one").annotate(n=Count("pk")).order_by("-n", "one")


class SpeakerQuerySet(DocumentQuerySet):
    def known_as(self, words):
        """Speakers by any of their names, misspellings tolerated, best first.

        `words` are folded as `names` is (see `quotes.extraction.text.folded`).
        """
        return (
            self.annotate(likeness=TrigramWordSimilarity(Value(words), "names"))
            .filter(Q(names__trigram_word_similar=words) | Q(names__contains=words))
            .order_by("-likeness", "sort_key")
        )


class VersionQuerySet(models.QuerySet):
    def readers(self):
        """Ask through the readers' role."""
        return self.using(READER)

    def of(self, kind, public_id):
        """All published versions of one object, oldest first."""
        return self.filter(kind=kind, public_id=public_id).order_by("number")


class ChangeQuerySet(models.QuerySet):
    def readers(self):
        """Ask through the readers' role."""
        return self.using(READER)

    def in_order(self):
        """The order in which they became public; nothing ever comes before what is seen."""
        return self.order_by("xid", "id")

    def after(self, xid, number):
        """Changes that come after this place in the order."""
        return self.filter(Q(xid__gt=xid) | Q(xid=xid, id__gt=number))
