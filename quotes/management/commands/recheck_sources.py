"""Look at the live pages of articles again: which of them changed, were retracted or are gone."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from quotes import rechecking
from sources.models import Article


class Command(BaseCommand):
    help = "Look at live pages that nobody has looked at for a week, or at the articles named."

    def add_arguments(self, parser):
        parser.add_argument("articles", nargs="*", help="Public ids; none: whatever is due.")
        parser.add_argument("--limit", type=int, default=200, help="At most so many; 200.")
        parser.add_argument("--dry-run", action="store_true", help="Look, but change nothing.")

    def handle(self, articles, limit, dry_run, **options):
        rows = rechecking.due(timezone.now(), limit)
        if articles:
            rows = Article.objects.filter(public_id__in=articles, url__isnull=False)
        for article in rows:
            seen = rechecking.look(article)
            if not dry_run:
                rechecking.keep(article, seen, None)
            moved = sum(1 for one in seen.places if not one["same"])
            told = f", {moved} of {len(seen.places)} quoted places read otherwise" if moved else ""
            self.stdout.write(f"{article.public_id} {seen.status}{told} {seen.note}".rstrip())
