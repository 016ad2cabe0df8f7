"""Small pieces of Markdown and Mermaid."""


def table(head, rows) -> str:
    """A table; an empty text where there are no rows."""
    if not rows:
        return ""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(one) for one in line) + " |" for line in lines) + "\n"


def cell(text) -> str:
    """A text that fits into one cell."""
    return str(text).replace("|", "\\|").replace("\n", " ")


def code(text) -> str:
    """A name as it stands in the code."""
    return f"`{text}`"


def listed(items, word="or") -> str:
    """“a, b or c”."""
    *most, last = items
    return f"{', '.join(most)} {word} {last}" if most else last


def paragraph(docstring: str | None) -> str:
    """A docstring as running text."""
    lines = (docstring or "").strip().replace("``", "`").split("\n")
    return "\n".join(line.strip() for line in lines)


def first_line(docstring: str | None) -> str:
    """What a docstring says first."""
    return paragraph(docstring).split("\n\n")[0].replace("\n", " ").split(" -> ")[0]


def mermaid(lines) -> str:
    """A diagram."""
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def sections(*parts) -> str:
    """Blocks with an empty line between them; empty ones are left out."""
    return "\n".join(part.rstrip("\n") + "\n" for part in parts if part)
