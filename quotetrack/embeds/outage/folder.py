"""The folder on disk, one for each database; empty setting: nothing is kept."""

import hashlib
import logging
import os
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.db import connections

QUIET = 60  # seconds between two complaints: a full disk is one trouble, not thousands
complained = {"at": -QUIET}
log = logging.getLogger("quotetrack.kept")


def root() -> Path | None:
    """The folder of this database, or None where nothing is to be kept."""
    if not settings.KEPT_DIR:
        return None
    named = f"{connections['default'].settings_dict['NAME']} {settings.SITE_URL}"
    return Path(settings.KEPT_DIR) / hashlib.sha256(named.encode()).hexdigest()[:12]


def place(*parts: str) -> Path | None:
    """A file in the folder, whether it is there or not."""
    held = root()
    return held.joinpath(*parts) if held else None


def write(file: Path, data: bytes) -> bool:
    """Put the file there whole or not at all; a full disk is logged and is no error."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
        try:
            with os.fdopen(number, "wb") as held:
                held.write(data)
            os.replace(name, file)
        except OSError:
            os.unlink(name)
            raise
    except OSError as error:
        if time.monotonic() - complained["at"] >= QUIET:
            complained["at"] = time.monotonic()
            log.error("not_kept file=%s error=%r", file, str(error))
        return False
    return True
