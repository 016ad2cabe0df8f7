"""Invisible characters, kept from a library that drops them."""

# Linear A: signs of a script that nobody writes, letters to every library.
STAND_INS = [chr(point) for point in range(0x10600, 0x10737)]


class Shield:
    """Keeps invisible characters through extraction, which would drop them.

    Zero-width joiners, marks of direction, soft hyphens and characters newer than Python's tables
    belong to the words. Each stands behind a letter that the page does not use, then comes back.
    """

    def __init__(self, tree):
        texts = [text for text in tree.itertext() if not text.isprintable()]
        metas = [meta for meta in tree.iter("meta") if not meta.get("content", "").isprintable()]
        seen = set().union(*texts, *(meta.get("content") for meta in metas))
        hidden = sorted(c for c in seen if not c.isprintable() and not c.isspace() and c > "\x7f")
        free = [sign for sign in STAND_INS if sign not in seen]
        self.forth = str.maketrans(dict(zip(hidden, free, strict=False)))
        self.back = str.maketrans(dict(zip(free, hidden, strict=False)))
        if hidden:
            self._apply(tree, metas)

    def _apply(self, tree, metas):
        for meta in metas:
            meta.set("content", meta.get("content").translate(self.forth))
        for element in tree.iter():
            if element.text and not element.text.isprintable():
                element.text = element.text.translate(self.forth)
            if element.tail and not element.tail.isprintable():
                element.tail = element.tail.translate(self.forth)

    def undo(self, text: str | None) -> str | None:
        """The text with its own characters again."""
        return text and text.translate(self.back)
