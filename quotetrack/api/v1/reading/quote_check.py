"""The quote check: paste a text, see what the record knows of its words."""

from rest_framework import serializers

from quotes.published import checking, serving
from quotes.published.shapes.parts import Text
from quotetrack.api.throttling import Rate, address_of, check, reads
from quotetrack.api.v1 import bodies
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading.answers import Reading, answer, as_json
from quotetrack.api.v1.reading.rows import Difference

LONGEST = 20_000


class CheckBody(bodies.Body):
    """A text to check; it is neither stored nor logged."""

    text = serializers.CharField(min_length=1, max_length=LONGEST, trim_whitespace=False)
    speaker = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="A name, id or slug."
    )
    language = serializers.RegexField(given.LANGUAGE, required=False, max_length=12)


class MatchShape(serializers.Serializer):
    """A quote that the words are like."""

    quote = serializers.DictField(
        help_text="As in a list; of a withdrawn one only `id` and `reason`."
    )
    words = Text(help_text="exact, variant or shortened.")
    speaker = Text(help_text="same, other or not_given.")
    similarity = serializers.FloatField()
    diff = Difference(many=True, allow_null=True)


class CheckedQuote(serializers.Serializer):
    """One quote of the text; it speaks of its best match."""

    start = serializers.IntegerField(help_text="In code points of the text in NFC, without marks.")
    end = serializers.IntegerField()
    text = Text()
    speaker_text = Text(allow_null=True)
    words = Text(help_text="exact, variant, shortened, or none: not in this database.")
    speaker = Text(help_text="same, other or not_given.")
    attribution = Text(allow_null=True)
    state = Text(allow_null=True, help_text="published, retracted or withdrawn.")
    summary = Text(help_text="One neutral sentence.")
    matches = MatchShape(many=True)


class CheckedText(serializers.Serializer):
    """The quotes of a text, in order."""

    results = CheckedQuote(many=True)


class QuoteCheck(Reading):
    """Check a text against the record: each quote in it, or all of it if it has no marks.

    The pasted text is neither stored nor logged. `none` means "not in this database", never "fake".
    """

    kind = "check"
    body_shape = CheckBody
    shape = CheckedText
    http_method_names = ["post", "options"]
    read_by = ("POST", "GET", "HEAD")
    most_bytes = bodies.MEGABYTE // 4

    def count(self, request):
        """Counted as reads are: a check changes nothing."""
        if request.method != "POST":
            return {}
        standing = reads.hit(Rate.named("check"), address_of(request))
        check(standing)
        return standing.headers()

    def post(self, request):
        """What the record knows of it."""
        self.read(request)
        values = bodies.read(CheckBody, bodies.body_of(request, self.most_bytes))
        found = checking.check(
            values["text"], values.get("speaker", "").strip(), values.get("language")
        )
        return answer(serving.with_origin(as_json({"results": found})), cache="no-store")
