"""Write docs/openapi.json and the list of addresses in docs/api.md anew from the code."""

import json
import re

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from quotetrack.api.v1 import promise, schema

LIST = re.compile(r"(<!-- addresses[^>]*-->\n).*?(<!-- /addresses -->)", re.DOTALL)


class Command(BaseCommand):
    help = "Write docs/openapi.json and the addresses in docs/api.md from the code."

    def add_arguments(self, parser):
        parser.add_argument(
            "--break", action="store_true", help="Freeze it although it takes something away."
        )

    def handle(self, **options):
        docs = settings.BASE_DIR / "docs"
        frozen = docs / "openapi.json"
        if frozen.exists() and not options["break"]:
            check(json.loads(frozen.read_text(encoding="utf-8")))
        frozen.write_text(schema.text(), encoding="utf-8")
        guide = docs / "api.md"
        guide.write_text(with_addresses(guide.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write("Wrote docs/openapi.json and docs/api.md.")


def check(before: dict):
    """Stop where the newer schema takes something away that was promised."""
    faults = promise.broken(before, schema.document())
    if faults:
        raise CommandError(
            "A published API is a promise; this breaks it:\n  " + "\n  ".join(faults)
        )


def with_addresses(text: str) -> str:
    """The guide with its list of addresses as the code has them."""
    lines = ["| address | what |", "| --- | --- |"]
    for path, methods in schema.document()["paths"].items():
        for method, operation in methods.items():
            short = path.removeprefix("/api/v1/")
            lines.append(f"| {method.upper()} `{short}` | {operation['summary']} |")
    table = "\n".join(lines)
    return LIST.sub(lambda match: f"{match[1]}{table}\n{match[2]}", text)
