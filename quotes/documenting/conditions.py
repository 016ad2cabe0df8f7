"""What the database refuses, in words: from constraints and triggers to sentences."""

import re

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from quotes.documenting.markdown import code, listed
from sources.records import IsNFC

MESSAGE = re.compile(r"MESSAGE = ((?:'(?:[^']|'')*'|\|\||[\w.() ]+)+)")
LITERAL = re.compile(r"'((?:[^']|'')*)'")
PUBLISHED_ONLY = re.compile(r"PERFORM quotes_need_correction\(.*, '(.*)'\)")
SETS = re.compile(r"(?:;|THEN|ELSE)\s+NEW\.(\w+) :?= |INTO NEW\.(\w+)")
COMPARISONS = {"lt": "<", "lte": "≤", "gt": ">", "gte": "≥"}


def constraint(model, one) -> str:
    """What must hold, as a clause."""
    if isinstance(one, CheckConstraint):
        return condition(model, one.condition)
    if isinstance(one, ExclusionConstraint):
        return "no two rows overlap in " + listed(exclusions(one), "and")
    if isinstance(one, UniqueConstraint):
        fields = listed([code(name) for name in one.fields], "and")
        where = f", among rows where {condition(model, one.condition)}" if one.condition else ""
        return f"one row for each {fields}{where}"
    return type(one).__name__


def exclusions(one) -> list[str]:
    """The expressions of an exclusion constraint."""
    return [code(spelled(expression)) for expression, _ in one.expressions]


def spelled(expression) -> str:
    """An expression as somebody would write it."""
    if not hasattr(expression, "get_source_expressions"):
        return expression.name if isinstance(expression, F) else str(expression)
    inner = ", ".join(spelled(part) for part in expression.get_source_expressions())
    return f"{expression.extra.get('function') or expression.function}({inner})"


def condition(model, what) -> str:
    """A condition in words."""
    if isinstance(what, IsNFC):
        return f"{code(what.get_source_expressions()[0].name)} is in Unicode's normal form C"
    if not isinstance(what, Q):
        field, value = what
        return comparison(model, field, value)
    parts = [condition(model, child) for child in what.children]
    together = [isinstance(child, Q) and child.connector != what.connector
                and len(child.children) > 1 and not child.negated
                for child in what.children]  # fmt: skip
    parts = [f"({part})" if inner else part for part, inner in zip(parts, together, strict=True)]
    text = f" {what.connector.lower()} ".join(parts)
    return negated(text, len(parts)) if what.negated else text


def negated(text: str, parts: int) -> str:
    """The opposite of a condition."""
    if parts == 1 and text.count(" = ") == 1:
        return text.replace(" = ", " ≠ ")
    if parts == 1 and text.count(" is ") == 1:
        return text.replace(" is ", " is not ")
    return f"not ({text})"


def comparison(model, lookup: str, value) -> str:
    """One comparison in words."""
    name, _, kind = lookup.partition("__")
    field = code(name)
    against = code(value.name) if isinstance(value, F) else code(value)
    if kind == "isnull":
        return f"{field} is empty" if value else f"{field} is set"
    if kind == "in":
        return f"{field} is {one_of(model, name, value)}"
    if kind == "regex":
        return f"{field} is not blank" if value == r"\S" else f"{field} matches {against}"
    if kind == "contained_by":
        return f"{field} holds nothing but {listed([code(one) for one in value], 'and')}"
    if kind == "len__gt":
        return f"{field} has more than {value} entries"
    if kind in COMPARISONS:
        return f"{field} {COMPARISONS[kind]} {against}"
    return f"{field} is empty" if value == "" else f"{field} = {against}"


def one_of(model, name: str, values) -> str:
    """The values, or that they are all that the field may have."""
    choices = model._meta.get_field(name).choices
    if choices and sorted(values) == sorted(value for value, _ in choices):
        return "one of its choices"
    return "one of " + ", ".join(code(value) for value in values)


def trigger(model, one) -> str:
    """What a trigger says when it refuses, or what it sets."""
    text = body(model, one)
    needs = PUBLISHED_ONLY.search(text)
    if needs:
        return (
            f"To change {needs[1]} once the quote is published, the transaction must add a"
            " correction of it, or the redirect of a merge or split."
        )
    said = dict.fromkeys(spoken(match[1]) for match in MESSAGE.finditer(text))
    parts = [f"Sets {listed(sets(text), 'and')}."] if sets(text) else []
    return " ".join([*parts, "Refused with:", *said] if said else parts)


def sets(text: str) -> list[str]:
    """The columns that a trigger fills in."""
    return sorted({code(one or other) for one, other in SETS.findall(text)})


def body(model, one) -> str:
    """The trigger's PL/pgSQL."""
    func = one.func
    return func.func if isinstance(func, pgtrigger.Func) else func


def spoken(message: str) -> str:
    """A message as a person reads it; what is put in at run time is an ellipsis."""
    parts = [part.strip() for part in re.split(r"\s*\|\|\s*", message.strip())]
    texts = [LITERAL.fullmatch(part) for part in parts]
    return "".join(text[1].replace("''", "'") if text else "…" for text in texts)


def moment(one) -> str:
    """When a trigger fires."""
    when = str(one.when).lower()
    operation = " or ".join(str(one.operation).lower().split(" or "))
    if one.timing == pgtrigger.Deferred:
        return f"at commit, {when} {operation}"
    return f"{when} {operation}"
