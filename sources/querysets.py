"""What the desk asks of outlets, articles and snapshots."""

from django.db import models
from django.db.models import Q


class OutletQuerySet(models.QuerySet):
    def named(self, name):
        """The outlet with this public id, slug or name, whatever its case; or None."""
        return self.filter(Q(public_id=name) | Q(slug=name) | Q(name__iexact=name.strip())).first()

    def of_domain(self, host):
        """The outlet that this host, or a domain above it, belongs to; or None."""
        parts = host.lower().split(".")
        above = [".".join(parts[at:]) for at in range(len(parts) - 1)]
        found = self.filter(domains__domain__in=above).prefetch_related("domains")
        return max(
            found,
            key=lambda outlet: max(
                len(d.domain) for d in outlet.domains.all() if d.domain in above
            ),
            default=None,
        )


class ArticleQuerySet(models.QuerySet):
    def at(self, url):
        """The article that stands at this canonical address, or None."""
        return self.filter(Q(url=url) | Q(urls__url=url)).distinct().first()


class SnapshotQuerySet(models.QuerySet):
    def without_bytes(self):
        """Rows without the raw bytes, which nobody needs on a page."""
        return self.defer("raw")
