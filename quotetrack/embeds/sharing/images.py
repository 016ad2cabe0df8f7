"""Sets a share image as PNG. One typesetter lives as long as the process: starting one is slow."""

import json
from functools import lru_cache
from threading import Lock

import typst
from django.template.loader import get_template

from quotetrack.embeds.sharing import png

WIDTH, HEIGHT = 1200, 630
one_at_a_time = Lock()


def drawn(contents: dict) -> bytes:
    """The PNG of these contents; the same contents give the same bytes."""
    data = json.dumps(contents, ensure_ascii=False)
    with one_at_a_time:
        image = compiler().compile(layout(), format="png", ppi=72.0, sys_inputs={"data": data})
    return png.smaller(image)


@lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """The typesetter with the fonts of this machine; it opens no other file and no connection."""
    return typst.Compiler()


@lru_cache(maxsize=1)
def layout() -> bytes:
    """How an image is laid out, in the typesetter's own language."""
    return get_template("embeds/share.typ").template.source.encode()
