"""`manage.py restore FILE`: the database as a backup has it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from quotetrack.db import archives
from quotetrack.db.embedded.errors import ServerTrouble


class Command(BaseCommand):
    help = "Put a backup in the place of the database. What was there is kept under another name."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="Also when the database holds tables already."
        )

    def handle(self, file, replace, **options):
        try:
            former = archives.restore(connection, file, replace=replace)
        except (archives.ArchiveTrouble, ServerTrouble) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{file} was restored. Now run `manage.py migrate`.")
        if former:
            self.stdout.write(
                f"What was there is in the database “{former}”. When you are sure: "
                f"echo 'DROP DATABASE \"{former}\"' | manage.py dbshell"
            )
