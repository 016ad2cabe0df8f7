"""Guarding edits: whoever saves over somebody else's change is told, and nothing is lost."""

from quotes.errors import EditConflict
from sources.dates import date_fields


def locked(row, expect: int | None = None):
    """The row as it stands now, locked to the end of the transaction.

    `expect` is the `edit_version` that the person saw; EditConflict where it has moved on, with
    what differs from the copy that was handed in.
    """
    current = type(row)._base_manager.select_for_update().get(pk=row.pk)
    if expect is not None and current.edit_version != int(expect):
        raise EditConflict(
            "Somebody changed this since you opened it. Your change is kept below: compare, and"
            " save again.",
            current=current,
            changed=differences(row, current),
        )
    return current


def differences(seen, current) -> dict:
    """Field names and both values where two copies of a row differ."""
    found = {}
    for field in current._meta.concrete_fields:
        if field.name in ("edit_version", "id"):
            continue
        one, other = getattr(seen, field.attname), getattr(current, field.attname)
        if one != other:
            found[field.name] = (one, other)
    return found


def save_fields(row, values: dict) -> list[str]:
    """Set and save what really changed; the names of the changed columns."""
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    own = {field.name for field in row._meta.concrete_fields}
    columns = [
        column for name in changed for column in ([name] if name in own else date_fields(name))
    ]
    if columns:
        row.save(update_fields=columns)
        if hasattr(row, "edit_version"):
            row.refresh_from_db(fields=["edit_version"])
    return changed
