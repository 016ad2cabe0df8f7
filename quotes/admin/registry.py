"""Imports every module that registers something with the desk's admin site."""

from quotes.admin import (  # noqa: F401
    accounts,
    claims,
    notices,
    outside_reviews,
    people,
    sources,
    suggestions,
    words,
)
