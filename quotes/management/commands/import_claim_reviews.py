"""Take in others' verdicts: ClaimReview in pages, feeds and files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from quotes.actions import outside_reviews
from quotes.management.commands.ingest import account
from sources.errors import QuoteTrackError


class Command(BaseCommand):
    help = "Take in ClaimReview from addresses or files, as verdicts of whoever wrote them."

    def add_arguments(self, parser):
        parser.add_argument("sources", nargs="+", metavar="FILE|URL")
        parser.add_argument("--by", default="", help="Log-in name; the command's own account else.")

    def handle(self, sources, by, **options):
        person, failed = account(by), 0
        for source in tqdm(sources, unit="source", disable=None if len(sources) > 1 else True):
            failed += not self.one(source, person)
        if failed:
            raise CommandError(f"{failed} of the sources could not be used whole; see above.")

    def one(self, source, by) -> bool:
        """Take in one page or file, and say what came of it."""
        try:
            if source.startswith(("http://", "https://")):
                taken = outside_reviews.take_in_from(source, by=by)
            else:
                taken = outside_reviews.take_in(Path(source).read_bytes(), by=by)
        except QuoteTrackError as error:
            self.stderr.write(f"{source}: {error}")
            return False
        except OSError as error:
            self.stderr.write(f"{source}: {error.strerror}")
            return False
        self.stdout.write(f"{source}: {len(taken.new)} new, {len(taken.known)} known")
        for row in taken.new:
            self.stdout.write(f"  {row.author}: {row.label}: {row.claim.text[:80]}")
        for trouble in taken.troubles:
            self.stderr.write(f"{source}: {trouble}")
        return not taken.troubles
