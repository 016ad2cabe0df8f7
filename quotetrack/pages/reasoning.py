"""An editor's reasoning, written in a little Markdown: paragraphs, lists, bold, emphasis, links.

It becomes plain values, never markup: the template writes the tags, so nothing in it can.
"""

import re
from dataclasses import dataclass

INLINE = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*|(?<![\w*])[*_](?P<em>[^*_\n]+)[*_](?![\w*])"
    r"|\[(?P<text>[^\]\n]+)\]\((?P<href>https?://[^\s)]+)\)"
)
ITEM = re.compile(r"\s*[-*+]\s+")
HEADING = re.compile(r"#{1,6}\s+")


@dataclass(frozen=True)
class Run:
    """Some characters in one style: plain, bold, em or link."""

    text: str
    style: str = ""
    href: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list with its items."""

    runs: list[Run]
    items: list[list[Run]]


def blocks(text: str) -> list[Block]:
    """The paragraphs and lists of a text."""
    found = []
    for chunk in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line for line in chunk.split("\n") if line.strip()]
        if lines and all(ITEM.match(line) for line in lines):
            found.append(Block([], [runs(ITEM.sub("", line, count=1)) for line in lines]))
        elif lines:
            found.append(Block(runs(HEADING.sub("", " ".join(map(str.strip, lines)))), []))
    return found


def runs(text: str) -> list[Run]:
    """The text cut by its style."""
    found, at = [], 0
    for match in INLINE.finditer(text):
        if match.start() > at:
            found.append(Run(text[at : match.start()]))
        style = match.lastgroup
        if match["href"]:
            found.append(Run(match["text"], "link", match["href"]))
        else:
            found.append(Run(match[style], style))
        at = match.end()
    if at < len(text):
        found.append(Run(text[at:]))
    return found
