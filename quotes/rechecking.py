"""Looking at live pages again: does the page still say what we captured?

The snapshot is the evidence and stays as it is. What changes is what we say of the live page, and
of each place in it: the words stand where they stood, elsewhere, or nowhere any more.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from quotes import roles
from quotes.edits import locked, save_fields
from quotes.errors import NotReady
from quotes.extraction import anchors
from quotes.extraction.text import folded
from quotes.models import Occurrence, Quote
from quotes.models.words import QuoteStatus
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources import fetching, readable
from sources.errors import AddressNotAllowed, FetchFailed, SourcesError
from sources.history import acting
from sources.models import Article, LiveCheck, LiveStatus

EVERY = timedelta(days=7)
ALIKE = 0.98  # share of the captured lines that must still stand there
ANSWERS = {
    404: LiveStatus.GONE, 410: LiveStatus.GONE,
    401: LiveStatus.BLOCKED, 403: LiveStatus.BLOCKED, 429: LiveStatus.BLOCKED,
    451: LiveStatus.BLOCKED,
}  # fmt: skip
RETRACTED = ("retracted", "retraction", "withdrawn:", "retirado:", "retractación", "rétracté")


@dataclass
class Seen:
    """What was found at an article's address."""

    status: str
    answer: int | None = None
    note: str = ""
    likeness: float | None = None
    places: list = field(default_factory=list)


def due(now, limit=None):
    """Articles with an address that nobody has looked at for a week, the longest first."""
    rows = (
        Article.objects.filter(url__isnull=False, snapshots__isnull=False)
        .annotate(looked=Max("live_checks__checked_at"))
        .filter(Q(looked__isnull=True) | Q(looked__lt=now - EVERY))
        .order_by(F("looked").asc(nulls_first=True), "pk")
    )
    return rows[:limit] if limit else rows


def look(article, fetch=fetching.fetch) -> Seen:
    """Fetch the live page and compare it with what was captured; nothing is stored."""
    try:
        answer = fetch(article.url)
        page = readable.readable(answer.body, answer.content_type, url=answer.final_url)
    except FetchFailed as error:
        status = ANSWERS.get(error.status, LiveStatus.UNCHECKED)
        return Seen(status, error.status, str(error)[:500])
    except AddressNotAllowed as error:
        return Seen(LiveStatus.BLOCKED, None, str(error)[:500])
    except SourcesError as error:
        return Seen(LiveStatus.UNCHECKED, None, str(error)[:500])
    captured = article.snapshots.order_by("-taken_at", "-pk").first()
    seen = Seen(LiveStatus.LIVE, answer.status, likeness=standing(captured.text, page.text))
    seen.places = [place(row, page.text) for row in printed(article)]
    if (page.title or page.text).strip().casefold().startswith(RETRACTED):
        seen.status = LiveStatus.RETRACTED
    elif seen.likeness < ALIKE or any(not one["same"] for one in seen.places):
        seen.status = LiveStatus.CHANGED
    return seen


def standing(captured: str, live: str) -> float:
    """Share of the captured lines that still stand in the live text, marks and case aside."""
    lines = {folded(line) for line in captured.splitlines()} - {""}
    now = {folded(line) for line in live.splitlines()}
    return round(len(lines & now) / len(lines), 4) if lines else 1.0


def printed(article):
    """Every occurrence in the article, with its segments."""
    rows = Occurrence.objects.filter(snapshot__article=article).order_by("pk")
    return rows.prefetch_related("segments")


def place(occurrence, live: str) -> dict:
    """Where an occurrence's words stand in the live text: the weakest of its parts decides."""
    order = (anchors.ANCHORED, anchors.RELOCATED, anchors.ORPHANED)
    found, words, same = anchors.ANCHORED, [], True
    for part in occurrence.segments.all():
        if part.role != "content":
            continue
        known = anchors.Anchor(part.start, part.end, part.exact, part.prefix, part.suffix)
        now = anchors.find(known, live)
        found = max(found, now.status, key=order.index)
        text = "" if now.start is None else live[now.start : now.end]
        words.append(text)
        same = same and text == part.exact
    return {
        "occurrence": occurrence.pk,
        "anchor": found,
        "words": " ".join(words).strip(),
        "same": same,
    }


def recheck(article, *, by, fetch=fetching.fetch, expect=None) -> LiveCheck:
    """Look at an article's live page now, and say on record how it stands.

    EditConflict where `expect` is given and somebody changed the article before or meanwhile.
    """
    roles.check(by, roles.CONTRIBUTE, "look at live pages again")
    if not article.url:
        raise NotReady("This text was pasted without an address: there is no live page.")
    return keep(article, look(article, fetch), by, expect)


@transaction.atomic
def mark(article, status, *, by, note="", expect=None) -> LiveCheck:
    """Say by hand how the live page stands: retracted, say, which no machine can be sure of."""
    roles.check(by, roles.EDIT, "say how a live page stands")
    if status not in LiveStatus.values:
        raise NotReady(f"Choose how it stands: {', '.join(LiveStatus.values)}.")
    locked(article, expect)
    return keep(article, Seen(status, note=note[:500]), by)


@transaction.atomic
def keep(article, seen, by, expect=None) -> LiveCheck:
    """Put what was seen on record; what readers see of the page and its places follows."""
    article = locked(article, expect)
    with acting(by, "re-check source", seen.note):
        row = LiveCheck.objects.create(
            article=article, status=seen.status, answer=seen.answer, note=seen.note,
            likeness=seen.likeness, places=seen.places, checked_by=by,
        )  # fmt: skip
        if seen.status == LiveStatus.UNCHECKED:
            return row
        moved = save_fields(article, {"live_status": seen.status})
        quotes = set_anchors(seen.places)
        if moved or quotes:
            refresh(Act(timezone.now(), "additive"), articles=[article.pk], quotes=quotes)
    return row


def set_anchors(places) -> list[int]:
    """Note where the words stand now; the keys of public quotes for which that is news."""
    wanted = {one["occurrence"]: one["anchor"] for one in places}
    rows = Occurrence.objects.select_for_update().filter(pk__in=wanted)
    changed = [row for row in rows if row.anchor != wanted[row.pk]]
    for row in changed:
        save_fields(row, {"anchor": wanted[row.pk]})
    shown = Quote.objects.filter(status=QuoteStatus.PUBLISHED)
    shown = shown.filter(wordings__occurrences__in=[row.pk for row in changed])
    return list(shown.values_list("pk", flat=True).distinct())
