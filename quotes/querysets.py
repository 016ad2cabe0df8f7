"""Every question the desk asks of speakers, quotes, claims and suggestions."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest, Lower


class SpeakerQuerySet(models.QuerySet):
    def unmerged(self):
        """Speakers that stand for themselves."""
        return self.filter(merged_into__isnull=True)

    def called(self, name):
        """Speakers that go by exactly this name, whatever its case; unnamed sources never do."""
        return (
            self.unmerged()
            .exclude(kind="unnamed_source")
            .filter(Q(name__iexact=name) | Q(names__text__iexact=name))
            .distinct()
        )

    def known_as(self, words):
        """Speakers whose names hold or resemble these words, best first (annotates `likeness`)."""
        return (
            self.unmerged()
            .annotate(
                likeness=Greatest(
                    models.Max(TrigramWordSimilarity(Lower(Value(words)), Lower("names__text"))),
                    TrigramWordSimilarity(Lower(Value(words)), Lower("name")),
                )
            )
            .filter(likeness__gte=0.4)
            .order_by("-likeness", "sort_name", "id")
        )

    def with_quote_count(self):
        """Annotate `quote_count`: quotes whose preferred speaker this is."""
        return self.annotate(
            quote_count=Count(
                "attributions", filter=Q(attributions__rank="preferred"), distinct=True
            )
        )


class QuoteQuerySet(models.QuerySet):
    def published(self):
        """Quotes that readers see."""
        return self.filter(status="published")

    def in_review(self):
        """Quotes that wait for a publisher, oldest first."""
        return self.filter(status="in_review").order_by("id")

    def with_words(self):
        """Load what a list on the desk shows."""
        return self.select_related("preferred_wording", "occasion").prefetch_related(
            "attributions__speaker"
        )

    def with_changes_waiting(self):
        """Published quotes with rows or edits that are not public yet."""
        return self.published().filter(pk__in=RawSQL("SELECT quote_id FROM quotes_changed", []))

    def spoken_by(self, speaker):
        """Quotes whose preferred speaker this is."""
        return self.filter(attributions__speaker=speaker, attributions__rank="preferred")


class ClaimQuerySet(models.QuerySet):
    def unmerged(self):
        """Claims that stand for themselves."""
        return self.filter(merged_into__isnull=True)

    def to_look_at_again(self):
        """Claims that something published has thrown doubt on."""
        return self.filter(status="needs_reassessment")


class AssessmentQuerySet(models.QuerySet):
    def current(self):
        """The published ones: one for each claim and scale."""
        return self.filter(state="published")

    def public(self):
        """All that readers may see, past ones included."""
        return self.filter(state__in=["published", "superseded", "void"])

    def to_approve_by(self, user):
        """Submitted by others."""
        return self.filter(state="submitted").exclude(author=user)

    def house_first(self):
        """Current status first: the house scale's, then the latest."""
        return self.order_by(
            Case(When(scale__is_house=True, then=Value(0)), default=Value(1)),
            F("as_of").desc(),
            F("id").desc(),
        )


class CandidateQuerySet(models.QuerySet):
    def waiting(self):
        """Suggestions that nobody has decided."""
        return self.filter(decision="new")

    def by_score(self):
        """Best first."""
        return self.order_by("-ready", "-score", "start")
