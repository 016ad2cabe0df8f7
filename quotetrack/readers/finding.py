"""From the name in an address to the public record, or to what became of it."""

from urllib.parse import quote

from django.conf import settings

from quotes.published import current, models
from quotes.published.querysets import READER

MODELS = {
    "quote": models.PublishedQuote,
    "speaker": models.PublishedSpeaker,
    "outlet": models.PublishedOutlet,
    "article": models.PublishedArticle,
    "claim": models.PublishedClaim,
    "topic": models.PublishedTopic,
    "correction": models.PublishedCorrection,
}
FOLDER = {kind: f"/{kind}s/" for kind in MODELS}
MISREAD = str.maketrans("oOiIlL", "001111")  # letters that look like digits, as ids are read out


class NotPublic(Exception):
    """There is no such record for readers, and it makes no difference why."""


class Moved(Exception):
    """The record has another address now."""

    def __init__(self, row, kind):
        super().__init__(row.pk)
        self.row, self.kind = row, kind

    @property
    def path(self):
        return path_of(self.kind, self.row)


class Withdrawn(Exception):
    """The record was public and no longer is; what may be said stands on the tombstone."""

    def __init__(self, tombstone):
        super().__init__(tombstone.public_id)
        self.tombstone = tombstone


def path_of(kind: str, row) -> str:
    """The path of a record's page."""
    return f"{FOLDER[kind]}{quote(getattr(row, 'slug', '') or row.pk)}/"


def found(kind: str, name: str):
    """The public record that goes by this id or slug.

    Raises Moved where another address is the right one, Withdrawn, or NotPublic.
    """
    rows = MODELS[kind].objects.readers()
    if len(name) > 80 or "\x00" in name:
        raise NotPublic
    row = rows.named(name)
    if row is not None:
        if getattr(row, "slug", "") and row.slug != name:
            raise Moved(row, kind)
        return row
    if (target := _redirected(kind, name)) is not None:
        raise Moved(target, kind)
    if (tombstone := _tombstone(kind, name)) is not None:
        raise Withdrawn(tombstone)
    if len(name) == 12 and (plain := name.translate(MISREAD).lower()) != name:
        if (row := rows.filter(pk=plain).first()) is not None:
            raise Moved(row, kind)
    raise NotPublic


def followed(kind: str, name: str):
    """As `found`, but a record that moved is simply given."""
    try:
        return found(kind, name)
    except Moved as moved:
        return moved.row


def standing_now(kind: str, name: str, known: str = "", **more) -> current.Current:
    """The record as it is now, wherever it moved; `known` and `more` as `current.current` has them.

    Raises Withdrawn or NotPublic.
    """
    if len(name) > 80 or "\x00" in name:
        raise NotPublic
    row = current.current(kind, name, known, **more)
    if row is None:
        row = current.current(kind, name, known, moved=True, **more)
    if row is None:
        row = current.current(kind, followed(kind, name).pk, known, **more)
    if row is None:  # it went while we looked
        raise NotPublic
    return row


def own_path(url: str) -> str | None:
    """The path of one of our own addresses, whatever its scheme; None for a foreign one."""
    bare = url.split("://", 1)[-1] if url.startswith(("http://", "https://")) else None
    here = settings.SITE_URL.split("://", 1)[-1]
    if bare is None or not (bare == here or bare.startswith((here + "/", here + "?", here + "#"))):
        return None
    return bare[len(here) :].split("#")[0].split("?")[0] or "/"


def _redirected(kind, name):
    """Where redirects lead; raises Withdrawn where the last one leads to a tombstone."""
    seen = set()
    while name not in seen and len(seen) < 5:
        seen.add(name)
        redirect = models.Redirect.objects.using(READER).filter(kind=kind, old=name).first()
        if redirect is None:
            return None
        target = MODELS[kind].objects.readers().filter(pk=redirect.target).first()
        if target is not None:
            return target
        if (tombstone := _tombstone(kind, redirect.target)) is not None:
            raise Withdrawn(tombstone)
        name = redirect.target
    return None


def _tombstone(kind, name):
    tombstones = models.Tombstone.objects.using(READER).filter(kind=kind)
    return tombstones.filter(public_id=name).first() or (
        tombstones.exclude(slug="").filter(slug=name).order_by("-withdrawn_at").first()
    )
