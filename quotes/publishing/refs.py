"""Short forms of rows that documents name, and a note of whom a document names."""

from dataclasses import dataclass, field


@dataclass
class Mentions:
    """Whom a document names, by kind: they are public as long as it stands."""

    found: set = field(default_factory=set)

    def outlet(self, outlet):
        """An outlet's short form, or None."""
        if outlet is None:
            return None
        self.found.add(("outlet", outlet.public_id))
        return {
            "id": outlet.public_id,
            "slug": outlet.slug,
            "name": outlet.name,
            "url": f"/outlets/{outlet.slug}/",
        }

    def article(self, article):
        """An article's short form, or None."""
        if article is None:
            return None
        self.found.add(("article", article.public_id))
        return {
            "id": article.public_id,
            "title": article.title,
            "url": f"/articles/{article.public_id}/",
            "source_url": article.url,
            "outlet": self.outlet(article.outlet),
            "published": article.published.edtf,
            "live_status": article.live_status,
        }

    def speaker(self, speaker, role=None):
        """A speaker's short form with the role held then, or None."""
        if speaker is None:
            return None
        self.found.add(("speaker", speaker.public_id))
        return {
            "id": speaker.public_id,
            "slug": speaker.slug,
            "name": speaker.name,
            "kind": speaker.kind,
            "url": f"/speakers/{speaker.slug}/",
            "wikidata_id": speaker.wikidata_id,
            "role": role.position.title if role else None,
            "position_kind": role.position.kind if role else None,
        }

    def topic(self, topic):
        """A topic's short form, or None."""
        if topic is None:
            return None
        self.found.add(("topic", topic.public_id))
        return {
            "id": topic.public_id,
            "slug": topic.slug,
            "name": topic.name,
            "url": f"/topics/{topic.slug}/",
        }

    def response(self, response):
        """A published response."""
        own = response.own_quote
        shown = own is not None and own.status == "published"
        return {
            "id": response.public_id,
            "speaker": self.speaker(response.speaker),
            "kind": response.kind,
            "text": response.text,
            "date": response.date.edtf,
            "article": self.article(response.article),
            "quote": quote_ref(own) if shown else None,
        }


def quote_ref(quote):
    """A quote's id and address."""
    return {"id": quote.public_id, "url": f"/quotes/{quote.public_id}/"}


def correction_ref(correction):
    """A correction's short form."""
    return {
        "id": correction.public_id,
        "number": correction.number,
        "tier": correction.tier,
        "what_was_wrong": correction.what_was_wrong,
        "what_changed": correction.what_changed,
        "published_at": moment(correction.published_at),
        "url": f"/corrections/{correction.number}/",
        "before_version": correction.before_version,
        "after_version": correction.after_version,
    }


def moment(at):
    """A moment as RFC 3339 in UTC, or None."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else None


def date_range(date):
    """A partial date, spelt out."""
    return {
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
        "precision": date.precision,
        "edtf": date.edtf,
    }
