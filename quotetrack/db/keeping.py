"""Which connections a thread keeps from one request to the next."""

from django.db import DEFAULT_DB_ALIAS, connections

READER = "reader"


def leave(had_default: bool) -> None:
    """The readers' connection stays with this thread, unless it failed; others go to their pool."""
    default, reader = connections[DEFAULT_DB_ALIAS], connections[READER]
    if default.connection is not None and not had_default:
        default.close()
    if reader.errors_occurred and not reader.in_atomic_block:
        reader.close()
