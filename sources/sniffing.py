"""What kind of file a page really is, whatever its name and its server say.

Three kinds are read: ``html``, ``plain`` and ``pdf``. The bytes have the last word: a ZIP that is
called a web page is refused, a PDF that is called one is read as a PDF.
"""

from .errors import NotAnArticle

HTML, PLAIN, PDF = "html", "plain", "pdf"
KINDS = {
    "text/html": HTML,
    "application/xhtml+xml": HTML,
    "text/plain": PLAIN,
    "application/pdf": PDF,
    "application/x-pdf": PDF,
}
# The servers that say these do not know; the bytes decide.
UNKNOWN = {"", "application/octet-stream", "binary/octet-stream", "unknown/unknown", "*/*"}

# How files begin that are no article, and what to call them.
BEGINNINGS = (
    (b"PK\x03\x04", "a ZIP archive (perhaps an office document)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"RIFF", "an image, a sound or a film"),
    (b"OggS", "a sound or a film"),
    (b"ID3", "a sound"),
    (b"fLaC", "a sound"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x00asm", "a program"),
    (b"%!PS", "a PostScript file"),
    (b"SQLite format 3\x00", "a database"),
)
BINARY = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
HTML_BEGINNINGS = (b"<!doctype", b"<html", b"<head", b"<body", b"<meta", b"<title", b"<article")


def kind_of(body: bytes, content_type: str = "", also: tuple = ()) -> str:
    """``html``, ``plain`` or ``pdf``; ``NotAnArticle`` names what it is instead.

    ``also`` names further media types that are read as plain text.
    """
    for beginning, name in BEGINNINGS:
        if body.startswith(beginning):
            raise NotAnArticle(_refusal(f"The file is {name}, not an article."))
    if b"%PDF-" in body[:1024]:
        return PDF
    if body[4:8] == b"ftyp":
        raise NotAnArticle(_refusal("The file is an image, a sound or a film, not an article."))
    declared = check_content_type(content_type, also)
    if declared == PDF:
        raise NotAnArticle(_refusal("The file is called a PDF, but it is none."))
    if _is_binary(body):
        raise NotAnArticle(_refusal("The file is not text, HTML or PDF."))
    return declared or (HTML if looks_like_html(body) else PLAIN)


def check_content_type(content_type: str, also: tuple = ()) -> str | None:
    """The kind that the server claims; None where it claims none, ``NotAnArticle`` for others."""
    name = media_type(content_type)
    if name in UNKNOWN:
        return None
    if name in also:
        return PLAIN
    if name not in KINDS:
        raise NotAnArticle(_refusal(f"The address answers with “{name[:60]}”, not an article."))
    return KINDS[name]


def media_type(content_type: str) -> str:
    """``text/html`` of ``Text/HTML; charset=utf-8``."""
    return (content_type or "").partition(";")[0].strip().lower()


def charset_of(content_type: str) -> str | None:
    """The charset that a Content-Type header names, if it names one."""
    for parameter in (content_type or "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def looks_like_html(body: bytes) -> bool:
    """Whether the text begins as a web page does."""
    beginning = body[:1024].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip().lower()
    return beginning.startswith(HTML_BEGINNINGS) or (
        beginning.startswith((b"<!--", b"<?xml", b"<script", b"<div", b"<p>", b"<p "))
    )


def _is_binary(body: bytes) -> bool:
    """Many control characters among the first bytes. A few broken ones are put up with.

    UTF-16 consists of NULs to a good part, so those are counted only beside others.
    """
    head = body[:1024]
    if not head or head.startswith(UTF_16_MARKS):
        return False
    controls = len(head) - len(head.translate(None, BINARY.replace(b"\x00", b"")))
    nuls = head.count(0)
    return controls > len(head) / 20 or nuls > len(head) * 0.6


def _refusal(trouble: str) -> str:
    return f"{trouble} Give the address of a web page or a PDF, or paste the text instead."
