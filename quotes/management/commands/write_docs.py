"""Write the pages of docs/ that are drawn from the code."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from quotes import documenting


class Command(BaseCommand):
    help = "Write docs/data-model.md and docs/workflow.md from the code; --check only compares."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="Compare, and write nothing.")

    def handle(self, check, **options):
        stale = []
        for name, text in documenting.pages().items():
            path = settings.BASE_DIR / name
            if path.exists() and path.read_text(encoding="utf-8") == text:
                self.stdout.write(f"{name}: current")
                continue
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"{name}: written")
        if check and stale:
            raise CommandError(f"{' and '.join(stale)}: not current. Run `make docs`.")
