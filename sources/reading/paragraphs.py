"""What is a paragraph in HTML? Every outlet has its own answer; here they become lines."""

import re

from lxml import etree

MAX_TEXT = 6 * 1024 * 1024  # characters; the caller's limits are lower, this one saves the pipe
# In the tree that trafilatura makes.
LINES = re.compile(r"p|head|item|quote|list|table|row|cell|div")
BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|caption|dd|details|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|h1|h2|h3|h4|h5|h6|header|hr|html|legend|li|main|nav|ol|"
    r"option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
SILENT = {"head", "title", "script", "style", "template", "noscript", "textarea", "select"}
BREAKS = {"br", "lb"}
BLANK_LINE = re.compile(r"\n\s*\n")
BREAK = "\r"
DOUBLE_BREAK = re.compile(r"\r[ \r]*\r")
SINGLE_BREAK = re.compile("([^\\s.!?…:。！？؟”\"»’')\\]]|[,;][”\"»’'])[ ]?\r(?! *\n)")
SPACES = re.compile(r"[ \t\n\r\f]+")
QUOTES = ("“", "”"), ("‘", "’")


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


def mend(tree):
    """Mark up paragraphs that are not marked as such; extraction passes over them.

    Those are words that stand loose among paragraphs, blocks without a name that hold only words,
    text that was set with blank lines, and block quotations that are marked as figures.
    """
    for figure in list(tree.iter("figure")):
        if figure.find(".//blockquote") is not None:
            figure.tag = "div"
    for text in list(tree.iter("pre")):
        if not len(text):
            text.tag, pieces = "div", BLANK_LINE.split(text.text or "")
            text.text = None
            text.extend(_paragraph(tree, piece) for piece in pieces)
    for holder in {paragraph.getparent() for paragraph in tree.iter("p")}:
        wrap_loose_words(holder)
        for block in holder.iterchildren("div", "center", "font"):
            if not block.attrib and not any(_is_block(inner) for inner in block.iterdescendants()):
                block.tag = "p"


def wrap_loose_words(holder):
    """Put words that stand among the blocks of ``holder`` into paragraphs of their own."""
    loose = None
    if (holder.text or "").strip():
        loose = _paragraph(holder, holder.text)
        holder.text = None
        holder.insert(0, loose)
    for child in holder.getchildren():
        if child is loose:
            continue
        if _is_block(child):
            loose = None
            if (child.tail or "").strip():
                loose = _paragraph(holder, child.tail)
                child.tail = None
                child.addnext(loose)
        elif loose is None and (child.tail or "").strip() and child.tag not in SILENT:
            loose = _paragraph(holder, None)
            child.addprevious(loose)
            loose.append(child)
        elif loose is not None:
            loose.append(child)


def _paragraph(near, text: str | None):
    paragraph = near.makeelement("p")
    paragraph.text = text
    return paragraph


def _is_block(element) -> bool:
    return BLOCKS.fullmatch(element.tag) is not None


def lines_of(tree, breaking: re.Pattern, silent: set = frozenset()) -> str:
    """The text of a tree, each element that ``breaking`` names on lines of its own, no empty lines.

    Elements in ``silent`` are passed over with what stands in them as text. Two ``<br>`` divide
    paragraphs; a single one does where a sentence ends before it, else it is only a space, so that
    a quotation that is broken for its looks stays whole.
    """
    parts = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if breaking.fullmatch(element.tag):
            parts.append("\n")
        if element.tag in BREAKS and event == "start":
            parts.append(BREAK)
        if event == "end" and element is tree:
            break  # what follows the tree is not in it
        text = (element.text if event == "start" else element.tail) or ""
        if element.tag not in silent or event == "end":
            parts.append(SPACES.sub(" ", text))
    text = SINGLE_BREAK.sub(r"\1 ", DOUBLE_BREAK.sub("\n", "".join(parts)))
    lines = (SPACES.sub(" ", line).strip() for line in text.replace(BREAK, "\n").split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_TEXT]
