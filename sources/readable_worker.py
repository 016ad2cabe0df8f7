"""Reads one page or PDF in a process of its own, which may be killed at any time.

Run by ``readable.py`` as a file, never imported: standard input gives a line of JSON (``kind``,
``url``, limits) and the bytes; standard output gets one JSON object. The process takes nothing
from our settings or database, has little memory and time, and may not open connections, start
programs or write files. A page that breaks the libraries breaks this process and nothing else.
"""

import contextlib
import ctypes
import datetime
import json
import os
import re
import sys
import warnings
from io import BytesIO

CLONE_NEWUSER, CLONE_NEWNET, PR_SET_PDEATHSIG, SIGKILL = 0x10000000, 0x40000000, 1, 9
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
MAX_ELEMENTS = 60_000  # a long live blog has 20,000
MAX_TEXT = 6 * 1024 * 1024  # characters; the caller's limits are lower, this one saves the pipe

# Linear A: signs of a script that nobody writes, letters to every library. See `Shield`.
STAND_INS = [chr(point) for point in range(0x10600, 0x10737)]
# trafilatura's tree
LINES = re.compile(r"p|head|item|quote|list|table|row|cell|lb|code|div")
BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|br|caption|dd|details|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|h1|h2|h3|h4|h5|h6|header|hr|html|legend|li|main|nav|ol|"
    r"option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
SILENT = {"head", "title", "script", "style", "template", "noscript", "textarea", "select"}
KEEPING = {"pre", "code"}
SPACES = re.compile(r"[ \t\n\r\f]+")
QUOTES = ("“", "”"), ("‘", "’")
SENTENCE_ENDS = tuple('.!?…:”"»’。！？؟')
DATE_PUBLISHED = re.compile(r'"datePublished"\s{0,20}:\s{0,20}"([^"]{8,40})"')
DATE_NAMES = re.compile(
    r"article:published_time|og:article:published_time|og:published_time|datepublished|"
    r"date|dc\.date|dc\.date\.issued|dcterms\.date|dcterms\.issued|dcterms\.created|"
    r"citation_publication_date|pubdate|publish-date|publishdate|publication_date|"
    r"parsely-pub-date|sailthru\.date|cxenseparse:recs:publishtime|article\.published",
    re.IGNORECASE,
)
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
AUTHOR = re.compile("author", re.IGNORECASE)
DAY = re.compile(r"(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?!\d)")
FILE_NAME = re.compile(r"\.\w{2,5}$|^untitled", re.IGNORECASE)


def main():
    """Read, answer, leave."""
    asked = json.loads(sys.stdin.buffer.readline())
    answer_to = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints does not garble the answer
    limit_process(asked["cpu_seconds"], asked["memory_bytes"])
    body = sys.stdin.buffer.read()
    warnings.simplefilter("ignore")
    try:
        answer = READERS[asked["kind"]](body, asked)
    except MemoryError:
        answer = {"error": "memory"}
    except Exception as error:
        answer = {"error": "broken", "detail": f"{type(error).__name__}: {error}"[:200]}
    answer_to.write(json.dumps(answer).encode())
    answer_to.close()
    os._exit(0)  # freeing a large tree properly takes longer than letting the system do it


def limit_process(cpu_seconds: int, memory_bytes: int):
    """Give up what reading a page does not need. Where a system lacks a limit, the rest holds."""
    with contextlib.suppress(ImportError):
        import resource

        for limit, value in (
            (resource.RLIMIT_CPU, cpu_seconds),
            (resource.RLIMIT_AS, memory_bytes),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(limit, (value, value))
    with contextlib.suppress(OSError, AttributeError):  # Linux only
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, SIGKILL)
        if libc.unshare(CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    sys.addaudithook(refuse)


def refuse(event: str, arguments: tuple):
    """Stop what a reader of pages has no business to do."""
    if event.startswith(FORBIDDEN) and event != "socket.__new__":
        raise PermissionError(f"{event} is not allowed here")
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
        raise PermissionError("writing is not allowed here")


def read_html(body: bytes, asked: dict) -> dict:
    """The article of a page, a paragraph a line, and what the page says of itself."""
    from lxml import etree, html
    from trafilatura import bare_extraction

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(body, parser=parser)
    except etree.ParserError:  # nothing but comments
        return {"text": ""}
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        return {"error": "elements"}
    drop(tree, ["//noscript", *asked["drop"]])  # "Please turn on JavaScript"
    spell_out_quotes(tree)
    shield = Shield(tree)
    found = bare_extraction(
        tree,
        url=asked["url"],
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return {
        "text": shield.undo(article_of(tree, found, asked["article"])),
        "title": shield.undo(found.title if found else tree.findtext(".//title")),
        "byline": shield.undo(found and found.author or named(tree, AUTHOR)),
        "published": published_on(tree),
        "canonical_url": found.url if found else None,
        "language": tree.get("lang") or tree.get(XML_LANG) or "",
    }


def drop(tree, paths: list[str]):
    """Take the elements out; what follows them stays."""
    for path in paths:
        for element in tree.xpath(path):
            if element.getparent() is not None:
                element.drop_tree()


def article_of(tree, found, path: str | None) -> str:
    """The text of the article: by the outlet's rule, by extraction, or all there is."""
    chosen = tree.xpath(path) if path else None
    if chosen:
        return lines_of(chosen[0], BLOCKS, SILENT)
    text = lines_of(found.body, LINES) if found else ""
    if "\n" in text:
        return text
    # In little pages, such as a pasted paragraph, extraction finds no article, or all words but
    # no paragraphs. Then the whole page is the article.
    whole = lines_of(tree, BLOCKS, SILENT)
    return whole if text.split() in ([], whole.split()) else text


def named(tree, names: re.Pattern) -> str | None:
    """What the first ``meta`` of the page says that has one of the names."""
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if names.fullmatch(name) and meta.get("content", "").strip():
            return meta.get("content")
    return None


def published_on(tree) -> str | None:
    """The day on which the page says it was published, as an ISO date; never a guess.

    Libraries look further, into the text and at copyright lines, and return days that nobody
    named. No day is better: the editor then looks.
    """
    data = (
        script.text or "" for script in tree.iter("script") if "ld+json" in script.get("type", "")
    )
    claims = [match[1] for text in data for match in DATE_PUBLISHED.finditer(text)][:1]
    claims.append(named(tree, DATE_NAMES))
    for time in tree.iter("time"):
        if "publish" in (time.get("itemprop", "") + time.get("class", "")).lower():
            claims.append(time.get("datetime"))
    for claim in claims:
        if day := DAY.match((claim or "").strip()):
            with contextlib.suppress(ValueError):
                return datetime.date(*map(int, day.groups())).isoformat()
    return None


def spell_out_quotes(tree):
    """Browsers draw the marks of ``<q>``; in the text they must be written."""
    for element in list(tree.iter("q")):
        opening, closing = QUOTES[sum(1 for _ in element.iterancestors("q")) % 2]
        element.text = opening + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text += closing
    for element in list(tree.iter("q")):
        element.drop_tag()


class Shield:
    """Keeps invisible characters through extraction, which would drop them.

    Zero-width joiners, marks of direction, soft hyphens and characters newer than Python's tables
    belong to the words. Each stands behind a letter that the page does not use, then comes back.
    """

    def __init__(self, tree):
        texts = [text for text in tree.itertext() if not text.isprintable()]
        metas = [meta for meta in tree.iter("meta") if not meta.get("content", "").isprintable()]
        seen = set().union(*texts, *(meta.get("content") for meta in metas))
        hidden = sorted(c for c in seen if not c.isprintable() and not c.isspace() and c > "\x7f")
        free = [sign for sign in STAND_INS if sign not in seen]
        self.forth = str.maketrans(dict(zip(hidden, free, strict=False)))
        self.back = str.maketrans(dict(zip(free, hidden, strict=False)))
        if hidden:
            self._apply(tree, metas)

    def _apply(self, tree, metas):
        for meta in metas:
            meta.set("content", meta.get("content").translate(self.forth))
        for element in tree.iter():
            if element.text and not element.text.isprintable():
                element.text = element.text.translate(self.forth)
            if element.tail and not element.tail.isprintable():
                element.tail = element.tail.translate(self.forth)

    def undo(self, text: str | None) -> str | None:
        """The text with its own characters again."""
        return text and text.translate(self.back)


def lines_of(tree, breaking: re.Pattern, silent: set = frozenset()) -> str:
    """The text of a tree, each element that ``breaking`` names on lines of its own, no empty lines.

    Elements in ``silent`` are passed over with what stands in them as text.
    """
    from lxml import etree

    parts = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if breaking.fullmatch(element.tag):
            parts.append("\n")
        if event == "end" and element is tree:
            break  # what follows the tree is not in it
        text = (element.text if event == "start" else element.tail) or ""
        if element.tag in KEEPING and event == "start":
            parts.append(text)
        elif element.tag not in silent or event == "end":
            parts.append(SPACES.sub(" ", text))
    lines = (SPACES.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_TEXT]


def read_pdf(body: bytes, asked: dict) -> dict:
    """The text layer of a PDF, its printed lines joined to paragraphs, and its title."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

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


READERS = {"html": read_html, "pdf": read_pdf}

if __name__ == "__main__":
    main()
