"""What the database refuses: rows of a table, most of them drawn from the models themselves.

A refusal is SQL that must fail, and the name of the rule that the error must report. `{name}`
stands for the primary key of a row of the world.
"""

import re
from dataclasses import dataclass

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from sources.records import new_public_id

APPS = ("sources", "quotes", "published", "webhooks", "embeds")
HISTORY = {"insert_insert", "update_update", "delete_delete"}
NOW = models.functions.Now  # marks a moment in a change
SAME = object()  # what the copied row holds


@dataclass(frozen=True)
class Refusal:
    """SQL that the database refuses: which declared rule it shows, and the name reported."""

    model: str
    rule: str
    sql: str
    reported: str = ""
    without_triggers: bool = False
    target: str = ""  # what a correction must be of, to let it through

    @property
    def name(self):
        return self.reported or self.rule

    def __str__(self):
        return f"{self.model.split('.')[1]}-{self.rule}"


def our_models():
    """Every model of ours, without the tables of history."""
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            if not model.__name__.endswith("Event"):
                yield model


def declared() -> set[tuple[str, str]]:
    """(model, name) of every constraint and every trigger that a model declares."""
    found = set()
    for model in our_models():
        rules = [*model._meta.constraints, *getattr(model._meta, "triggers", [])]
        found |= {(model._meta.label, rule.name) for rule in rules if rule.name not in HISTORY}
    return found


def attempt(refusal, ids):
    """Run a refusal's SQL in a transaction of its own; the error that the database reports."""
    table = apps.get_model(refusal.model)._meta.db_table
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if refusal.without_triggers:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(filled(refusal.sql, ids))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error.__cause__
    return None


def filled(sql: str, ids) -> str:
    """The SQL with primary keys for the names of rows; other braces stay."""
    return re.sub(
        r"\{(\w+)\}",
        lambda name: literal(ids[name[1]]) if name[1] in ids else name[0],
        sql,
    )


@dataclass(frozen=True)
class Key:
    """The primary key of a row of the world."""

    row: str


def literal(value) -> str:
    """A value as SQL."""
    if isinstance(value, Key):
        return f"{{{value.row}}}"
    if value is None:
        return "NULL"
    if value is NOW:
        return "now()"
    if isinstance(value, bool | int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def copy(model, row: str, **changes) -> str:
    """SQL that inserts a copy of a row, with some columns changed."""
    columns, values = [], []
    for field in model._meta.concrete_fields:
        if field.primary_key and isinstance(field, models.AutoField):
            continue
        name = f'"{field.column}"'
        columns.append(name)
        values.append(fresh(field, changes, name))
    table, key = model._meta.db_table, model._meta.pk.column
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT {', '.join(values)} FROM {table} WHERE {key} = {{{row}}}"
    )


def fresh(field, changes, name):
    """What a column of the copy holds."""
    if field.column in changes:
        value = changes[field.column]
        return name if value is SAME else literal(value)
    if field.column == "public_id" and field.unique:
        return literal(new_public_id())
    if field.column == "edit_version":
        return "1"
    if field.column == "slug" and field.unique:
        return literal(f"slug-{new_public_id()}")
    if field.unique and field.null:
        return "NULL"
    return name


def update(model, row: str, **changes) -> str:
    """SQL that changes columns of a row."""
    sets = ", ".join(f'"{column}" = {literal(value)}' for column, value in changes.items())
    return f"UPDATE {model._meta.db_table} SET {sets} WHERE {model._meta.pk.column} = {{{row}}}"


# The rules that repeat: what breaks each of them. From a rule's name come the columns.
def known(model, column):
    return {column: "x?"}


def nfc(model, column):
    return {column: "e\u0301"}


def blank(model, column):
    return {column: " \n"}


def in_order(model, name):
    days = {"earliest": "2026-02-02", "latest": "2026-02-01", "precision": "day"}
    return {f"{name}_{part}": value for part, value in days.items()}


def item(model, column):
    return {column: "P42"}


def one_of_two(model, columns):
    at, by = columns.split("_and_")
    return {at: NOW, f"{by}_id": None}


REPEATED = (
    (re.compile(r"(.+)_is_known$"), known),
    (re.compile(r"(.+)_is_nfc$"), nfc),
    (re.compile(r"(.+)_not_blank$"), blank),
    (re.compile(r"(.+)_in_order$"), in_order),
    (re.compile(r"(.+)_is_an_item$"), item),
    (re.compile(r"(.+_at_and_.+_by)$"), one_of_two),
)


def repeated(rows: dict[str, str], by_hand: set, without_triggers: set) -> list[Refusal]:
    """The refusals that follow from the names of the rules. `rows` says which row is copied."""
    found = []
    for model in our_models():
        for constraint in model._meta.constraints:
            key = (model._meta.label, constraint.name)
            if key not in by_hand and (changes := broken(model, constraint)) is not None:
                sql = statement(model, rows[model.__name__], changes)
                off = constraint.name in without_triggers
                found.append(Refusal(*key, sql, without_triggers=off))
    return found


def broken(model, constraint):
    """The changes that break a repeated rule, None where it is not one of them."""
    prefix = f"{model.__name__.lower()}_"
    name = constraint.name.removeprefix(prefix)
    if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
        return {}
    if name.endswith("_not_itself"):
        return {f"{name.removesuffix('_not_itself')}_id": "itself"}
    for pattern, breaks in REPEATED:
        if match := pattern.match(name):
            return breaks(model, match[1])
    return None


def statement(model, row, changes):
    """A row that points at itself is changed; all else is a copy."""
    if "itself" in changes.values():
        (column,) = changes
        return (
            f"UPDATE {model._meta.db_table} SET {column} = {{{row}}}"
            f" WHERE {model._meta.pk.column} = {{{row}}}"
        )
    return copy(model, row, **changes)


def unique_columns(rows: dict[str, str], by_hand: set) -> list[tuple[str, str, str]]:
    """(model, column, SQL) for every column that is unique on its own."""
    found = []
    for model in our_models():
        for field in model._meta.concrete_fields:
            key = (model._meta.label, field.column)
            if not field.unique or field.primary_key or key in by_hand:
                continue
            found.append((*key, copy(model, rows[model.__name__], **{field.column: SAME})))
    return found
