"""The style of a card: what its markup uses of the shared tokens and the card's own sheet.

A card is one document with no further request, so it carries its style. Rules for classes that the
markup does not have are left out, and tokens are written where they are used, unless several rules
share them. Pure: text in, text out; the files are read once.
"""

import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import get_template

COMMENT = re.compile(r"/\*.*?\*/", re.S)
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
TAG = re.compile(r"\b(details|summary|footer|blockquote|h1|bdi|a)\b")
TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;]+);")
USED = re.compile(r"var\((--[\w-]+)\)")
FONT = "font: 0.875rem/1.45 var(--text);"  # what everything in a card inherits from it
LIGHT_DARK = re.compile(r"light-dark\(([^,()]+),[^()]+\)")
ARABIC = ", Noto Naskh Arabic"
NEEDLESS = (":root", "*, ::before, ::after")  # written below; nothing in a card has a width
IN_MARKUP = re.compile(r'class="([^"]*)"|<([a-z][a-z0-9]*)|\b(dir="rtl"|data-theme="\w+")')


def used_in(markup: str) -> frozenset:
    """Classes, elements and attributes that a style could speak of."""
    found = set()
    for classes, tag, attribute in IN_MARKUP.findall(markup):
        found.update(f".{name}" for name in classes.split())
        found.update(part for part in (tag, attribute) if part)
    return frozenset(found)


@lru_cache(maxsize=256)
def style_for(used: frozenset) -> str:
    """The smallest sheet that lays out a document with these classes and elements."""
    tokens, rules = _sheet()
    kept = _kept(rules, used)
    text = "".join(kept)
    if 'dir="rtl"' not in used:
        tokens = {name: value.replace(ARABIC, "") for name, value in tokens.items()}
    text, left = _placed(text, tokens)
    if 'data-theme="light"' in used:  # dark is never asked for, not even by a printer
        text, left = (
            LIGHT_DARK.sub(r"\1", text),
            {k: LIGHT_DARK.sub(r"\1", v) for k, v in left.items()},
        )
    root = "".join(f"{name}:{value};" for name, value in left.items())
    return _tight(f":root{{color-scheme:light dark;{root}}}{text}")


@lru_cache(maxsize=1)
def _sheet():
    """The tokens, and all rules of both files in order, as (selectors, body or rules)."""
    shared = Path(finders.find("quotetrack/tokens.css")).read_text(encoding="utf-8")
    own = get_template("embeds/card.css").template.source
    text = COMMENT.sub("", shared + own)
    tokens = {name: " ".join(value.split()) for name, value in TOKEN.findall(text)}
    return tokens, [rule for rule in _rules(text) if rule[0] not in NEEDLESS]


def _rules(text):
    """Rules of a sheet; the body of an at-rule is a list of rules itself."""
    at = 0
    while (opening := text.find("{", at)) != -1:
        depth, end = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        head, body = text[at:opening].strip(), text[opening + 1 : end - 1].strip()
        yield head, list(_rules(body)) if head.startswith("@") else body
        at = end


def _kept(rules, used):
    for head, body in rules:
        if head != ".card" and isinstance(body, str):
            body = body.replace(FONT, "")
        if head.startswith("@"):
            inner = "".join(_kept(body, used))
            if inner:
                yield f"{head}{{{inner}}}"
            continue
        selectors = [each.strip() for each in _selectors(head) if _speaks_of(each, used)]
        if selectors:
            yield f"{','.join(selectors)}{{{body}}}"


def _selectors(head):
    """The selectors of a rule, cut at the commas that are not inside brackets."""
    return re.split(r",(?![^(]*\))", head)


def _speaks_of(selector, used):
    plain = re.sub(r":(not|is|has)\([^()]*(\([^()]*\))?[^()]*\)", "", selector)
    names = {f".{name}" for name in CLASS.findall(plain)} | set(TAG.findall(CLASS.sub("", plain)))
    names |= set(re.findall(r'dir="rtl"|data-theme="\w+"', selector))
    return names <= used


def _placed(text, tokens):
    """The rules with every token written out that is short or stands once; and the tokens left."""
    counts = {}
    for name in USED.findall(text):
        counts[name] = counts.get(name, 0) + 1
    left = {}
    for name, count in counts.items():
        value = tokens[name]
        apart = len(f"{name}:{value};") + count * len(f"var({name})")
        if count * len(value) <= apart:
            text = text.replace(f"var({name})", value)
        else:
            left[name] = value
    return text, left


def _tight(text):
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};,>])\s*", r"\1", text)
    text = re.sub(r":\s+", ":", text).replace(";}", "}")
    return re.sub(r"(?<![\d.])0\.(\d)", r".\1", text)
