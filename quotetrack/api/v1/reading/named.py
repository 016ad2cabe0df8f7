"""Speakers, outlets and topics: what has a name."""

from quotes.published import naming, shapes
from quotetrack.api.errors import bad_parameter
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading import vocabulary
from quotetrack.api.v1.reading.answers import choice_of_fields
from quotetrack.api.v1.reading.details import VERSIONS, Detail
from quotetrack.api.v1.reading.lists import AT, Listing, page_parameters


class Speakers(Listing):
    """Speakers by name; `q` finds any alias, misspelt too, best match first."""

    kind = "speaker"
    shape = shapes.SpeakerItem
    orders = naming.BY_NAME
    parameters = (
        given.table(
            given.Words(
                "q", "A name, part of one, or one misspelt.", longest=200, example="Lovelace"
            ),
            given.Choice("kind", "What it is.", many=True, allowed=vocabulary.SPEAKER_KINDS),
        )
        | page_parameters(shapes.SpeakerItem, [*naming.BY_NAME, "relevance"])
        | AT
    )

    def selection(self, said):
        chosen = naming.equal(self.rows_of(naming.SPEAKERS, said), said, {"kind": "kind"})
        return naming.known_as(chosen, said["q"]) if "q" in said else chosen

    def order(self, said):
        name = said.get("ordering", "relevance" if "q" in said else "name")
        if name != "relevance":
            return self.orders[name]
        if "q" not in said:
            raise bad_parameter("ordering", "relevance needs q.")
        return naming.likeness(said["q"])


class Speaker(Detail):
    """A speaker in detail, with names and roles."""

    kind = "speaker"
    shape = shapes.SpeakerDetail
    parameters = VERSIONS | choice_of_fields(shapes.SpeakerDetail)


class Outlets(Listing):
    """Outlets that printed a public quote, by name."""

    kind = "outlet"
    shape = shapes.OutletItem
    orders = naming.BY_NAME
    parameters = (
        given.table(
            given.Words("q", "Part of the name.", longest=200, example="Courier"),
            given.Choice("kind", "What it is.", many=True, allowed=vocabulary.OUTLET_KINDS),
        )
        | page_parameters(shapes.OutletItem, naming.BY_NAME)
        | AT
    )

    def selection(self, said):
        chosen = naming.equal(self.rows_of(naming.OUTLETS, said), said, {"kind": "kind"})
        return naming.called(chosen, said["q"]) if "q" in said else chosen


class Outlet(Detail):
    """An outlet in detail."""

    kind = "outlet"
    shape = shapes.OutletDetail
    parameters = VERSIONS | choice_of_fields(shapes.OutletDetail)


class Topics(Listing):
    """Topics by name; each counts the quotes of all topics below it."""

    kind = "topic"
    shape = shapes.TopicItem
    orders = naming.BY_NAME
    parameters = (
        given.table(
            given.Words("q", "Part of the name.", longest=200),
            given.Reference("parent", "Only those right below this topic.", kind="topic"),
        )
        | page_parameters(shapes.TopicItem, naming.BY_NAME)
        | AT
    )

    def selection(self, said):
        chosen = self.rows_of(naming.TOPICS, said)
        if "parent" in said:
            ids = naming.referred("topic", "parent", said["parent"])
            chosen = naming.equal(chosen, {"parent": ids}, {"parent": "parent"})
        return naming.called(chosen, said["q"]) if "q" in said else chosen


class Topic(Detail):
    """A topic in detail, with what is above and below it."""

    kind = "topic"
    shape = shapes.TopicDetail
    parameters = VERSIONS | choice_of_fields(shapes.TopicDetail)
