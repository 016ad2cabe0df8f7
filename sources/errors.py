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


# Addresses and fetching


class AddressNotUsable(SourcesError):
    """The address is not one of a page on the web."""

    code = "address_not_usable"
    field = "url"


class AddressNotAllowed(SourcesError):
    """The address leads to a machine or port that the fetcher must not touch."""

    code = "address_not_allowed"
    field = "url"


class FetchFailed(SourcesError):
    """The site could not be reached, or answered with something other than the page.

    ``status`` is the site's HTTP status where it answered; ``retry_after`` the seconds it asked
    us to wait, where it did.
    """

    code = "fetch_failed"
    field = "url"

    def __init__(self, message, *, status=None, retry_after=None):
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class TooLarge(SourcesError):
    """The page, file or text is larger than the limit."""

    code = "too_large"


class TooSlow(SourcesError):
    """The site, or the reading of its page, took longer than the limit."""

    code = "too_slow"


# Pages and texts


class NotAnArticle(SourcesError):
    """The file is of a kind that holds no readable article: a ZIP, an image, a program."""

    code = "not_an_article"


class NoTextFound(SourcesError):
    """The page or file is of the right kind but holds no text, such as a scanned PDF."""

    code = "no_text_found"


class PageNotReadable(SourcesError):
    """The page or file is broken, locked or built so that it could not be read."""

    code = "page_not_readable"


class TextNotUsable(SourcesError):
    """The text holds something that cannot be stored or searched, such as a NUL character."""

    code = "text_not_usable"
    field = "text"


class TextEmpty(TextNotUsable):
    """There is no text."""

    code = "text_empty"


class TextTooLong(TextNotUsable):
    """The text is longer than one article may be."""

    code = "text_too_long"
