"""What can go wrong on the desk, each with a code for programs and a sentence for people."""

from sources.errors import QuoteTrackError


class QuotesError(QuoteTrackError):
    """Something on the desk cannot be done as asked."""


class NotAllowed(QuotesError):
    """This person's role does not cover the act."""

    code = "not_allowed"


class MoveNotAllowed(QuotesError):
    """The row cannot go from where it stands to where it was sent."""

    code = "move_not_allowed"


class NotReady(QuotesError):
    """Something is missing before this can be done; the sentence says what."""

    code = "not_ready"


class EditConflict(QuotesError):
    """Somebody changed the row since it was read.

    ``changed`` maps field names to (as read, as it stands now); ``current`` is the row now.
    """

    code = "edit_conflict"

    def __init__(self, message, *, current=None, changed=None):
        super().__init__(message)
        self.current = current
        self.changed = changed or {}


class LookAgain(EditConflict):
    """What hangs on the rows has changed since somebody looked at what an act would do."""


class SpeakerNotClear(QuotesError):
    """The name alone does not tell who is meant. ``choices`` are the speakers it may be."""

    code = "speaker_not_clear"
    field = "speaker"

    def __init__(self, name, choices):
        self.choices = list(choices)
        known = "; ".join(f"{row.name} ({row.description or row.kind})" for row in self.choices)
        super().__init__(
            f"“{name}” does not tell who is meant: {known}. Choose one, or make a new one."
        )


class AlreadyDecided(QuotesError):
    """The suggestion was decided before."""

    code = "already_decided"


class TextNotInSnapshot(QuotesError):
    """The marked stretch is not in the snapshot's text."""

    code = "text_not_in_snapshot"


class NothingToDo(QuotesError):
    """Nothing would be changed."""

    code = "nothing_to_do"
