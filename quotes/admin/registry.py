"""Imports every module that registers something with the desk's admin site."""

from quotes.admin import (  # noqa: F401
    accounts,
    claims,
    notices,
    people,
    sources,
    suggestions,
    words,
)
