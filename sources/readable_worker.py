"""Reads one page or PDF in a process of its own, which may be killed at any time.

Run by ``readable.py`` as a file, never imported: standard input gives a line of JSON (``kind``,
``url``, limits) and the bytes; standard output gets one JSON object. The process takes nothing
from our settings or database, has little memory and time, and may not open connections, start
programs or write files. A page that breaks the libraries breaks this process and nothing else.
"""

import contextlib
import ctypes
import json
import os
import re
import sys
import warnings

CLONE_NEWUSER, CLONE_NEWNET, PR_SET_PDEATHSIG, SIGKILL = 0x10000000, 0x40000000, 1, 9
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
MAX_ELEMENTS = 100_000  # a long live blog has 20,000
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
        answer = READERS[asked["kind"]](body, asked["url"])
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


def read_html(body: bytes, url: str | None) -> dict:
    """The article of a page, a paragraph a line, and what the page says of itself."""
    import lxml.html
    from trafilatura import bare_extraction

    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(body, parser=parser)
    except lxml.etree.ParserError:  # nothing but comments
        return {"text": ""}
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        return {"error": "elements"}
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    spell_out_quotes(tree)
    shield = Shield(tree)
    found = bare_extraction(
        tree,
        url=url,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = lines_of(found.body, LINES) if found else ""
    # Extraction finds no article in a single pasted paragraph. Then all text of the page is it.
    text = text or lines_of(tree, BLOCKS, SILENT)
    return {
        "text": shield.undo(text),
        "title": shield.undo(found.title if found else tree.findtext(".//title")),
        "byline": shield.undo(found.author if found else None),
        "published": found.date if found else None,
        "canonical_url": found.url if found else None,
        "language": language,
    }


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
        text = (element.text if event == "start" else element.tail) or ""
        if element.tag in KEEPING and event == "start":
            parts.append(text)
        elif element.tag not in silent or event == "end":
            parts.append(SPACES.sub(" ", text))
    lines = (SPACES.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_TEXT]


READERS = {"html": read_html}

if __name__ == "__main__":
    main()
