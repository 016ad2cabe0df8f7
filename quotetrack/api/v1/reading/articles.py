"""Articles: what they are and where their quotes stand, never their text."""

from quotes.published import naming, shapes
from quotetrack.api.v1 import parameters as given
from quotetrack.api.v1.reading.answers import choice_of_fields
from quotetrack.api.v1.reading.details import VERSIONS, Detail
from quotetrack.api.v1.reading.lists import AT, Listing, page_parameters


class Articles(Listing):
    """Articles that a public quote stands in, newest first."""

    kind = "article"
    shape = shapes.ArticleItem
    orders = naming.BY_DAY
    parameters = (
        given.table(
            given.Reference("outlet", "Who printed it.", kind="outlet"),
            given.Language("language", "Of the article.", many=True, example="en"),
            given.Day("published_after", "Published on this day or later."),
            given.Day("published_before", "Published on this day or earlier.", end=True),
        )
        | page_parameters(shapes.ArticleItem, naming.BY_DAY)
        | AT
    )

    def selection(self, said):
        chosen = naming.equal(self.rows_of(naming.ARTICLES, said), said, {"language": "language"})
        if "outlet" in said:
            ids = naming.referred("outlet", "outlet", said["outlet"])
            chosen = naming.equal(chosen, {"outlet": ids}, {"outlet": "outlet"})
        if "published_after" in said:
            chosen = chosen.where("sort_day >= %s", said["published_after"])
        if "published_before" in said:
            chosen = chosen.where(
                "sort_day <= %s AND sort_day > '0001-01-01'", said["published_before"]
            )
        return chosen


class Article(Detail):
    """An article in detail, with its occurrences in order."""

    kind = "article"
    shape = shapes.ArticleDetail
    parameters = VERSIONS | choice_of_fields(shapes.ArticleDetail)
