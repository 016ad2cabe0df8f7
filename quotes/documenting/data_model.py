"""docs/data-model.md: every table, its columns, and what the database refuses."""

import inspect
from importlib import import_module
from itertools import groupby

import pghistory
from django.apps import apps
from django.db import models
from pghistory.models import Event

from quotes.documenting import conditions
from quotes.documenting.markdown import code, listed, mermaid, paragraph, sections, table

APPS = ("sources", "quotes", "published", "api", "webhooks", "embeds")
READING = ["people", "words", "occurrences", "attributions", "links", "claims", "assessments"]
READING += ["notices", "merges", "desk"]
INTRODUCTION = """# The data model

Every table of ours with its columns and its rules, app by app. Rules stand in the database
wherever a database can hold them, so that raw SQL meets them too. *Refused with* gives the
sentence that the person hears.

Conventions:

- Keys are internal numbers. What the outside may name has a `public_id`: twelve random
  characters, never used again.
- `edit_version` guards edits on the desk and is never public. What readers see as `version`
  counts published versions.
- A date of which only a part is known is three columns: `…_earliest`, `…_latest` and
  `…_precision`.
- Offsets are Unicode code points into a snapshot's text, the end exclusive.
- *History* means that every state of the row is kept in a table of its own (`…event`), with who
  and why, written by triggers and itself protected against change.
- `*` marks a column that may be empty (NULL). *Internal* is what no form offers.
- The app `published` has no relations: its rows hold public ids and no keys of the desk's tables.
"""
TYPES = {
    "Char": "text",
    "Text": "text",
    "Slug": "slug",
    "URL": "address",
    "Boolean": "yes or no",
    "DateTime": "moment",
    "Date": "day",
    "Time": "time",
    "Duration": "duration",
    "JSON": "JSON",
    "Float": "number",
    "Binary": "bytes",
    "SearchVector": "search vector",
    "Array": "list",
}


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for label in APPS:
        parts.append(app_section(apps.get_app_config(label)))
    return sections(*parts)


def app_section(config) -> str:
    """One app: its subjects, one after another."""
    ours = [model for model in config.get_models() if not issubclass(model, Event)]
    parts = [f"## {config.label}"]
    for name, found in groupby(sorted(ours, key=place), key=lambda model: model.__module__):
        found = list(found)
        parts += [f"### {name}", paragraph(import_module(name).__doc__), diagram(found)]
        parts += [model_section(model) for model in found]
    return sections(*parts)


def place(model) -> tuple:
    """Where a table comes: by subject in reading order, then as in its module."""
    subject = model.__module__.rpartition(".")[2]
    known = READING.index(subject) if subject in READING else len(READING)
    return (known, subject, inspect.getsourcelines(model)[1])


def diagram(found) -> str:
    """The relations that start at these tables; those to people are left out."""
    lines = []
    for model in found:
        for field in relations(model):
            many = "o|" if isinstance(field, models.OneToOneField) else "o{"
            one = "}o" if field.many_to_many else "|o" if field.null else "||"
            lines.append(f"    {target(field)} {one}--{many} {model.__name__} : {field.name}")
    return mermaid(["erDiagram", *lines]) if lines else ""


def relations(model):
    """Foreign keys and own tables of pairs, but not who did something."""
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    return [
        field
        for field in fields
        if field.is_relation
        and field.related_model._meta.app_label in APPS
        and not (field.many_to_many and not field.remote_field.through._meta.auto_created)
    ]


def target(field) -> str:
    """The table that a relation leads to."""
    return field.related_model.__name__


def model_section(model) -> str:
    """One table."""
    return sections(
        f"#### {model.__name__}",
        paragraph(model.__doc__),
        table(["column", "type", "what it holds"], [column(field) for field in columns(model)]),
        rules(model),
        facts(model),
    )


def columns(model):
    """Every column but the internal key, and the many-to-many relations."""
    fields = [field for field in model._meta.concrete_fields if field.name != "id"]
    return [*fields, *model._meta.local_many_to_many]


def column(field):
    """Name, type and meaning of a column."""
    name = code(field.name) + (" \\*" if field.null and not field.primary_key else "")
    return [name, kind_of(field), meaning(field)]


def kind_of(field) -> str:
    """The type, as somebody at the desk would say it."""
    if field.many_to_many:
        return f"many {linked(field)}"
    if isinstance(field, models.OneToOneField):
        return f"one {linked(field)}"
    if field.is_relation:
        return f"→ {linked(field)}"
    name = type(field).__name__.removesuffix("Field")
    word = TYPES.get(name, "whole number" if "Integer" in name else name)
    length = getattr(field, "max_length", None)
    return f"{word}, ≤ {length}" if word in ("text", "slug", "address") and length else word


def linked(field) -> str:
    """The other table's name, as a link where it stands on this page."""
    name = target(field)
    ours = field.related_model._meta.app_label in APPS
    return f"[{name}](#{name.lower()})" if ours else name


def meaning(field) -> str:
    """Help text, choices, uniqueness, what is internal."""
    parts = [str(field.help_text)] if field.help_text else []
    if field.choices:
        parts.append(listed([code(value) for value, _ in field.choices]) + ".")
    if field.unique and not field.primary_key:
        parts.append("Unique.")
    if field.primary_key:
        parts.append("The key.")
    if not field.editable:
        parts.append("*Internal.*")
    return " ".join(parts)


def rules(model) -> str:
    """The table of what the database refuses."""
    rows = [
        [code(one.name % {"class": model.__name__.lower(), "app_label": model._meta.app_label}),
         "constraint", holds(model, one)]
        for one in model._meta.constraints
    ]  # fmt: skip
    for one in getattr(model._meta, "triggers", []):
        if not isinstance(one, pghistory.trigger.Event):
            rows.append([code(one.name), conditions.moment(one), conditions.trigger(model, one)])
    return table(["rule", "when", "what holds"], rows)


def holds(model, one) -> str:
    """What a constraint demands, and the sentence it refuses with where it has its own."""
    text = conditions.constraint(model, one)
    sentence = getattr(one, "violation_error_message", "")
    default = one.default_violation_error_message
    told = f" Refused with: {sentence}" if sentence and sentence != default else ""
    return f"{text[0].upper()}{text[1:]}.{told}"


def facts(model) -> str:
    """History, and indexes by name."""
    triggers = getattr(model._meta, "triggers", [])
    parts = []
    if any(isinstance(one, pghistory.trigger.Event) for one in triggers):
        parts.append("History: yes.")
    if model._meta.indexes:
        parts.append(f"Indexes: {listed([code(one.name) for one in model._meta.indexes], 'and')}.")
    return " ".join(parts)
