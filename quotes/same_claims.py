"""Claims that may be the same sentence as another one: like words, or tied to the same quotes."""

from dataclasses import dataclass, field

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Value
from django.db.models.functions import Upper

from quotes.finding import in_time
from quotes.look_alikes import difference
from quotes.models import Claim

MOST = 8


@dataclass(frozen=True)
class Twin:
    """A claim that stands, why it may be the same, and where its words differ."""

    row: Claim
    why: str
    steps: list = field(default_factory=list)


def of(claim) -> list[Twin]:
    """Claims that this one may repeat, most alike first; those tied to the same quotes after."""
    rows = Claim.objects.standing().exclude(pk=claim.pk)
    words = Value(claim.text.upper())
    alike = (
        rows.annotate(upper=Upper("text"), likeness=TrigramSimilarity(Upper("text"), words))
        .filter(upper__trigram_similar=claim.text.upper())
        .order_by("-likeness", "-pk")
    )
    found = {
        row.pk: Twin(
            row, f"alike to {round(100 * row.likeness)} %", difference(claim.text, row.text)
        )
        for row in in_time(alike[:MOST]) or []
    }
    shared = rows.filter(claim_quotes__quote__in=claim.claim_quotes.values("quote")).distinct()
    for row in shared.order_by("-pk")[:MOST]:
        found.setdefault(row.pk, Twin(row, "tied to the same quote"))
    return list(found.values())[:MOST]
