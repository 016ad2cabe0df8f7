"""Data-set releases: which there are, with the hashes of their files."""

import orjson
from rest_framework import serializers

from quotes.published.selections import Order, Selection
from quotes.published.shapes.parts import Moment, Text
from quotetrack.api.v1.reading.answers import as_json, only
from quotetrack.api.v1.reading.lists import Listing, page_parameters


class FileShape(serializers.Serializer):
    """One file of a release."""

    name = Text()
    sha256 = Text()
    bytes = serializers.IntegerField()
    rows = serializers.IntegerField()


class ReleaseShape(serializers.Serializer):
    """A data set as it was released."""

    version = Text()
    released_at = Moment()
    address = Text(help_text="Where the files are; empty where they are not published.")
    cursor = Text(help_text="Its place in `changes/`; `at=` takes it.")
    files = FileShape(many=True)
    changes = serializers.DictField(
        child=serializers.IntegerField(), help_text="Since the release before, by action."
    )


BY_TIME = {
    "-released_at": Order("-released_at", "released_at", "timestamptz", descending=True),
    "released_at": Order("released_at", "released_at", "timestamptz"),
}
COLUMNS = (
    "json_build_object('version', version, 'released_at', to_char(released_at AT TIME ZONE 'UTC',"
    " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), 'address', address, 'cursor', cursor, 'files', files,"
    " 'changes', changes)::text"
)


class Releases(Listing):
    """Data-set releases, the latest first."""

    kind = "release"
    shape = ReleaseShape
    column = COLUMNS
    orders = BY_TIME
    parameters = page_parameters(ReleaseShape, BY_TIME)

    def selection(self, said):
        return Selection("api_release", key="id::text")

    def columns_for(self, said):
        return COLUMNS, None

    def rows(self, said, rows):
        return [as_json(only(orjson.loads(row[2]), said)) for row in rows]
