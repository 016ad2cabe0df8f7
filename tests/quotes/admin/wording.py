"""Every sentence that the desk may show, drawn from code and templates."""

import ast
import os
import re
from pathlib import Path

from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
ROOMS = [
    ROOT / "quotes",
    ROOT / "sources",
    *(ROOT / "quotetrack" / n for n in ("accounts", "webhooks")),
]
ALONE = (
    "api/admin.py",
    "api/models.py",
    "embeds/admin.py",
    "embeds/framing.py",
    "embeds/models.py",
)
CALLS = {
    "_": None, "lazy": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2),
}  # fmt: skip
STRING = r"""(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))"""
MARKED = re.compile(rf"\bngettext\({STRING},\s*{STRING}|\bgettext\({STRING}")
ELSEWHERE = ("migrations", "extraction", "demo", "management", "documenting")
GAP = "\0"
# What is between tags of a template and no sentence: keys, forms of files, marks.
NO_WORDS = {"Ctrl", "Enter", "Esc", "Shift", "article-desk", "plain-desk", "Tab"}


def code():
    """Every Python file whose sentences reach the desk."""
    yield from (ROOT / "quotetrack" / name for name in ALONE)
    for room in ROOMS:
        for path in sorted(room.rglob("*.py")):
            if not set(path.relative_to(ROOT).parts) & set(ELSEWHERE):
                yield path


def templates():
    """Every template of the desk."""
    for room in ROOMS:
        yield from sorted(room.rglob("templates/**/*.html"))


def marked():
    """Messages that code and templates mark for translation."""
    for path in code():
        with open(path, "rb") as file:
            for _line, message, _comments, _context in extract("python", file, keywords=CALLS):
                yield message if isinstance(message, str) else tuple(message)
    for path in templates():
        for found in MARKED.finditer(templatize(path.read_text("utf-8"))):
            one, several, single = found.groups()
            if single:
                yield ast.literal_eval(single)
            else:
                yield ast.literal_eval(one), ast.literal_eval(several)


def pattern(node):
    """A string of the code as a pattern: places numbered; None where it is no string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("%", "%%")
    if not isinstance(node, ast.JoinedStr):
        return None
    parts, number = [], 0
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(value.value.replace("%", "%%"))
        else:
            number += 1
            parts.append(f"%(p{number})s")
    return "".join(parts)


def refusals():
    """What is raised with a sentence, and what `roles.check` completes it with."""
    for path in code():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                found = pattern(node.exc.args[0])
                bare = re.sub(r"%\(\w+\)s", "", found or "")
                if found and " " in found and re.search("[A-Za-z]{3}", bare):
                    yield found
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "roles.check":
                if len(node.args) > 2 and isinstance(node.args[2], ast.Constant):
                    yield node.args[2].value


def sayings():
    """What the desk says once an act is done, and what acts are called in the history."""
    for path in code():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            found = None
            if isinstance(node, ast.Return) and path.is_relative_to(ROOT / "quotes/admin"):
                found = pattern(node.value)
            elif isinstance(node, ast.Call) and len(node.args) > 1:
                called = ast.unparse(node.func)
                if called.startswith("messages.") or called == "acting":
                    found = pattern(node.args[1])
                    if called == "acting" and "%(" in (found or ""):
                        continue  # names made of names: each is in the catalogue whole
            bare = re.sub(r"%\(\w+\)s", "", found or "")
            if re.search("[a-z]{3}", bare) and (" " in found or "." in found):
                yield found


def unmarked():
    """(template, words) that stand in a template as they are."""
    for path in templates():
        text = path.read_text("utf-8")
        text = re.sub(r"{% (blocktranslate|comment).*?{% end\1 %}", GAP, text, flags=re.DOTALL)
        text = re.sub(r"{#.*?#}|<(code|kbd|script)\b.*?</\1>", GAP, text, flags=re.DOTALL)
        text = re.sub(r"{%.*?%}|{{.*?}}", GAP, text, flags=re.DOTALL)
        for part in re.split(rf"<[^>]*>|{GAP}", text):
            words = re.sub(r"&\w+;", "", part).strip()
            if re.search("[A-Za-z]{2}", words) and words not in NO_WORDS:
                yield os.path.relpath(path, ROOT), words
