"""Write everything public as plain files, so that it stands without this program."""

import logging
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from quotetrack.ark.export import Export
from quotetrack.wsgi import application


class Command(BaseCommand):
    help = "Write pages, cards, oEmbed answers, JSON and images as files for a web server."

    def add_arguments(self, parser):
        parser.add_argument("--out", required=True, type=Path, metavar="DIR")

    def handle(self, out, **options):
        # Pages of withdrawn records answer 410 here, as they should.
        logging.getLogger("django.request").setLevel(logging.ERROR)

        def progress(rows, total):
            return tqdm(rows, total=total, unit="quote", disable=None)

        try:
            export = Export(out, application, progress=progress)
            removed = export.run()
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        held = len(export.folder.now)
        self.stdout.write(
            f"{held} files in {out}: {export.folder.written} written, {removed} removed"
        )
        for failure in export.failed:
            self.stderr.write(failure)
        if export.failed:
            raise CommandError(f"{len(export.failed)} addresses did not answer as they should.")
