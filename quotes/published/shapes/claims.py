"""Claims with their assessments, and the scales they are rated on."""

from rest_framework import serializers

from quotes.published.shapes.parts import (
    Address,
    ArticleRef,
    CorrectionRef,
    DateRange,
    Moment,
    Record,
    SpeakerResponse,
    Text,
    TopicRef,
)


class ClaimItem(Record):
    """A claim in a list, with its current status: the house scale's, else the latest."""

    slug = Text()
    text = Text()
    language = Text()
    kind = Text()
    status = Text()
    rating = Text(allow_null=True)
    label = Text(allow_null=True)
    standing = Text(allow_null=True)
    scale = Text(allow_null=True)
    as_of = serializers.CharField(allow_null=True)
    topics = TopicRef(many=True)
    quotes = serializers.IntegerField()
    updated_at = Moment()


class EvidenceDetail(serializers.Serializer):
    """A source that an assessment rests on."""

    article = ArticleRef(allow_null=True)
    url = Address(allow_null=True)
    quoted_text = Text()
    stance = Text(help_text="supports, refutes or context.")
    primary = serializers.BooleanField()


class AssessmentDetail(serializers.Serializer):
    """One dated judgement; never edited, only superseded."""

    id = Text()
    scale = Text()
    scale_version = serializers.IntegerField()
    rating = Text()
    label = Text()
    standing = Text()
    summary = Text()
    reasoning = Text()
    language = Text()
    as_of = serializers.CharField()
    state = Text(help_text="published, superseded or void.")
    supersedes = Text(allow_null=True)
    published_at = Moment()
    evidence = EvidenceDetail(many=True)
    responses = SpeakerResponse(many=True)


class OutsideReviewDetail(serializers.Serializer):
    """What somebody else holds of a claim, on their own scale; never our verdict."""

    id = Text()
    url = Address(help_text="Where they published it.")
    author = Text()
    author_url = Address(allow_null=True)
    reviewed = Text(help_text="The claim in their words.")
    label = Text(help_text="Their verdict in words.")
    value = serializers.FloatField(allow_null=True)
    worst = serializers.FloatField(allow_null=True)
    best = serializers.FloatField(allow_null=True)
    summary = Text()
    language = Text()
    reviewed_on = serializers.CharField(allow_null=True)


class ClaimDetail(ClaimItem):
    """A claim with its whole published history, oldest assessment first."""

    about = DateRange()
    assessments = AssessmentDetail(many=True)
    outside_reviews = OutsideReviewDetail(many=True)
    corrections = CorrectionRef(many=True)


class RatingDetail(serializers.Serializer):
    """One step of a scale."""

    slug = Text()
    label = Text()
    labels = serializers.DictField(child=Text(), help_text="By language.")
    definition = Text()
    ordinal = serializers.IntegerField(allow_null=True)
    review_number = serializers.IntegerField(
        allow_null=True, help_text="What it is as a number in ClaimReview."
    )
    standing = Text()


class ScaleItem(Record):
    """A rating scale; `scale_version` is its own, `version` that of this record."""

    slug = Text()
    name = Text()
    scale_version = serializers.IntegerField()
    is_house = serializers.BooleanField()
    ratings = RatingDetail(many=True)
    updated_at = Moment()


class ScaleDetail(ScaleItem):
    """A rating scale in detail."""

    description = Text()
