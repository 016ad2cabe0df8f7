"""Make what readers see anew from the desk's tables, or check that it is what it should be."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from quotes.publishing import checks
from quotes.publishing.refresh import all_keys, refresh
from quotes.publishing.store import REBUILT, Act


class Command(BaseCommand):
    help = "Rebuild the published read model from the desk's tables; --check only compares."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="Compare, and change nothing.")

    def handle(self, check, **options):
        found = checks.differences()
        for sentence in found:
            self.stdout.write(sentence)
        self.stdout.write(f"{len(found)} differences")
        if check:
            if found:
                raise CommandError("Readers do not see what the desk says. Run it without --check.")
            return
        with transaction.atomic():
            refresh(Act(timezone.now(), REBUILT), **all_keys())
        left = checks.differences()
        self.stdout.write(f"rebuilt; {len(left)} differences left")
        if left:
            raise CommandError("\n".join(left))
