"""Two speakers, or two quotes, that turned out to be one: preview, merge, undo.

What belonged to the loser moves to the winner, and the loser's id and slug redirect. Everything
that moved is remembered, so that the merge can be undone.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from quotes import roles, workflow
from quotes.edits import locked
from quotes.errors import MoveNotAllowed, NotReady
from quotes.models import Merge, Occurrence, Quote, Response, Speaker, SpeakerName
from quotes.models.attributions import Rank
from quotes.models.merges import MergeKind
from quotes.models.people import NameKind
from quotes.models.words import QuoteStatus
from quotes.published.models import Redirect
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.history import acting

SPEAKER_ROWS = ("names", "roles", "attributions", "responses", "suggested_for", "positions_in")


@dataclass
class Preview:
    """What a merge would move: counts by kind, and what stands in its way."""

    counts: dict = field(default_factory=dict)
    obstacles: list = field(default_factory=list)


def preview_speakers(loser, winner) -> Preview:
    """What merging two speakers would move."""
    seen = Preview({name: getattr(loser, name).count() for name in SPEAKER_ROWS})
    if loser.pk == winner.pk:
        seen.obstacles.append("A speaker cannot be merged into itself.")
    if loser.merged_into_id or winner.merged_into_id:
        seen.obstacles.append("One of the two was merged already. Choose the one that stands.")
    if loser.kind == "unnamed_source" or winner.kind == "unnamed_source":
        seen.obstacles.append("An unnamed source belongs to its article and is never merged.")
    both = Quote.objects.filter(attributions__speaker=loser).filter(attributions__speaker=winner)
    if both:
        names = ", ".join(sorted(quote.public_id for quote in both))
        seen.obstacles.append(f"Both are named as speakers of {names}. Settle that first.")
    return seen


@transaction.atomic
def merge_speakers(loser, winner, *, by, reason="") -> Merge:
    """Merge a speaker into another one; every document that named the loser names the winner."""
    roles.check(by, roles.PUBLISH, "merge speakers")
    loser, winner = locked(loser), locked(winner)
    check(preview_speakers(loser, winner))
    with acting(by, "merge speakers", reason):
        moved = {
            name: move(getattr(loser, name), speaker_column(name), winner)
            for name in SPEAKER_ROWS
            if name not in ("names", "responses")
        }
        moved["names"] = move_names(loser, winner)
        moved["responses"] = list(loser.responses.values_list("pk", flat=True))
        moved["merged_rows"] = move(loser.merged_rows, "merged_into", winner)
        moved["redirects"] = led_to(MergeKind.SPEAKER, loser)
        loser.merged_into = winner
        loser.save(update_fields=["merged_into"])
        merge = record(MergeKind.SPEAKER, loser, winner, moved, by, reason)
        answer(moved["responses"], speaker=winner)
        lead_on(MergeKind.SPEAKER, loser, winner, [loser.public_id, loser.slug])
        refresh(Act(timezone.now(), "merged", reason="merged"), speakers=[loser.pk, winner.pk])
    return merge


def speaker_column(name) -> str:
    """The column of a kind of row that names its speaker."""
    return {"suggested_for": "suggested_speaker", "positions_in": "organisation"}.get(
        name, "speaker"
    )


def move(rows, column, winner) -> list[int]:
    """Point rows at the winner; their keys."""
    keys = list(rows.values_list("pk", flat=True))
    rows.model._base_manager.filter(pk__in=keys).update(**{column: winner})
    return keys


def answer(responses, **winner):
    """Hand on replies: once the merge is on record, published ones let themselves be moved."""
    Response.objects.filter(pk__in=responses).update(**winner)


def move_names(loser, winner) -> list[int]:
    """Hand on the names that the winner does not have; a full name becomes an alias."""
    known = set(winner.names.values_list("text", flat=True))
    keys = []
    for name in loser.names.exclude(text__in=known):
        kind = NameKind.ALIAS if name.kind == NameKind.FULL else name.kind
        SpeakerName.objects.filter(pk=name.pk).update(speaker=winner, kind=kind)
        keys.append(name.pk)
    return keys


def preview_quotes(loser, winner) -> Preview:
    """What merging two quotes would move."""
    counts = {"wordings": loser.wordings.count(), "claim_quotes": loser.claim_quotes.count()}
    counts["occurrences"] = Occurrence.objects.filter(wording__quote=loser).count()
    seen = Preview(counts)
    if loser.pk == winner.pk:
        seen.obstacles.append("A quote cannot be merged into itself.")
    if loser.merged_into_id or winner.merged_into_id:
        seen.obstacles.append("One of the two was merged already. Choose the one that stands.")
    if QuoteStatus.WITHDRAWN in (loser.status, winner.status):
        seen.obstacles.append("One of the two is withdrawn. Restore it first.")
    if loser.status == QuoteStatus.PUBLISHED and winner.status != QuoteStatus.PUBLISHED:
        seen.obstacles.append("Merge the draft into the published quote, not the other way round.")
    return seen


@transaction.atomic
def merge_quotes(loser, winner, *, by, reason="") -> Merge:
    """Merge a quote into another one: wordings, occurrences, claims and responses go along."""
    public = loser.status == QuoteStatus.PUBLISHED
    roles.check(by, roles.EDIT, "merge quotes")
    if public:
        roles.check(by, roles.PUBLISH, "merge what is published")
    loser, winner = locked(loser), locked(winner)
    check(preview_quotes(loser, winner))
    with acting(by, "merge quotes", reason):
        moved = move_wordings(loser, winner)
        moved["attributions"] = move_attributions(loser, winner)
        for name in ("claim_quotes", "quote_topics"):
            moved[name] = move_fresh(getattr(loser, name), getattr(winner, name), winner)
        moved["responses"] = list(loser.responses.values_list("pk", flat=True))
        moved["merged_rows"] = move(loser.merged_rows, "merged_into", winner)
        moved["redirects"] = led_to(MergeKind.QUOTE, loser)
        moved["preferred_wording"] = loser.preferred_wording_id
        if loser.preferred_wording_id in moved["wordings"]:
            Quote.objects.filter(pk=loser.pk).update(preferred_wording=None)
        merge = record(MergeKind.QUOTE, loser, winner, moved, by, reason)
        answer(moved["responses"], quote=winner)
        lead_on(MergeKind.QUOTE, loser, winner, [loser.public_id])
        values = {"merged_into": winner}
        if public:
            values |= {
                "status": QuoteStatus.WITHDRAWN,
                "withdrawn_at": timezone.now(),
                "withdrawn_by": by,
                "withdrawal_reason": "duplicate",
            }
        Quote.objects.filter(pk=loser.pk).update(**values)
        workflow.derive_status(winner)
        refresh(Act(timezone.now(), "merged", reason="duplicate"), quotes=[loser.pk, winner.pk])
    return merge


def move_wordings(loser, winner) -> dict:
    """Hand on wordings; of those that the winner has too, only the occurrences."""
    moved = {"wordings": [], "occurrences": [], "translations": []}
    same = {(row.language, row.norm_hash): row for row in winner.wordings.all()}
    stands = {}  # wording of the loser -> the wording that stands for it
    for row in loser.wordings.order_by("translation_of_id", "pk"):
        twin = same.get((row.language, row.norm_hash))
        if twin:
            stands[row.pk] = twin.pk
            for printed in row.occurrences.all():
                moved["occurrences"].append([printed.pk, row.pk])
                Occurrence.objects.filter(pk=printed.pk).update(wording=twin)
            continue
        source = row.translation_of_id
        if source:
            moved["translations"].append([row.pk, source])
        type(row).objects.filter(pk=row.pk).update(translation_of=None)
        type(row).objects.filter(pk=row.pk).update(quote=winner)
        type(row).objects.filter(pk=row.pk).update(translation_of=stands.get(source, source))
        moved["wordings"].append(row.pk)
    return moved


def move_attributions(loser, winner) -> list:
    """Hand on attributions to speakers whom the winner does not name; never as preferred."""
    known = set(winner.attributions.values_list("speaker_id", flat=True))
    has_preferred = winner.attributions.filter(rank=Rank.PREFERRED).exists()
    moved = []
    for row in loser.attributions.exclude(speaker__in=known):
        moved.append([row.pk, row.rank])
        rank = Rank.NORMAL if row.rank == Rank.PREFERRED and has_preferred else row.rank
        type(row).objects.filter(pk=row.pk).update(quote=winner, rank=rank)
    return moved


def move_fresh(rows, known, winner) -> list[int]:
    """Hand on rows that would not stand twice under the winner; their keys."""
    unique = {"ClaimQuote": ("claim_id", "relation"), "QuoteTopic": ("topic_id",)}
    keys = fresh(rows, known, *unique[rows.model.__name__])
    rows.model._base_manager.filter(pk__in=keys).update(quote=winner)
    return keys


def fresh(rows, known, *columns) -> list[int]:
    """Keys of the rows of which no known one has the same in these columns."""
    taken = set(known.values_list(*columns))
    return [
        row.pk
        for row in rows.all()
        if tuple(getattr(row, column) for column in columns) not in taken
    ]


@transaction.atomic
def undo(merge, *, by, reason="") -> Merge:
    """Part again what was merged: every row goes back where it was."""
    roles.check(by, roles.PUBLISH, "undo merges")
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    model, part = PARTED[merge.kind]
    check_undo(merge, model.objects.get(pk=merge.winner))
    with acting(by, "undo merge", reason):
        take_back(merge, by)
        part(merge, merge.moved)
    return merge


def check_undo(merge, winner):
    """Raise MoveNotAllowed where it was undone, or what stayed was itself merged since."""
    if merge.undone_at:
        raise MoveNotAllowed("This merge was undone already.")
    if winner.merged_into_id:
        raise MoveNotAllowed("The one that stayed was merged away since. Undo that first.")


def take_back(merge, by):
    """The merge is undone, and its redirects lead where they led before."""
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    names = [merge.loser_id_public, *merge.moved.get("slugs", [])]
    Redirect.objects.filter(kind=merge.kind, reason="merged", old__in=names).delete()
    Redirect.objects.filter(pk__in=merge.moved["redirects"]).update(target=merge.loser_id_public)


def part_speakers(merge, moved):
    """Give a merged speaker back what was theirs."""
    loser = Speaker.objects.get(pk=merge.loser)
    Speaker.objects.filter(pk=loser.pk).update(merged_into=None)
    Speaker.objects.filter(pk__in=moved["merged_rows"]).update(merged_into=loser)
    for name in SPEAKER_ROWS:
        model = getattr(Speaker, name).rel.related_model
        model._base_manager.filter(pk__in=moved[name]).update(**{speaker_column(name): loser})
    SpeakerName.objects.filter(pk__in=moved["names"], text=loser.name).update(kind=NameKind.FULL)
    refresh(Act(timezone.now(), "parted", reason="parted"), speakers=[merge.loser, merge.winner])


def part_quotes(merge, moved):
    """Give a merged quote back what was its own, and put it before readers again."""
    loser, winner = Quote.objects.get(pk=merge.loser), Quote.objects.get(pk=merge.winner)
    wordings = Quote.wordings.rel.related_model.objects
    translated = dict(moved["translations"])
    wordings.filter(pk__in=translated).update(translation_of=None)
    wordings.filter(pk__in=moved["wordings"]).update(quote=loser)
    for key, source in moved["translations"]:
        wordings.filter(pk=key).update(translation_of=source)
    for key, wording in moved["occurrences"]:
        Occurrence.objects.filter(pk=key).update(wording=wording)
    for key, rank in moved["attributions"]:
        Quote.attributions.rel.related_model.objects.filter(pk=key).update(quote=loser, rank=rank)
    for name in ("claim_quotes", "quote_topics", "responses"):
        model = getattr(Quote, name).rel.related_model
        model._base_manager.filter(pk__in=moved[name]).update(quote=loser)
    values = {"merged_into": None, "preferred_wording": moved["preferred_wording"]}
    if loser.status == QuoteStatus.WITHDRAWN:
        values |= {
            "status": QuoteStatus.PUBLISHED,
            "withdrawn_at": None,
            "withdrawn_by": None,
            "withdrawal_reason": "",
        }
    Quote.objects.filter(pk=loser.pk).update(**values)
    Quote.objects.filter(pk__in=moved["merged_rows"]).update(merged_into=loser)
    for quote in (loser, winner):
        workflow.derive_status(quote)
    refresh(Act(timezone.now(), "parted"), quotes=[loser.pk, winner.pk])


PARTED = {
    MergeKind.SPEAKER: (Speaker, part_speakers),
    MergeKind.QUOTE: (Quote, part_quotes),
}


def check(preview):
    """Raise NotReady where something stands in the way."""
    if preview.obstacles:
        raise NotReady(" ".join(preview.obstacles))


def record(kind, loser, winner, moved, by, reason) -> Merge:
    """Keep what was merged."""
    slugs = [loser.slug] if kind == MergeKind.SPEAKER else []
    return Merge.objects.create(
        kind=kind, loser=loser.pk, winner=winner.pk, loser_id_public=loser.public_id,
        moved={"slugs": slugs} | moved, merged_by=by, reason=reason,
    )  # fmt: skip


def led_to(kind, loser) -> list[int]:
    """Redirects that lead to the loser; their keys."""
    return list(
        Redirect.objects.filter(kind=kind, target=loser.public_id).values_list("pk", flat=True)
    )


def lead_on(kind, loser, winner, names):
    """Redirect the loser's names, and what led to it, to the winner."""
    Redirect.objects.filter(kind=kind, target=loser.public_id).update(target=winner.public_id)
    for name in names:
        Redirect.objects.update_or_create(
            kind=kind, old=name, defaults={"target": winner.public_id, "reason": "merged"}
        )
