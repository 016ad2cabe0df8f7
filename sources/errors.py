"""What can go wrong with sources, each with a code for programs and a sentence for people."""


class QuoteTrackError(Exception):
    """The root of all our errors: `code` for programs, the message for people."""

    code = "invalid"
    field = None  # the input that it speaks of, where one is to blame


class SourcesError(QuoteTrackError):
    """Something is wrong with an outlet, an article or its text."""


class DateNotUsable(SourcesError):
    """The text is not a date that we can read."""

    code = "date_not_usable"

    def __init__(self, text):
        super().__init__(
            f"“{str(text)[:40]}” is not a date. Write 2025-05-03, 2025-05, 2025, or 202X for the"
            " 2020s."
        )


class OutletNotKnown(SourcesError):
    """No outlet has this id or slug."""

    code = "outlet_not_known"
    field = "outlet"


class AlreadyErased(SourcesError):
    """The snapshot's text was erased before."""

    code = "already_erased"
