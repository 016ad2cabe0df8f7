"""Every question the desk asks of speakers, quotes, claims and suggestions."""

from django.db import connection, models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

RESEMBLES = 0.4  # likeness from which a name is worth an editor's look
NAMES = 60  # names that are looked at for each that is sought
LIKE_NAMES = """
SELECT near.speaker_id, max(near.likeness) FROM (
  SELECT set_config('pg_trgm.word_similarity_threshold', %s, true), unnest(%s::text[]) AS name
) AS sought CROSS JOIN LATERAL (
  SELECT known.speaker_id, word_similarity(upper(sought.name), upper(known.text)) AS likeness
  FROM quotes_speakername AS known JOIN quotes_speaker AS speaker ON speaker.id = known.speaker_id
  WHERE upper(known.text) %%> upper(sought.name) AND speaker.merged_into_id IS NULL
  ORDER BY likeness DESC, known.id LIMIT %s) AS near
GROUP BY near.speaker_id"""


def speakers_like(names) -> dict[int, float]:
    """Keys of speakers who go by names that hold or resemble one of these, each with how alike.

    The index of names answers it; its threshold is set by the question itself, for as long as its
    transaction lasts.
    """
    with connection.cursor() as cursor:
        cursor.execute(LIKE_NAMES, [str(RESEMBLES), list(names), NAMES])
        return dict(cursor.fetchall())


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
        found = speakers_like([words])
        likeness = Case(*(When(pk=key, then=Value(how)) for key, how in found.items()), default=0.0)
        chosen = self.unmerged().filter(pk__in=found).annotate(likeness=likeness)
        return chosen.order_by("-likeness", "sort_name", "id")

    def with_quote_count(self):
        """Annotate `quote_count`: quotes whose preferred speaker this is."""
        rows = self.model.attributions.rel.related_model.objects
        rows = rows.filter(speaker=OuterRef("pk"), rank="preferred").order_by().values("speaker")
        counted = rows.annotate(number=Count("pk")).values("number")
        return self.annotate(quote_count=Coalesce(Subquery(counted), 0))


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

    def standing(self):
        """Claims that can be assessed and tied to quotes: neither merged away nor void."""
        return self.unmerged().exclude(status="void")

    def worded(self, words, **same):
        """The claim with these words or of this id, or None; of a merged one that which stands."""
        known = self.filter(Q(public_id=words) | Q(text__iexact=words), **same)
        rows = known.select_related("merged_into").order_by(
            F("merged_into").asc(nulls_first=True), "pk"
        )
        row = rows.first()
        return row and (row.merged_into or row)

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
