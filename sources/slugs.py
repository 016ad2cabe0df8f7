"""Readable names for addresses, unique in their table."""

import unicodedata

from django.utils.text import slugify

from sources.locks import one_at_a_time
from sources.records import new_public_id

LONGEST = 60
GIVEN_BEFORE = []  # functions of kind and stem: slugs that lead somewhere although no row has them


def new_slug(model, name: str) -> str:
    """A slug that no row of the model has: from the name, with a number where it is taken.

    Nobody else gets it before this transaction ends. Names in scripts without Latin letters get
    the model's name and some random characters.
    """
    stem = slugify(unicodedata.normalize("NFKD", name))[:LONGEST].strip("-")
    if not stem:
        return f"{model._meta.model_name}-{new_public_id()[:8]}"
    one_at_a_time(f"slug of {model._meta.model_name}: {stem}")
    taken = set(model._base_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    for before in GIVEN_BEFORE:
        taken |= before(model._meta.model_name, stem)
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
