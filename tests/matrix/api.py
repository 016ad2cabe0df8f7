"""Every address of the API, by method, and who may: by session and by token alike.

The marks stand for: nobody, reader, contributor, editor, publisher, administrator.
"""

from tests import factories

ALL, HELPS = "yyyyyy", "--yyyy"

# What anybody may read, with the name that an address takes.
READS = {
    "quotes/": "", "quotes/feed/": "", "corrections/feed/": "", "quotes/facets/": "",
    "quotes/<str:name>/": "public", "quotes/<str:name>/cite/": "public?style=text",
    "quotes/<str:name>/history/": "public", "quotes/<str:name>/wordings/": "public",
    "speakers/": "", "speakers/<str:name>/": "speaker", "speakers/<str:name>/stats/": "speaker",
    "outlets/": "", "outlets/<str:name>/": "outlet",
    "articles/": "", "articles/<str:name>/": "shown",
    "claims/": "", "claims/<str:name>/": "rated", "claims/<str:name>/assessments/": "rated",
    "topics/": "", "topics/<str:name>/": "topic",
    "rating-scales/": "", "rating-scales/<str:name>/": "scale",
    "corrections/": "", "corrections/<str:name>/": "correction",
    "positions/": "", "releases/": "", "search/": "?q=bridges", "changes/": "", "schema/": "",
    "docs/": "", "quotes/export/": "?format=csv",
    "speakers/export/": "?format=csv", "outlets/export/": "?format=csv",
    "articles/export/": "?format=csv", "claims/export/": "?format=csv",
    "topics/export/": "?format=csv", "corrections/export/": "?format=csv",
    "rating-scales/export/": "?format=csv", "positions/export/": "?format=csv",
    "changes/export/": "?format=csv", "releases/export/": "?format=csv",
}  # fmt: skip
# What only the desk may read: suggestions and the words around them.
DESK_READS = {
    "articles/<str:name>/candidates/": "article", "candidates/<str:name>/": "candidate",
}  # fmt: skip
WRITES = {
    ("articles/", HELPS): lambda world: (
        "articles/", {"text": "“So it is,” Vera Ohm said on Monday.", "title": "So it is"}, {}),
    ("candidates/<str:name>/accept/", HELPS): lambda world: deciding(world, "accept"),
    ("candidates/<str:name>/reject/", HELPS): lambda world: deciding(world, "reject"),
    ("reports/", ALL): lambda world: (
        "reports/", {"target_type": "quote", "target": world.public.public_id,
                     "kind": "error", "text": "The day is wrong."}, {}),
    ("quote-check/", ALL): lambda world: ("quote-check/", {"text": factories.WORDS}, {}),
}  # fmt: skip


def deciding(world, act):
    """A decision about a suggestion, with the version that was read."""
    one = world.candidate
    tag = {"HTTP_IF_MATCH": f'"{one.public_id}-{one.edit_version}"'}
    return f"candidates/{one.public_id}/{act}/", {}, tag


def path_of(world, route, name):
    """The address with the world's row in it."""
    if name.startswith("?"):
        return route + name
    if not name:
        return route
    name, _mark, query = name.partition("?")
    row = getattr(world, name)
    return route.replace("<str:name>", str(getattr(row, "public_id", row))) + (
        query and f"?{query}"
    )
