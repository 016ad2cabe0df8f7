"""The folder in step with the site: what changed is written, what is gone is removed."""

import hashlib
import json
import os
import re
import tempfile
from html import escape
from pathlib import Path

MANIFEST = "manifest.json"
HEAD = re.compile(rb"<head>\s*")
META = '<meta http-equiv="Content-Security-Policy" content="{}">'


class Folder:
    """A folder of files with a manifest: for each file its hash and the stamp of its record."""

    def __init__(self, place: Path):
        self.place = Path(place)
        self.site = self.place / "site"
        self.before = self._manifest()
        self.now: dict[str, list[str]] = {}
        self.written = 0

    def is_current(self, files, stamp: str) -> bool:
        """Whether all these files were written under this stamp; if so they stay as they are."""
        held = [self.before.get(file) for file in files]
        if not stamp or not all(entry and entry[1] == stamp for entry in held):
            return False
        if not all((self.site / file).is_file() for file in files):
            return False
        self.now |= dict(zip(files, held, strict=True))
        return True

    def write(self, file: str, body: bytes, stamp: str = "") -> None:
        """Put the file there, unless these very bytes are there."""
        digest = hashlib.sha256(body).hexdigest()[:32]
        target = self._inside(file)
        known = self.before.get(file)
        self.now[file] = [digest, stamp]
        if known and known[0] == digest and target.is_file():
            return
        put(target, body)
        self.written += 1

    def finish(self) -> int:
        """Remove what is not there any more, and keep the manifest; how many files went."""
        gone = self.before.keys() - self.now.keys()
        for file in gone:
            self._inside(file).unlink(missing_ok=True)
        self.keep()
        return len(gone)

    def keep(self) -> None:
        """Write the manifest."""
        put(self.place / MANIFEST, json.dumps(self.now, sort_keys=True).encode())

    def remove_at_once(self, files) -> None:
        """Remove files before anything else is done: those of withdrawn records."""
        for file in files:
            self._inside(file).unlink(missing_ok=True)
            self.before.pop(file, None)

    def _inside(self, file):
        target = (self.site / file).resolve()
        if not target.is_relative_to(self.site.resolve()):
            raise ValueError(f"{file} would lie outside of {self.site}.")
        return target

    def _manifest(self):
        try:
            return json.loads((self.place / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return {}


def put(target: Path, body: bytes) -> None:
    """Write a file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    with os.fdopen(number, "wb") as held:
        held.write(body)
    os.chmod(name, 0o644)
    os.replace(name, target)


def with_policy(body: bytes, policy: str) -> bytes:
    """A card that carries its own policy: each has other hashes, and a file has no headers.

    Who may frame it cannot be said inside a document; the web server says that.
    """
    inside = "; ".join(part.strip() for part in policy.split(";") if "frame-ancestors" not in part)
    meta = META.format(escape(inside, quote=False)).encode()
    return HEAD.sub(lambda found: found[0] + meta + b"\n", body, count=1)
