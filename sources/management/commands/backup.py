"""`manage.py backup FILE`: the whole database in one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from quotetrack.db import archives
from quotetrack.db.embedded.errors import ServerTrouble


class Command(BaseCommand):
    help = "Write the whole database into one file (pg_dump's custom format), while it is in use."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, help="Default: quotetrack-<date>-<time>.dump"
        )

    def handle(self, file, **options):
        path = file or Path(f"quotetrack-{timezone.now():%Y%m%d-%H%M%S}.dump")
        try:
            archives.dump(connection, path)
        except (archives.ArchiveTrouble, ServerTrouble) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes. Keep a copy on another machine.")
