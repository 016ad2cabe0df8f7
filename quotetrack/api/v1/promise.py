"""What must not happen to a published schema: a path, parameter or member that goes away."""


def broken(before: dict, after: dict) -> list[str]:
    """What the newer document takes away from the older one, in sentences."""
    faults = []
    for path, methods in before["paths"].items():
        if path not in after["paths"]:
            faults.append(f"{path} is gone.")
            continue
        for method, operation in methods.items():
            newer = after["paths"][path].get(method)
            place = f"{method.upper()} {path}"
            if newer is None:
                faults.append(f"{place} is gone.")
            else:
                faults += broken_operation(place, operation, newer)
    older, newer = (document["components"]["schemas"] for document in (before, after))
    for name, shape in older.items():
        faults += broken_shape(name, shape, newer.get(name))
    return faults


def broken_operation(place, before, after) -> list[str]:
    """Parameters and values that went away, and parameters that became required."""
    older = {row["name"]: row for row in before.get("parameters", ())}
    newer = {row["name"]: row for row in after.get("parameters", ())}
    faults = [f"{place} lost the parameter {name}." for name in older if name not in newer]
    for name, row in newer.items():
        if row["required"] and not older.get(name, {}).get("required"):
            faults.append(f"{place} now requires {name}.")
        lost = allowed(older.get(name)) - allowed(row) if allowed(row) else set()
        faults += [f"{place} no longer takes {name}={value}." for value in sorted(lost)]
    gone = set(before["responses"]) - set(after["responses"])
    return faults + [f"{place} no longer answers {status}." for status in sorted(gone)]


def allowed(row) -> set:
    """The values that a parameter lists."""
    schema = row["schema"] if row else {}
    return set(schema.get("items", schema).get("enum", ()))


def broken_shape(name, before, after) -> list[str]:
    """Members that went away, changed their type, or are no longer sure to be there."""
    if after is None:
        return [f"The shape {name} is gone."]
    newer, faults = after.get("properties", {}), []
    for member, value in before.get("properties", {}).items():
        if member not in newer:
            faults.append(f"{name} lost {member}.")
        elif newer[member].get("type") != value.get("type"):
            faults.append(f"{name}.{member} changed its type.")
    if name.endswith("Body"):
        more = set(after.get("required", ())) - set(before.get("required", ()))
        return faults + [f"{name} now requires {member}." for member in sorted(more)]
    less = set(before.get("required", ())) - set(after.get("required", ()))
    return faults + [f"{name}.{member} may now be missing." for member in sorted(less)]
