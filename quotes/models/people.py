"""Who: speakers, the names they go by, and the positions they held."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as lazy

from quotes.querysets import SpeakerQuerySet
from sources import guards
from sources.dates import PartialDateField
from sources.history import tracked
from sources.records import (
    Record,
    date_in_order,
    normal,
    not_blank,
    not_itself,
    only_choices,
    wikidata_item,
)


class SpeakerKind(models.TextChoices):
    """What kind of speaker."""

    PERSON = "person", lazy("person")
    ORGANISATION = "organisation", lazy("organisation")
    OFFICE = "office", lazy("office")
    GROUP = "group", lazy("group")
    UNNAMED_SOURCE = "unnamed_source", lazy("unnamed source")


class NameKind(models.TextChoices):
    """What a name is to its speaker."""

    FULL = "full", lazy("full name")
    SHORT = "short", lazy("short form")
    ALIAS = "alias", lazy("alias")
    FORMER = "former", lazy("former name")
    TRANSLITERATION = "transliteration", lazy("transliteration")
    HANDLE = "handle", lazy("handle")
    MISSPELLING = "misspelling", lazy("misspelling")


class PositionKind(models.TextChoices):
    """What kind of position."""

    HEAD_OF_STATE = "head_of_state", lazy("head of state")
    MINISTER = "minister", lazy("minister")
    LEGISLATOR = "legislator", lazy("legislator")
    PARTY_LEADER = "party_leader", lazy("party leader")
    JUDGE = "judge", lazy("judge")
    OFFICIAL = "official", lazy("official")
    SPOKESPERSON = "spokesperson", lazy("spokesperson")
    EXECUTIVE = "executive", lazy("executive")
    EXPERT = "expert", lazy("expert")
    OTHER = "other", lazy("other")


@tracked
class Speaker(Record):
    """Who said it: a person, organisation, office, group or unnamed source.

    Not a name: a speaker has many, over time. An unnamed source belongs to one article and is
    never matched by name.
    """

    kind = models.CharField(max_length=14, choices=SpeakerKind, default=SpeakerKind.PERSON)
    name = models.CharField(max_length=200, help_text=lazy("The name readers see."))
    sort_name = models.CharField(
        max_length=200, blank=True, help_text=lazy("As in an index: Sheinbaum, Claudia.")
    )
    slug = models.SlugField(max_length=80, unique=True)
    description = models.CharField(
        max_length=300, blank=True, help_text=lazy("One line that tells namesakes apart.")
    )
    wikidata_id = models.CharField(
        max_length=16, null=True, blank=True, unique=True, help_text=lazy("Such as Q42.")
    )
    private_person = models.BooleanField(
        default=False, help_text=lazy("Not a public figure: pages are kept from search engines.")
    )
    only_in = models.ForeignKey(
        "sources.Article",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="unnamed_sources",
        help_text=lazy("The article that an unnamed source belongs to."),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_rows"
    )

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "name"]
        constraints = [
            not_blank("name"),
            *normal("name", "sort_name", "description"),
            only_choices("kind", SpeakerKind),
            not_itself("merged_into"),
            wikidata_item(),
            models.CheckConstraint(
                condition=Q(only_in__isnull=True) | Q(kind="unnamed_source"),
                name="speaker_only_in_is_of_unnamed_sources",
            ),
        ]
        triggers = [
            guards.counts_edits(),
            guards.no_merge_chains(),
            pgtrigger.Trigger(
                name="name_needs_correction",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Update,
                func=f"""
                IF NEW.name <> OLD.name
                    AND EXISTS (SELECT 1 FROM published_publishedspeaker
                                WHERE public_id = NEW.public_id)
                    AND NOT EXISTS (SELECT 1 FROM quotes_correction WHERE speaker_id = NEW.id
                                    AND xid = pg_current_xact_id()::text::bigint)
                THEN {
                    guards.refuse(
                        "name_needs_correction",
                        "This speaker is public: to change the name, add a correction.",
                    )
                } END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return self.name


@tracked
class SpeakerName(models.Model):
    """A name that a speaker goes or went by, or is misspelt as."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    kind = models.CharField(max_length=15, choices=NameKind, default=NameKind.ALIAS)
    language = models.CharField(
        max_length=12, blank=True, help_text=lazy("Empty: in any language.")
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            not_blank("text"),
            *normal("text"),
            only_choices("kind", NameKind),
            models.UniqueConstraint(fields=["speaker", "text"], name="speakername_once"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=models.F("valid_until")),
                name="speakername_dates_in_order",
            ),
        ]
        indexes = [GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="speakername_words")]

    def __str__(self):
        return self.text


@tracked
class Position(Record):
    """An office or job that somebody can hold: President of Mexico, press secretary."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=13, choices=PositionKind, default=PositionKind.OTHER)
    organisation = models.ForeignKey(
        Speaker, models.PROTECT, null=True, blank=True, related_name="positions_in"
    )
    country = models.CharField(
        max_length=2, blank=True, help_text=lazy("Two letters, as in ISO 3166.")
    )
    wikidata_id = models.CharField(max_length=16, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            not_blank("title"),
            *normal("title"),
            only_choices("kind", PositionKind),
            wikidata_item(),
        ]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return self.title


@tracked
class Role(Record):
    """That a speaker held a position, from when to when."""

    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="roles")
    position = models.ForeignKey(Position, models.PROTECT, related_name="roles")
    start = PartialDateField("of the role's first day")
    end = PartialDateField("of the role's last day")

    class Meta:
        ordering = ["start_earliest", "id"]
        constraints = [date_in_order("start"), date_in_order("end")]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return str(self.position)
