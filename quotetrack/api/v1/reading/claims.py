"""Claims and how they were assessed."""

import orjson

from quotes.published import naming, shapes
from quotes.published.search import NothingToFind, TooManyTerms
from quotetrack.api.errors import bad_parameter
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading import vocabulary
from quotetrack.api.v1.reading.answers import choice_of_fields
from quotetrack.api.v1.reading.details import PIECES, VERSIONS, Detail, Part
from quotetrack.api.v1.reading.lists import AT, Listing, page_parameters
from quotetrack.api.v1.reading.rows import AssessmentRow


class Claims(Listing):
    """Claims that were assessed in public, the latest change first."""

    kind = "claim"
    shape = shapes.ClaimItem
    orders = naming.BY_UPDATE
    parameters = (
        given.table(
            given.Words("q", "Words of the claim.", many=True),
            given.Choice(
                "status",
                "Where its assessment stands.",
                many=True,
                allowed=vocabulary.CLAIM_STATUSES,
            ),
            given.Choice(
                "standing", "Of its current rating.", many=True, allowed=vocabulary.STANDINGS
            ),
            given.Reference("topic", "The topic or one below it.", kind="topic"),
        )
        | page_parameters(shapes.ClaimItem, [*naming.BY_UPDATE, "relevance"])
        | AT
    )

    def selection(self, said):
        try:
            said["question"] = naming.ClaimQuestion(said)
        except TooManyTerms:
            raise bad_parameter("q", "At most 8 words. Use a phrase in quotation marks.") from None
        except NothingToFind:
            raise bad_parameter("q", "Give at least one word to find.") from None
        return said["question"].selection()

    def order(self, said):
        name = said.get("ordering", "relevance" if "q" in said else "-updated_at")
        if name != "relevance":
            return self.orders[name]
        if "q" not in said:
            raise bad_parameter("ordering", "relevance needs q.")
        return said["question"].relevance()


class Claim(Detail):
    """A claim in detail, with its whole published history."""

    kind = "claim"
    shape = shapes.ClaimDetail
    parameters = VERSIONS | choice_of_fields(shapes.ClaimDetail)


class Assessments(Part):
    """How a claim was assessed, oldest first, with evidence and responses."""

    kind = "claim"
    shape = AssessmentRow
    parameters = PIECES | choice_of_fields(AssessmentRow)

    def items(self, stored):
        claim = orjson.loads(stored)
        successors = {row["supersedes"]: row for row in claim["assessments"]}
        for row in claim["assessments"]:
            newer = successors.get(row["id"])
            changed = newer["published_at"] if newer else row["published_at"]
            yield row | {
                "url": f"{claim['url']}#assessment-{row['id']}",
                "version": 1 if row["state"] == "published" else 2,
                "updated_at": changed,
            }
