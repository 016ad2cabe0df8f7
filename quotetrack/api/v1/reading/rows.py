"""Shapes of what the API makes itself, out of stored documents."""

from rest_framework import serializers

from quotes.published.shapes.parts import Moment, Text
from quotes.published.shapes.quotes import WordingDetail


class Difference(serializers.Serializer):
    """A stretch of words, in ours and in theirs."""

    op = Text(help_text="equal, insert, delete or replace.")
    ours = Text()
    theirs = Text()


class WordingRow(WordingDetail):
    """A wording, and how it differs from the preferred one."""

    diff = Difference(
        many=True, allow_null=True, help_text="Null where the preferred one is in another language."
    )


class VersionRow(serializers.Serializer):
    """A published version."""

    version = serializers.IntegerField()
    change = Text(help_text="first, additive, typo or substantive.")
    at = Moment()
    changed = serializers.ListField(
        child=Text(), allow_null=True, help_text="Members that differ from the version before."
    )
    correction = serializers.IntegerField(allow_null=True, help_text="Number of the notice.")
