"""Write a versioned release of everything public."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quotes.published import columnar, releasing
from quotetrack.api.models import Release


class Command(BaseCommand):
    help = (
        "Write everything public into a folder as JSON lines, CSV and Parquet, with a data"
        " package, a Croissant description, checksums and a citation file; and list the release."
    )

    def add_arguments(self, parser):
        parser.add_argument("--out", type=Path, required=True, help="An empty folder.")
        parser.add_argument("--release", help="Its version; today's date if not given.")
        parser.add_argument("--address", default="", help="Where the files will be published.")
        parser.add_argument("--dry-run", action="store_true", help="Write, but do not list it.")

    def handle(self, **options):
        folder = options["out"]
        version = options["release"] or f"{timezone.now():%Y.%m.%d}"
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty. Name a new folder.")
        if Release.objects.filter(version=version).exists():
            raise CommandError(f"Version {version} was released before. Choose another --release.")
        before = Release.objects.first()
        made = releasing.write(
            folder,
            version,
            site=settings.SITE_NAME,
            url=settings.SITE_URL,
            after=before.cursor if before else "",
        )
        if not options["dry_run"]:
            Release.objects.create(address=options["address"], **releasing.as_row(made))
        for file in made.files:
            self.stdout.write(f"{file.rows:>9,} rows  {file.bytes:>12,} bytes  {file.name}")
        if not columnar.is_possible():
            self.stdout.write(
                "There is no Parquet in it: that needs pip install 'quotetrack[parquet]'."
            )
        self.stdout.write(f"Release {version} is in {folder}.")
