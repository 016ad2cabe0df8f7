"""Write docs/openapi.json anew from the code."""

from django.conf import settings
from django.core.management.base import BaseCommand

from quotetrack.api.v1 import schema


class Command(BaseCommand):
    help = "Write the frozen copy of the API's schema, docs/openapi.json, from the code."

    def handle(self, **options):
        path = settings.BASE_DIR / "docs" / "openapi.json"
        path.write_text(schema.text(), encoding="utf-8")
        self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}.")
