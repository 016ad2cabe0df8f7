"""The text layer of a PDF, its printed lines joined to paragraphs."""

import re
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError

MAX_TEXT = 6 * 1024 * 1024  # characters; the caller's limits are lower, this one saves time
SENTENCE_ENDS = tuple('.!?…:”"»’。！？؟')
FILE_NAME = re.compile(r"\.\w{2,5}$|^untitled", re.IGNORECASE)


def read(body: bytes, asked: dict) -> dict:
    """The text layer of a PDF, its printed lines joined to paragraphs, and its title."""
    reader = PdfReader(BytesIO(body))
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "encrypted"}
    except DependencyError:  # a cipher for which we carry no library
        return {"error": "encrypted"}
    pages, size = [], 0
    for page in reader.pages:
        pages.append(page.extract_text())
        size += len(pages[-1])
        if size > MAX_TEXT:
            break
    title = str(reader.metadata.title or "") if reader.metadata else ""
    text = paragraphs_of([page.splitlines() for page in pages])
    return {"text": text[:MAX_TEXT], "title": "" if FILE_NAME.search(title) else title}


def paragraphs_of(pages: list[list[str]]) -> str:
    """Printed lines joined where a sentence runs on; a quotation then stays in one paragraph.

    A line ends its paragraph when it is followed by an empty one, when it is short, or when it is
    not quite full and ends a sentence. Page numbers are left out.
    """
    lines = [line.strip() for page in pages for line in without_page_number(page)]
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[len(lengths) * 9 // 10] if lengths else 0
    words = set(re.findall(r"\w+-\w+", "\n".join(lines)))
    done, open_line = [], ""
    for line in lines:
        open_line = joined(open_line, line, words) if line else open_line
        if (
            not line
            or len(line) < full * 0.5
            or (len(line) < full * 0.85 and line.endswith(SENTENCE_ENDS))
        ):
            done.append(open_line)
            open_line = ""
    return "\n".join(line for line in [*done, open_line] if line)


def without_page_number(lines: list[str]) -> list[str]:
    """The lines of a page without a bare number at its top or foot."""
    lines = list(lines)
    for at in (0, -1):
        if lines and lines[at].strip(" -–—").isdecimal():
            del lines[at]
    return lines


def joined(before: str, line: str, words: set[str]) -> str:
    """Two printed lines as one; a word that was divided between them is whole again."""
    if not before:
        return line
    if before.endswith("\u00ad"):
        return before[:-1] + line
    if before.endswith("-") and before[-2:-1].isalpha() and line[0].islower():
        whole = re.search(r"\w+-$", before)[0] + re.match(r"\w+", line)[0]
        return before + line if whole in words else before[:-1] + line
    return f"{before} {line}"
