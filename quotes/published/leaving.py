"""Who is told when a public record is taken away, before that is committed.

Faces that keep copies outside the database register here. A listener must not fail: taking a record
away matters more than whatever it keeps.
"""

from collections.abc import Callable
from datetime import datetime

Listener = Callable[[str, str, str, datetime], None]
listeners: list[Listener] = []


def tell(kind: str, public_id: str, reason: str, at: datetime) -> None:
    """Tell everyone that this record is about to be gone."""
    for listener in listeners:
        listener(kind, public_id, reason, at)
