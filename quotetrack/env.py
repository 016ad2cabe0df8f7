"""Read the environment once, or complain in a sentence that says which variable to set."""

import os

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def flag(name: str, default: bool = False) -> bool:
    """True or false, as the variable says; anything else is refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”. Set it to 1 or 0.")


def text(name: str, default: str = "") -> str:
    """The variable's text, or the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int) -> int:
    """The variable as a whole number, or the default."""
    value = text(name)
    if not value:
        return default
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is “{value}”. Set it to a whole number.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str, development: str, *, production: bool) -> str:
    """A secret from NAME or from the file that NAME_FILE names; production accepts no default."""
    path = text(f"{name}_FILE")
    if path:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    value = text(name)
    if value:
        return value
    if production:
        raise ImproperlyConfigured(
            f"Set {name} (or {name}_FILE) to a secret of your own: production has no default."
        )
    return development
