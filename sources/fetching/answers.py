"""What a site answered: its status, its body, and how to tell a person about its troubles."""

import ssl
import time
import zlib
from email.utils import parsedate_to_datetime

import urllib3

from ..errors import FetchFailed, TooLarge
from .connections import PASTE

REDIRECTS = {301, 302, 303, 307, 308}
MAX_RATIO = 100
RATIO_COUNTS_FROM = 256 * 1024  # a small page of repeated words is no bomb
CHUNK = 64 * 1024
GZIP = 16 + zlib.MAX_WBITS
LONGEST_WAIT = 7 * 24 * 3600

SENTENCES = {
    401: "“{host}” asks for a log-in ({status}).",
    402: "“{host}” asks for payment ({status}).",
    403: "“{host}” did not let us read the page ({status}).",
    404: "“{host}” has no page at this address ({status}). Check the address.",
    410: "“{host}” has removed the page ({status}).",
    429: "“{host}” says that we ask too often ({status}).",
    451: "“{host}” may not show the page for legal reasons ({status}).",
}


def check_status(host: str, response):
    """Raise ``FetchFailed`` with a sentence for every answer that is not the page."""
    status = response.status
    if status == 200:
        return
    trouble = SENTENCES.get(status)
    if trouble is None and status >= 500:
        trouble = "“{host}” has a fault of its own at the moment ({status}). Try again later."
    trouble = (trouble or "“{host}” answered with status {status} instead of the page.").format(
        host=host, status=status
    )
    wait = seconds(response.headers.get("Retry-After"))
    if wait:
        trouble += f" It asks to wait {wait} seconds before the next try."
    raise FetchFailed(f"{trouble} {PASTE}", status=status, retry_after=wait)


def body_of(response, max_bytes: int) -> bytes:
    """The body, decompressed; ``TooLarge`` as soon as it passes a limit."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchFailed(f"The site sent the page compressed in a way we did not ask for. {PASTE}")
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > max_bytes:
        raise TooLarge(_too_large(max_bytes))
    chunks = _limited(response.stream(CHUNK, decode_content=False), max_bytes)
    if encoding in ("gzip", "x-gzip"):
        chunks = _limited(_unzipped(chunks, max_bytes), max_bytes)
    return b"".join(chunks)


def explain(host: str, error: Exception) -> str:
    """A sentence for a connection that failed."""
    if _is_about_tls(error):
        return (
            f"“{host}” could not show a valid certificate, so its answer cannot be trusted. {PASTE}"
        )
    if isinstance(error, (TimeoutError, urllib3.exceptions.TimeoutError)):
        return f"“{host}” does not answer. Try again later. {PASTE}"
    if isinstance(error, ConnectionRefusedError):
        return f"“{host}” refuses connections. Check the address and try again later. {PASTE}"
    return f"The connection to “{host}” broke, or its answer was not proper HTTP. {PASTE}"


def _is_about_tls(error: Exception | None) -> bool:
    return error is not None and (
        isinstance(error, (ssl.SSLError, ssl.CertificateError, urllib3.exceptions.SSLError))
        or _is_about_tls(error.__cause__)
    )


def _limited(chunks, max_bytes: int):
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise TooLarge(_too_large(max_bytes))
        yield chunk


def _unzipped(chunks, max_bytes: int):
    """The bytes inside gzip, in pieces that never hold more than a piece's worth of memory."""
    decoder, came, went = zlib.decompressobj(GZIP), 0, 0
    for chunk in chunks:
        came += len(chunk)
        while chunk:
            if decoder.eof:  # one gzip file may follow another; other bytes are padding
                if not chunk.startswith(b"\x1f\x8b"):
                    break
                decoder = zlib.decompressobj(GZIP)
            try:
                piece = decoder.decompress(chunk, CHUNK)
            except zlib.error as error:
                raise FetchFailed(f"The site's compressed page is damaged. {PASTE}") from error
            chunk = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
            went += len(piece)
            if went > RATIO_COUNTS_FROM and went > came * MAX_RATIO:
                raise TooLarge(_too_large(max_bytes))
            yield piece
    if not decoder.eof:
        yield decoder.flush()
    if not decoder.eof:
        raise FetchFailed(f"The site's compressed page ends in the middle. {PASTE}")


def seconds(retry_after: str | None) -> int | None:
    """How long a Retry-After header asks to wait, in seconds or until a date; at most a week."""
    text = (retry_after or "").strip()
    if text.isdecimal() and text.isascii():
        return min(int(text[:9]), LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(text).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0, int(wait)), LONGEST_WAIT)


def _too_large(max_bytes: int) -> str:
    return (
        f"The page is larger than {max_bytes / 1024 / 1024:.0f} MB, or is packed like a bomb."
        f" {PASTE}"
    )
