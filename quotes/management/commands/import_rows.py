"""Import speakers, outlets, articles, quotes or claims from a CSV, XLSX or JSONL file."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from quotes.bulk import running
from quotes.bulk.models import Kind, RowState
from quotes.management.commands.ingest import account
from sources.errors import QuoteTrackError

AT_ONCE = 100


class Command(BaseCommand):
    help = (
        "Import rows from a CSV, XLSX or JSONL file. The same file again goes on where it stopped."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--kind", required=True, choices=Kind.values)
        parser.add_argument("--by", default="", help="Log-in name; the command's own account else.")
        parser.add_argument("--dry-run", action="store_true", help="Rehearse, and keep nothing.")
        parser.add_argument("--report", default="", metavar="CSV", help="Every refused row.")

    def handle(self, file, kind, by, dry_run, report, **options):
        person = account(by)
        try:
            data = Path(file).read_bytes()
            run = running.begin(kind, Path(file).name, data, by=person, rehearsal=dry_run)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except QuoteTrackError as error:
            raise CommandError(f"{file}: {error}") from None
        waiting = run.rows.filter(state=RowState.WAITING).count()
        with tqdm(total=waiting, unit="row", disable=None) as bar:
            while done := running.go_on(run, by=person, rows=AT_ONCE):
                bar.update(done)
        self.tell(run, report)

    def tell(self, run, report):
        """How many of each, and every refused row with the column and what is wrong."""
        refused = run.rows.filter(state=RowState.REFUSED)
        lines = [
            (row.number, column, say) for row in refused.iterator() for column, say in row.problems
        ]
        if report:
            with open(report, "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("row", "column", "what is wrong"), *lines])
        else:
            for number, column, say in lines:
                self.stderr.write(f"row {number}{f', {column}' if column else ''}: {say}")
        counts = run.counts()
        what = "would be new" if run.rehearsal else "new"
        self.stdout.write(
            f"{counts['made']} {what}, {counts['known']} known, {counts['refused']} refused"
        )
