"""The shapes of what is sent to us and of what the desk answers."""

from rest_framework import serializers

from quotes.published.shapes.parts import Text
from quotetrack.api.v1.bodies import Body


class ArticleBody(Body):
    """An article as text, as HTML or as an address alone."""

    url = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    text = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    html = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    title = serializers.CharField(required=False, allow_blank=True, max_length=500)
    outlet = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="Id, slug or name; a new name makes an outlet. Without it the address decides.",
    )
    published = serializers.CharField(
        required=False, allow_blank=True, max_length=10, help_text="2025, 2025-05 or 2025-05-03."
    )
    language = serializers.CharField(required=False, allow_blank=True, max_length=12)


class AcceptBody(Body):
    """Whose words they are, and of which quote; without anything, as suggested."""

    speaker = serializers.CharField(
        required=False, min_length=1, max_length=80, help_text="Id or slug."
    )
    speaker_name = serializers.CharField(required=False, min_length=1, max_length=200)
    quote = serializers.CharField(
        required=False,
        min_length=1,
        max_length=12,
        help_text="Id of the known quote that this repeats.",
    )


class RejectBody(Body):
    """Why, if you like."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


class ReportBody(Body):
    """A reader's word that something is wrong."""

    target_type = serializers.ChoiceField(["quote", "claim", "speaker", "article"])
    target = serializers.CharField(min_length=1, max_length=80, help_text="Id or slug.")
    kind = serializers.ChoiceField(["error", "legal", "privacy", "reply"], default="error")
    text = serializers.CharField(min_length=1, max_length=10_000, trim_whitespace=False)
    contact = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=300,
        trim_whitespace=False,
        help_text="Never published.",
    )
    website = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=300,
        trim_whitespace=False,
        help_text="Leave it empty.",
    )


class Named(serializers.Serializer):
    """Something with a name."""

    id = Text()
    slug = Text()
    name = Text()


class DeskArticle(serializers.Serializer):
    """An article on the desk; public only once a published quote stands in it."""

    id = Text()
    title = Text()
    source_url = Text(allow_null=True)
    outlet = Named(allow_null=True)
    kind = Text()
    language = Text()
    published = Text(allow_null=True)


class DeskSnapshot(serializers.Serializer):
    """The text as it was captured."""

    id = Text()
    sha256 = Text()
    taken_at = Text()
    method = Text()
    characters = serializers.IntegerField(help_text="Length in code points.")


class CandidateShape(serializers.Serializer):
    """A suggestion: words found in a text, and who may have said them."""

    id = Text()
    etag = Text(help_text="Send it as If-Match to decide.")
    text = Text()
    start = serializers.IntegerField(help_text="In code points of the snapshot.")
    end = serializers.IntegerField()
    spans = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    form = Text()
    cue = Text()
    hedge = Text()
    speaker_text = Text(help_text="As printed.")
    speaker_name = Text()
    role = Text()
    suggested_speaker = Named(allow_null=True)
    score = serializers.FloatField()
    ready = serializers.BooleanField()
    decision = serializers.ChoiceField(["new", "accepted", "rejected", "merged"])


class TakenIn(serializers.Serializer):
    """What became of an article."""

    created = serializers.BooleanField()
    article = DeskArticle()
    snapshot = DeskSnapshot()
    candidates = CandidateShape(many=True)
    notices = serializers.ListField(child=Text())


class DeskQuote(serializers.Serializer):
    """A quote on the desk."""

    id = Text()
    status = Text()
    is_new = serializers.BooleanField()


class Decided(serializers.Serializer):
    """What became of a suggestion."""

    candidate = CandidateShape()
    quote = DeskQuote(allow_null=True)
    occurrence = Text(allow_null=True, help_text="Id.")
    speaker = Named(allow_null=True)


class Received(serializers.Serializer):
    """Thank you."""

    received = serializers.BooleanField()


DECISIONS = ("new", "accepted", "rejected", "merged")
