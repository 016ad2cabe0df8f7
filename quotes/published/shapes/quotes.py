"""A quote, in a list and in detail."""

from rest_framework import serializers

from quotes.published.shapes.parts import (
    Address,
    ArticleRef,
    CorrectionRef,
    DateRange,
    Moment,
    OutletRef,
    PartialDay,
    Record,
    SpeakerRef,
    SpeakerResponse,
    Text,
    TopicRef,
)


class ClaimLink(serializers.Serializer):
    """What the quote does to a claim, and how that claim stands. The rating is the claim's."""

    id = Text()
    slug = Text()
    url = Address()
    text = Text()
    language = Text()
    relation = Text(help_text="asserts, denies, implies, asks, confirms, concedes or retracts.")
    rating = Text(allow_null=True)
    label = Text(allow_null=True, help_text="The rating in words.")
    scale = Text(allow_null=True)
    standing = Text(allow_null=True, help_text="true, mixed, false, unproven or not_rateable.")
    as_of = serializers.CharField(allow_null=True)


class Reach(serializers.Serializer):
    """How widely it was printed."""

    articles = serializers.IntegerField()
    outlets = serializers.IntegerField()
    roots = serializers.IntegerField(help_text="Independent sources.")


class QuoteItem(Record):
    """A quote in a list."""

    text = Text(help_text="The preferred wording, without outer marks.")
    language = Text()
    form = Text(help_text="direct, mixed, partial or indirect, in its earliest occurrence.")
    speaker = SpeakerRef(allow_null=True)
    misattributed_to = SpeakerRef(
        allow_null=True, help_text="The wrong speaker, where no right one is known."
    )
    attribution = Text(
        help_text="verified, attributed, disputed, misattributed, fabricated or unattributed."
    )
    evidentiality = Text(help_text="first_hand, second_hand, hearsay or unknown.")
    said = PartialDay(allow_null=True)
    occasion = Text(allow_null=True, help_text="Its kind.")
    article = ArticleRef(allow_null=True, help_text="Of the earliest occurrence.")
    claims = ClaimLink(many=True)
    reach = Reach()
    published_at = Moment(help_text="First publication.")
    updated_at = Moment(help_text="When this version was published.")


class Original(serializers.Serializer):
    """Whether the words are known in the language in which they were said."""

    status = Text(help_text="shown (the text is the original), located, or not_located.")
    text = Text(allow_null=True)
    language = Text(allow_null=True)


class OccasionDetail(serializers.Serializer):
    """When and where it was said."""

    kind = Text()
    title = Text()
    date = PartialDay(allow_null=True)
    place = Text()
    told_to = OutletRef(allow_null=True)


class AttributionDetail(serializers.Serializer):
    """One statement that somebody said it."""

    id = Text()
    speaker = SpeakerRef()
    rank = Text(help_text="preferred, normal or deprecated.")
    reason = Text()
    note = Text()
    article = ArticleRef(allow_null=True)
    verified_at = Moment(allow_null=True)


class WordingDetail(serializers.Serializer):
    """One version of the words."""

    id = Text()
    text = Text()
    language = Text()
    preferred = serializers.BooleanField()
    is_original = serializers.BooleanField()
    fidelity = Text()
    translator = Text(allow_null=True)
    translation_of = Text(allow_null=True)
    outlets = OutletRef(many=True)


class SnapshotRef(serializers.Serializer):
    """The captured text that the words were found in."""

    sha256 = Text()
    taken_at = Moment()
    archive_url = Address(allow_null=True)


class SegmentDetail(serializers.Serializer):
    """A stretch of the snapshot, as W3C Web Annotation selectors; positions in code points."""

    role = Text()
    selector = serializers.ListField(child=serializers.DictField())


class StepDetail(serializers.Serializer):
    """One step by which the words got here."""

    position = serializers.IntegerField()
    kind = Text()
    outlet = OutletRef(allow_null=True)
    party = Text()
    article = ArticleRef(allow_null=True)


class OccurrenceDetail(serializers.Serializer):
    """One place where it is printed."""

    id = Text()
    wording = Text(help_text="Id of the wording.")
    article = ArticleRef()
    snapshot = SnapshotRef()
    form = Text()
    cue = Text()
    hedge = Text()
    evidentiality = Text()
    printed_speaker = Text()
    printed_role = Text()
    anchor = Text()
    segments = SegmentDetail(many=True)
    chain = StepDetail(many=True)
    is_root = serializers.BooleanField(help_text="Nobody is named whom it was taken from.")
    misattributed_here = serializers.BooleanField()
    source_link = Address(allow_null=True, help_text="Scrolls to the words at the source.")


class DisplayPart(serializers.Serializer):
    """A part of a split quote, and what the article prints before it."""

    seam = Text(allow_null=True)
    text = Text()


class Links(serializers.Serializer):
    """Other forms of this quote."""

    embed = Address()
    oembed = Address()
    json_ld = Address()
    card = Address()


class QuoteDetail(QuoteItem):
    """A quote in detail."""

    original = Original()
    said_range = DateRange()
    occasion = OccasionDetail(allow_null=True)
    display = DisplayPart(many=True, help_text="The preferred wording as printed, in its parts.")
    attributions = AttributionDetail(many=True)
    wordings = WordingDetail(many=True)
    occurrences = OccurrenceDetail(many=True)
    topics = TopicRef(many=True)
    responses = SpeakerResponse(many=True)
    corrections = CorrectionRef(many=True)
    said_again = serializers.ListField(
        child=serializers.DictField(), help_text="`id` and `url` of quotes that repeat it."
    )
    links = Links()
