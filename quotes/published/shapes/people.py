"""A speaker, in a list and in detail."""

from rest_framework import serializers

from quotes.published.shapes.parts import CorrectionRef, Moment, PartialDay, Record, Text


class SpeakerItem(Record):
    """A speaker in a list."""

    slug = Text()
    name = Text()
    sort_name = Text()
    kind = Text()
    description = Text()
    wikidata_id = Text(allow_null=True)
    role = Text(allow_null=True, help_text="The latest one we know.")
    quotes = serializers.IntegerField(help_text="Public quotes whose preferred speaker this is.")
    updated_at = Moment()


class NameDetail(serializers.Serializer):
    """A name that the speaker goes or went by."""

    text = Text()
    kind = Text()
    language = Text()


class RoleDetail(serializers.Serializer):
    """A position held, from when to when."""

    title = Text()
    position_kind = Text()
    organisation = Text(allow_null=True)
    country = Text()
    start = PartialDay(allow_null=True)
    end = PartialDay(allow_null=True)


class SpeakerDetail(SpeakerItem):
    """A speaker in detail."""

    names = NameDetail(many=True)
    roles = RoleDetail(many=True)
    private_person = serializers.BooleanField()
    corrections = CorrectionRef(many=True)
