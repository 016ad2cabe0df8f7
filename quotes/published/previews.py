"""How something would look to readers that none of them sees yet.

The desk makes the document as publishing would; the face that draws cards registers here how.
"""

DRAWERS = {}  # by kind: a function of a document's detail (a dict) that gives HTML and a policy


def drawn(kind: str, detail: dict) -> tuple[str, str] | None:
    """The HTML and the policy of the browser for it; None where no face draws this kind."""
    drawer = DRAWERS.get(kind)
    return drawer(detail) if drawer else None
