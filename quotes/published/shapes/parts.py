"""The pieces that several shapes share."""

from rest_framework import serializers


class Text(serializers.CharField):
    """A string, handed on as it is."""

    def __init__(self, **options):
        super().__init__(trim_whitespace=False, **options)


class Address(serializers.CharField):
    """An absolute http(s) address."""


class Moment(serializers.CharField):
    """A moment in UTC, as in RFC 3339."""

    def __init__(self, **options):
        super().__init__(help_text=options.pop("help_text", "RFC 3339, UTC."), **options)


class PartialDay(serializers.CharField):
    """A date of which a part may be missing: 2025-05-03, 2025-05, 2025 or 202X (EDTF)."""


class Record(serializers.Serializer):
    """What every public object has."""

    id = Text(help_text="Twelve characters, never changed, never used again.")
    url = Address(help_text="Our public page.")
    version = serializers.IntegerField(help_text="Counts published versions.")


class OutletRef(serializers.Serializer):
    """An outlet, named."""

    id = Text()
    slug = Text()
    name = Text()
    url = Address()


class ArticleRef(serializers.Serializer):
    """An article, named."""

    id = Text()
    title = Text()
    url = Address()
    source_url = Address(allow_null=True, help_text="The outlet's own address.")
    outlet = OutletRef(allow_null=True)
    published = PartialDay(allow_null=True)
    live_status = Text(help_text="How the live page stands: live, changed, retracted, gone …")


class SpeakerRef(serializers.Serializer):
    """A speaker, named, with the role held when the words were said."""

    id = Text()
    slug = Text()
    name = Text()
    kind = Text()
    url = Address()
    wikidata_id = Text(allow_null=True)
    role = Text(allow_null=True, help_text="The role then, not today's.")
    position_kind = Text(allow_null=True)


class TopicRef(serializers.Serializer):
    """A topic, named."""

    id = Text()
    slug = Text()
    name = Text()
    url = Address()


class CorrectionRef(serializers.Serializer):
    """A correction, named."""

    id = Text()
    number = serializers.IntegerField()
    tier = Text()
    what_was_wrong = Text()
    what_changed = Text()
    published_at = Moment()
    url = Address()
    before_version = serializers.IntegerField(allow_null=True)
    after_version = serializers.IntegerField(allow_null=True)


class SpeakerResponse(serializers.Serializer):
    """What a speaker later said about it."""

    id = Text()
    speaker = SpeakerRef()
    kind = Text()
    text = Text(help_text="In a sentence of ours.")
    date = PartialDay(allow_null=True)
    article = ArticleRef(allow_null=True)
    quote = serializers.DictField(
        allow_null=True, help_text="`id` and `url` of the response's own words."
    )


class DateRange(serializers.Serializer):
    """A partial date, spelt out; both ends included."""

    earliest = serializers.CharField(allow_null=True)
    latest = serializers.CharField(allow_null=True)
    precision = Text()
    edtf = Text(allow_null=True)
