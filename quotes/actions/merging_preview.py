"""What a merge of two claims would move, what it would change, and what stands in its way."""

from dataclasses import dataclass, field
from hashlib import sha256

from quotes.actions.merging import Preview, fresh
from quotes.models import (
    Assessment,
    Assignment,
    Claim,
    ClaimQuote,
    Comment,
    Evidence,
    OutsideReview,
    ReaderReport,
    Response,
)
from quotes.models.claims import Relation
from quotes.published.models import PublishedClaim
from quotes.publishing.claim_document import current_assessment

# What goes along, by the name under which it is kept on record.
COLUMNS = {
    "claim_quotes": ClaimQuote,
    "topics": Claim.topics.through,
    "assessments": Assessment,
    "outside_reviews": OutsideReview,
    "reports": ReaderReport,
    "comments": Comment,
    "assignments": Assignment,
}
FOR = {Relation.ASSERTS, Relation.CONFIRMS, Relation.CONCEDES}
AGAINST = {Relation.DENIES, Relation.RETRACTS}


@dataclass(frozen=True)
class Clash:
    """Two verdicts that stand on one scale, of which one can stand on."""

    scale: object
    loser: Assessment
    winner: Assessment

    @property
    def both(self):
        """The two, that of the claim that stays first."""
        return [self.winner, self.loser]


@dataclass
class ClaimPreview(Preview):
    """What a merge of claims would do: remarks, verdicts to choose from, and rows to look at."""

    remarks: list = field(default_factory=list)
    clashes: list = field(default_factory=list)
    ties: list = field(default_factory=list)  # of the loser, each with whether it moves
    verdicts: list = field(default_factory=list)  # of the loser, of every state
    needs_notice: bool = False
    seen: str = ""


def is_public(claim) -> bool:
    """Readers see the claim."""
    return PublishedClaim.objects.filter(pk=claim.public_id).exists()


def standing(claim) -> dict:
    """The verdicts that stand, by scale."""
    rows = Assessment.objects.current().filter(claim=claim).select_related("scale", "rating")
    return {row.scale_id: row for row in rows}


def moving(loser, winner) -> dict:
    """Keys of the rows that go along; what the winner has too stays behind."""
    topics = Claim.topics.through.objects
    own, known = loser.assignments, winner.assignments
    moved = {
        "claim_quotes": fresh(loser.claim_quotes, winner.claim_quotes, "quote_id", "relation"),
        "topics": fresh(topics.filter(claim=loser), topics.filter(claim=winner), "topic_id"),
        "outside_reviews": fresh(loser.outside_reviews, winner.outside_reviews, "url", "digest"),
        "assignments": [
            *own.filter(done_at__isnull=False).values_list("pk", flat=True),
            *fresh(own.filter(done_at__isnull=True), known.filter(done_at__isnull=True), "to_id"),
        ],
    }
    whole = {
        "assessments": loser.assessments,
        "reports": loser.readerreports,
        "comments": loser.comments,
    }
    return moved | {name: list(rows.values_list("pk", flat=True)) for name, rows in whole.items()}


def preview_claims(loser, winner) -> ClaimPreview:
    """What merging two claims would move, and what must be settled or told first."""
    moved = moving(loser, winner)
    seen = ClaimPreview({name: len(moved[name]) for name in COLUMNS})
    judged = Assessment.objects.filter(claim=loser)
    seen.counts |= {
        "evidence": Evidence.objects.filter(assessment__in=judged).count(),
        "responses": Response.objects.filter(assessment__in=judged).count(),
        "corrections": loser.corrections.count(),
    }
    seen.obstacles += obstacles(loser, winner)
    if loser.pk == winner.pk:
        return seen
    ours, theirs = ties_of(loser), ties_of(winner)
    seen.obstacles += quarrels(ours, theirs)
    seen.remarks += remarks(loser, winner)
    here, there = standing(loser), standing(winner)
    seen.clashes = [Clash(here[key].scale, here[key], there[key]) for key in here if key in there]
    seen.needs_notice = bool(seen.clashes) or shows_another(here, there)
    seen.ties = [{"tie": tie, "moves": tie.pk in moved["claim_quotes"]} for tie in ours]
    seen.verdicts = list(judged.select_related("rating", "scale", "author").order_by("-pk"))
    seen.seen = stamp(loser, winner, ours + theirs)
    return seen


def ties_of(claim) -> list:
    """The ties of a claim to quotes, with the quotes' words."""
    return list(claim.claim_quotes.select_related("quote__preferred_wording").order_by("pk"))


def obstacles(loser, winner) -> list[str]:
    """What the two rows themselves do not allow."""
    found = []
    if loser.pk == winner.pk:
        found.append("A claim cannot be merged into itself.")
    if loser.merged_into_id or winner.merged_into_id:
        found.append("One of the two was merged already. Choose the one that stands.")
    if "void" in (loser.status, winner.status):
        found.append("One of the two is void. Nothing is merged with it.")
    if is_public(loser) and not is_public(winner):
        found.append("Merge the claim that readers do not see into the other, not the other way.")
    return found


def quarrels(ours, theirs) -> list[str]:
    """Quotes that hang on both claims in ways that do not go together."""
    known = {(tie.quote_id, tie.relation): tie for tie in theirs}
    found = []
    for tie in ours:
        name = tie.quote.public_id
        same = known.get((tie.quote_id, tie.relation))
        if same and tie.published_at and not same.published_at:
            found.append(
                f"Readers see the tie of {name} to one of the two only. Publish the other."
            )
        against = FOR if tie.relation in AGAINST else AGAINST if tie.relation in FOR else ()
        if any((tie.quote_id, relation) in known for relation in against):
            found.append(f"{name} speaks for one of the two and against the other. Settle that.")
    return list(dict.fromkeys(found))


def remarks(loser, winner) -> list[str]:
    """What is worth knowing and forbids nothing."""
    found = []
    if loser.language != winner.language:
        found.append(
            f"They are in different languages: readers of “{loser.language}” will read the claim"
            f" in “{winner.language}”."
        )
    if loser.kind != winner.kind:
        found.append("They are claims of different kinds; the kind of the one that stays holds.")
    return found


def shows_another(here, there) -> bool:
    """Readers of one of the two will see another rating than the one that they saw."""
    first = [current_assessment(held.values()) for held in (here, there)]
    after = current_assessment([*here.values(), *there.values()])
    return any(row is not None and row.rating_id != after.rating_id for row in first)


def stamp(loser, winner, ties) -> str:
    """Names what hangs on the two: it changes when a verdict or a tie does."""
    rows = Assessment.objects.filter(claim__in=[loser, winner]).order_by("pk")
    said = [
        *rows.values_list("pk", "state", "claim_id", "edit_version"),
        *((tie.pk, tie.claim_id, tie.relation, tie.published_at is None) for tie in ties),
    ]
    return sha256(repr(said).encode()).hexdigest()[:16]
