"""Speakers, outlets, articles, topics and corrections as readers see them."""

from quotes.models import Correction, Speaker, Topic
from quotes.publishing.refs import Mentions, correction_ref, moment
from sources.models import Article, Outlet


def load_speakers(ids):
    """Speakers with names and roles."""
    return Speaker.objects.filter(pk__in=ids).prefetch_related(
        "names", "roles__position__organisation", "corrections"
    )


def speaker_document(speaker, quotes):
    """A speaker's item and detail; `quotes` is the count of public ones."""
    roles = list(speaker.roles.all())
    item = {
        "id": speaker.public_id,
        "url": f"/speakers/{speaker.slug}/",
        "slug": speaker.slug,
        "name": speaker.name,
        "sort_name": speaker.sort_name or speaker.name,
        "kind": speaker.kind,
        "description": speaker.description,
        "wikidata_id": speaker.wikidata_id,
        "role": roles[-1].position.title if roles else None,
        "quotes": quotes,
    }
    detail = item | {
        "names": [
            {"text": name.text, "kind": name.kind, "language": name.language}
            for name in speaker.names.all()
        ],
        "roles": [
            {
                "title": role.position.title,
                "position_kind": role.position.kind,
                "organisation": role.position.organisation.name
                if role.position.organisation
                else None,
                "country": role.position.country,
                "start": role.start.edtf,
                "end": role.end.edtf,
            }
            for role in roles
        ],
        "private_person": speaker.private_person,
        "corrections": corrections_of(speaker),
    }
    return item, detail


def corrections_of(target):
    """The short forms of a target's corrections, oldest first."""
    rows = sorted(target.corrections.all(), key=lambda row: row.number)
    return [correction_ref(row) for row in rows]


def load_outlets(ids):
    """Outlets with their domains."""
    return Outlet.objects.filter(pk__in=ids).prefetch_related("domains")


def outlet_document(outlet, quotes):
    """An outlet's item and detail."""
    item = {
        "id": outlet.public_id,
        "url": f"/outlets/{outlet.slug}/",
        "slug": outlet.slug,
        "name": outlet.name,
        "kind": outlet.kind,
        "country": outlet.country,
        "language": outlet.language,
        "quotes": quotes,
    }
    return item, item | {
        "homepage": outlet.homepage or None,
        "wikidata_id": outlet.wikidata_id,
        "domains": sorted(domain.domain for domain in outlet.domains.all()),
    }


def load_articles(ids):
    """Articles with their outlet and origin."""
    return (
        Article.objects.filter(pk__in=ids)
        .select_related("outlet", "syndicated_from__outlet")
        .prefetch_related("corrections")
    )


def article_document(article, quotes, occurrences):
    """An article's item, detail and mentions: where its quotes stand, never its text."""
    names = Mentions()
    item = {
        "id": article.public_id,
        "url": f"/articles/{article.public_id}/",
        "source_url": article.url,
        "title": article.title,
        "outlet": names.outlet(article.outlet),
        "kind": article.kind,
        "language": article.language,
        "published": article.published.edtf,
        "quotes": quotes,
    }
    detail = item | {
        "byline": article.byline,
        "live_status": article.live_status,
        "syndicated_from": names.article(article.syndicated_from),
        "occurrences": occurrences,
        "corrections": corrections_of(article),
    }
    return item, detail, names.found


def load_topics(ids):
    """Topics with those above and below them."""
    return Topic.objects.filter(pk__in=ids).select_related("parent").prefetch_related("children")


def topic_document(topic, quotes, public_topics):
    """A topic's item, detail and mentions; of those below it the public ones are named."""
    names = Mentions()
    item = {
        "id": topic.public_id,
        "url": f"/topics/{topic.slug}/",
        "slug": topic.slug,
        "name": topic.name,
        "parent": names.topic(topic.parent),
        "quotes": quotes,
    }
    found = set(names.found)
    below = [child for child in topic.children.all() if child.public_id in public_topics]
    detail = item | {
        "names": topic.names,
        "children": [Mentions().topic(child) for child in below],
    }
    return item, detail, found


def load_corrections(ids):
    """Corrections with what they are about."""
    return Correction.objects.filter(pk__in=ids).select_related(
        "quote", "claim", "speaker", "article"
    )


TARGETS = {"quote": "quotes", "claim": "claims", "speaker": "speakers", "article": "articles"}


def correction_document(correction):
    """A correction's item, which is its detail too, and whom it names."""
    kind = next(kind for kind in TARGETS if getattr(correction, f"{kind}_id"))
    target = getattr(correction, kind)
    name = target.slug if kind in ("claim", "speaker") else target.public_id
    item = {
        "id": correction.public_id,
        "url": f"/corrections/{correction.number}/",
        "number": correction.number,
        "target": {"type": kind, "id": target.public_id, "url": f"/{TARGETS[kind]}/{name}/"},
        "tier": correction.tier,
        "what_was_wrong": correction.what_was_wrong,
        "what_changed": correction.what_changed,
        "language": correction.language,
        "reported_by": correction.reported_by or None,
        "before_version": correction.before_version,
        "after_version": correction.after_version,
        "published_at": moment(correction.published_at),
    }
    return item, kind, target
