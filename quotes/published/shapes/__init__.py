"""The v1 shapes of every public kind: promises, not programs.

Fields may be added; none is renamed or removed. ``quotes.publishing`` fills them once per version
from plain values; the API draws its schema from them. Addresses of our own (`url`, `links`) are
absolute when served and relative in store (see ``quotes.published.serving``).
"""

from quotes.published.shapes.claims import ClaimDetail, ClaimItem, ScaleDetail, ScaleItem
from quotes.published.shapes.people import SpeakerDetail, SpeakerItem
from quotes.published.shapes.quotes import QuoteDetail, QuoteItem
from quotes.published.shapes.records import ChangeItem, CorrectionItem
from quotes.published.shapes.sources import (
    ArticleDetail,
    ArticleItem,
    OutletDetail,
    OutletItem,
    TopicDetail,
    TopicItem,
)

__all__ = [
    "ArticleDetail",
    "ArticleItem",
    "ChangeItem",
    "ClaimDetail",
    "ClaimItem",
    "CorrectionItem",
    "OutletDetail",
    "OutletItem",
    "QuoteDetail",
    "QuoteItem",
    "ScaleDetail",
    "ScaleItem",
    "SpeakerDetail",
    "SpeakerItem",
    "TopicDetail",
    "TopicItem",
]
