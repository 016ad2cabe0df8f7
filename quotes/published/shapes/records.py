"""Corrections and the change feed."""

from rest_framework import serializers

from quotes.published.shapes.parts import Address, Moment, Record, Text


class Target(serializers.Serializer):
    """What a correction is about."""

    type = Text()
    id = Text()
    url = Address()


class CorrectionItem(Record):
    """A numbered public notice."""

    number = serializers.IntegerField()
    target = Target()
    tier = Text()
    what_was_wrong = Text()
    what_changed = Text()
    language = Text()
    reported_by = Text(allow_null=True)
    before_version = serializers.IntegerField(allow_null=True)
    after_version = serializers.IntegerField(allow_null=True)
    published_at = Moment()
    updated_at = Moment()


class ChangeItem(serializers.Serializer):
    """One public change."""

    cursor = Text(help_text="Give it as `after` to go on from here.")
    type = Text()
    id = Text()
    version = serializers.IntegerField()
    action = Text(help_text="created, updated, withdrawn or merged.")
    at = Moment()
