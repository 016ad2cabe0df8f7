"""Outlets, articles and topics, in a list and in detail."""

from rest_framework import serializers

from quotes.published.shapes.parts import (
    Address,
    ArticleRef,
    CorrectionRef,
    Moment,
    OutletRef,
    PartialDay,
    Record,
    Text,
    TopicRef,
)


class OutletItem(Record):
    """An outlet in a list."""

    slug = Text()
    name = Text()
    kind = Text()
    country = Text()
    language = Text()
    quotes = serializers.IntegerField()
    updated_at = Moment()


class OutletDetail(OutletItem):
    """An outlet in detail."""

    homepage = Address(allow_null=True)
    wikidata_id = Text(allow_null=True)
    domains = serializers.ListField(child=Text())


class ArticleItem(Record):
    """An article in a list."""

    source_url = Address(allow_null=True)
    title = Text()
    outlet = OutletRef(allow_null=True)
    kind = Text()
    language = Text()
    published = PartialDay(allow_null=True)
    quotes = serializers.IntegerField()
    updated_at = Moment()


class ArticleOccurrence(serializers.Serializer):
    """Where a public quote stands in the article; its words are the quote's."""

    quote = serializers.DictField(help_text="`id` and `url`.")
    form = Text()
    printed_speaker = Text()
    misattributed_here = serializers.BooleanField()
    start = serializers.IntegerField(help_text="In code points of the snapshot.")
    end = serializers.IntegerField()


class ArticleDetail(ArticleItem):
    """An article in detail: what it is and where its quotes stand, never its text."""

    byline = Text()
    live_status = Text()
    syndicated_from = ArticleRef(allow_null=True)
    occurrences = ArticleOccurrence(many=True)
    corrections = CorrectionRef(many=True)


class TopicItem(Record):
    """A topic in a list."""

    slug = Text()
    name = Text()
    parent = TopicRef(allow_null=True)
    quotes = serializers.IntegerField(help_text="With those of all topics below it.")
    updated_at = Moment()


class TopicDetail(TopicItem):
    """A topic in detail."""

    names = serializers.DictField(child=Text(), help_text="By language.")
    children = TopicRef(many=True)
