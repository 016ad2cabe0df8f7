"""Write docs/openapi.json and the list of addresses in docs/api.md anew from the code."""

import json
import re

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client

from quotetrack.api.v1 import examples, promise, schema

LIST = re.compile(r"(<!-- addresses[^>]*-->\n).*?(<!-- /addresses -->)", re.DOTALL)


class Command(BaseCommand):
    help = "Write docs/openapi.json and the addresses in docs/api.md from the code."

    def add_arguments(self, parser):
        parser.add_argument(
            "--break", action="store_true", help="Freeze it although it takes something away."
        )

        parser.add_argument(
            "--examples", action="store_true", help="Ask the examples anew, of the demo."
        )

    def handle(self, **options):
        if options["examples"]:
            keep_examples()
        docs = settings.BASE_DIR / "docs"
        frozen = docs / "openapi.json"
        if frozen.exists() and not options["break"]:
            check(json.loads(frozen.read_text(encoding="utf-8")))
        frozen.write_text(schema.text(), encoding="utf-8")
        guide = docs / "api.md"
        guide.write_text(with_addresses(guide.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write("Wrote docs/openapi.json and docs/api.md.")


def keep_examples():
    """Write what the demo answers, for the schema."""
    paths = [path for path, methods in schema.document()["paths"].items() if "get" in methods]
    found = examples.asked(Client(SERVER_NAME="127.0.0.1"), paths)
    if not found.get("/api/v1/quotes/", {}).get("results"):
        raise CommandError("There is nothing public here. Load the demo first: make run.")
    text = json.dumps(found, indent=1, ensure_ascii=False)
    examples.KEPT.write_text(text + "\n", encoding="utf-8")
    examples.kept.cache_clear(), schema.document.cache_clear()


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
