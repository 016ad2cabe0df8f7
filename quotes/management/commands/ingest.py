"""Take in articles: files, addresses, or a JSONL file with many."""

import json
import sys
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from quotes import intake
from quotes.roles import CONTRIBUTE, can
from sources.errors import QuoteTrackError

FIELDS = ("outlet", "title", "published", "language", "kind", "byline")
ROW_FIELDS = {*FIELDS, "url", "text", "html"}


class Command(BaseCommand):
    help = "Take in articles from files, addresses or - (standard input); JSONL holds many."

    def add_arguments(self, parser):
        parser.add_argument("sources", nargs="+", metavar="FILE|URL|-")
        for name in FIELDS:
            parser.add_argument(f"--{name}", default="")
        parser.add_argument("--url", default="", help="The address of a file's article.")
        parser.add_argument("--by", default="", help="Log-in name; the command's own account else.")
        parser.add_argument("--dry-run", action="store_true", help="Show, and store nothing.")

    def handle(self, sources, by, dry_run, **options):
        self.by, self.dry_run = account(by), dry_run
        self.given = {name: options[name] for name in FIELDS if options[name]}
        self.url = options["url"]
        failed = 0
        for source in sources:
            if source.endswith((".jsonl", ".ndjson")):
                failed += self.many(Path(source))
            else:
                failed += not self.one(source)
        if failed:
            raise CommandError(f"{failed} of the articles were refused; see above.")

    def one(self, source) -> bool:
        """Take in one article and say what came of it."""
        try:
            taken = intake.take_in(
                by=self.by, dry_run=self.dry_run, **self.given, **self.material(source)
            )
        except (QuoteTrackError, OSError) as error:
            self.stderr.write(f"{source}: {error}")
            return False
        self.report(source, taken)
        return True

    def material(self, source) -> dict:
        """How a file, an address or standard input is handed on."""
        if source.startswith(("http://", "https://")):
            return {"url": source}
        url = {"url": self.url} if self.url else {}
        if source == "-":
            return url | {"raw": sys.stdin.buffer.read(), "raw_type": "text/plain"}
        path = Path(source)
        kind = {".html": "text/html", ".htm": "text/html", ".pdf": "application/pdf"}
        return url | {"raw": path.read_bytes(), "raw_type": kind.get(path.suffix.lower(), "")}

    def report(self, source, taken):
        """One line for the article, one for each suggestion in a rehearsal."""
        state = "would be new" if self.dry_run and taken.created else (
            "new" if taken.created else "known"
        )  # fmt: skip
        self.stdout.write(
            f"{source}: {state}, article {taken.article.public_id},"
            f" {len(taken.candidates)} suggestions"
        )
        for notice in taken.notices:
            self.stdout.write(f"  {notice}")
        if self.dry_run:
            text = taken.snapshot.text
            for one in taken.candidates:
                words = " … ".join(text[start:end] for start, end in one.spans)
                self.stdout.write(f"  {one.score:.2f} {one.speaker_name or '?'}: {words[:100]}")

    def many(self, path) -> int:
        """Take in a JSONL file; what was taken in before is known by its text. Refused rows."""
        try:
            lines = path.read_bytes().split(b"\n")
        except OSError as error:
            self.stderr.write(f"{path}: {error.strerror}")
            return 1
        counts = {"new": 0, "known": 0, "refused": 0}
        rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
        for number, line in tqdm(rows, desc=path.name, unit="article", disable=None):
            counts[self.row(path, number, line)] += 1
        self.stdout.write(
            f"{path}: {len(rows)} rows: {counts['new']} new, {counts['known']} known,"
            f" {counts['refused']} refused"
        )
        return counts["refused"]

    def row(self, path, number, line) -> str:
        """Take in one row: new, known or refused."""
        try:
            row = checked_row(line)
            taken = intake.take_in(
                by=self.by, dry_run=self.dry_run, method="imported", **{**self.given, **row}
            )
        except (QuoteTrackError, ValueError) as error:
            self.stderr.write(f"{path}, row {number}: {error}")
            return "refused"
        return "new" if taken.created else "known"


def checked_row(line: bytes) -> dict:
    """A row's fields; ValueError with a sentence where it is not one."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"This is no JSON ({str(error)[:80]}). Write one object a line.") from None
    if not isinstance(row, dict):
        raise ValueError("A row is a JSON object with text, html or url.")
    unknown = sorted(set(row) - ROW_FIELDS)
    if unknown:
        raise ValueError(
            f"Unknown field {', '.join(unknown)}. Allowed: {', '.join(sorted(ROW_FIELDS))}."
        )
    wrong = [name for name, value in row.items() if value is not None and type(value) is not str]
    if wrong:
        raise ValueError(f"{', '.join(wrong)} must be text.")
    return {name: value for name, value in row.items() if value}


def account(name) -> User:
    """The account that acts: the named one, else the command line's own."""
    if name:
        user = User.objects.filter(username=name).first()
        if user is None or not can(user, CONTRIBUTE):
            raise CommandError(f"{name} is no account that may add articles.")
        return user
    user, created = User.objects.get_or_create(
        username="command-line", defaults={"first_name": "Command line"}
    )
    if created:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name="contributor"))
    return user
