"""Images that were drawn before, on disk, by what stands on them.

The name is a hash of the contents and of the layout, so nothing here is ever out of date, and the
folder may be emptied at any time.
"""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from quotetrack.embeds.outage import folder
from quotetrack.embeds.sharing import images


def kept(contents: dict, draw: Callable[[dict], bytes]) -> bytes:
    """The image of these contents: from disk, or drawn and put there."""
    said = json.dumps([contents, revision()], ensure_ascii=False, sort_keys=True)
    name = hashlib.sha256(said.encode()).hexdigest()
    place = folder.place("images", name[:2], f"{name}.png")
    if place is None:
        return draw(contents)
    try:
        return place.read_bytes()
    except OSError:
        image = draw(contents)
        folder.write(place, image)
        return image


@lru_cache(maxsize=1)
def revision() -> str:
    """A hash of everything that an image is made of, besides what stands on it."""
    digest = hashlib.sha256(images.layout())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
