"""Shapes of what the API makes itself, out of stored documents."""

from rest_framework import serializers

from quotes.published.shapes import ClaimItem, QuoteItem, SpeakerItem
from quotes.published.shapes.claims import AssessmentDetail
from quotes.published.shapes.parts import Moment, OutletRef, Text
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


class AssessmentRow(AssessmentDetail):
    """An assessment in a list."""

    url = Text(help_text="Where it stands on the claim's page.")
    version = serializers.IntegerField(help_text="2 once it was superseded.")
    updated_at = Moment()


class VersionRow(serializers.Serializer):
    """A published version."""

    version = serializers.IntegerField()
    change = Text(help_text="first, additive, typo or substantive.")
    at = Moment()
    changed = serializers.ListField(
        child=Text(), allow_null=True, help_text="Members that differ from the version before."
    )
    correction = serializers.IntegerField(allow_null=True, help_text="Number of the notice.")


class FacetRow(serializers.Serializer):
    """One value of a facet."""

    value = Text(help_text="Give it to the filter of the same name.")
    label = Text()
    slug = Text(required=False, help_text="Of what has one.")
    count = serializers.IntegerField()


class FacetsShape(serializers.Serializer):
    """The largest values of each facet, largest first."""

    speaker = FacetRow(many=True)
    outlet = FacetRow(many=True)
    topic = FacetRow(many=True)
    language = FacetRow(many=True)
    form = FacetRow(many=True)
    attribution = FacetRow(many=True)
    claim_standing = FacetRow(many=True)
    year = FacetRow(many=True, help_text="Of the latest possible day.")
    total = serializers.IntegerField(help_text="Quotes that the filters select.")
    exact = serializers.BooleanField(help_text="False: estimated from a sample.")


class Bounds(serializers.ListField):
    """[verified, verified and attributed, those and disputed]."""

    child = serializers.IntegerField()


class YearBounds(serializers.Serializer):
    """One year's counts."""

    year = serializers.IntegerField(allow_null=True)
    bounds = Bounds()


class TopicBounds(serializers.Serializer):
    """One topic's counts."""

    id = Text()
    slug = Text()
    name = Text()
    bounds = Bounds()


class StatsShape(serializers.Serializer):
    """How often a speaker is quoted."""

    speaker = serializers.DictField(help_text="`id`, `slug`, `name` and `url`.")
    total = Bounds()
    by_year = YearBounds(many=True)
    by_topic = TopicBounds(many=True)


class PositionRow(serializers.Serializer):
    """A position, as held when words were said."""

    id = Text()
    title = Text()
    position_kind = Text()
    organisation = OutletRef(allow_null=True)
    country = Text()
    quotes = serializers.IntegerField()


class FoundQuote(QuoteItem):
    """A quote that was searched for."""

    highlight = Text(
        required=False, help_text="Only with `q`: HTML, what was found in <mark>, all else escaped."
    )
    translation = serializers.DictField(
        required=False,
        allow_null=True,
        help_text="Only with `lang`: `translator` and `of` (the wording's id), or null.",
    )


class SearchShape(serializers.Serializer):
    """The best of each kind."""

    speakers = SpeakerItem(many=True)
    claims = ClaimItem(many=True)
    quotes = FoundQuote(many=True)
