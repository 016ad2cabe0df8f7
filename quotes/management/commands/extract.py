"""``manage.py extract``: the quotes in a text, as JSON, without a database."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from quotes.extraction import extract


class Command(BaseCommand):
    help = "Print the quotes found in a text as a JSON list. No database is touched."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", help="A UTF-8 text file, or - for standard input.")
        parser.add_argument("--language", help="ISO 639-1 code; told from the words if absent.")
        parser.add_argument(
            "--mode",
            choices=["default", "parser", "auto"],
            default="default",
            help="Use the parser (needs the extra of that name), or not.",
        )

    def handle(self, file, language, mode, **options):
        found = extract(self.read(file), language=language, mode=mode)
        rows = [quote.as_dict() for quote in found]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))

    def read(self, file):
        """The text of ``file``, or a sentence about why there is none."""
        try:
            raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            return raw.decode("utf-8-sig")
        except FileNotFoundError:
            raise CommandError(f"There is no file {file}. Check the path.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError as error:
            raise CommandError(
                f"{file} is not UTF-8 text (byte {error.start}). Save it as UTF-8 and try again."
            ) from None
