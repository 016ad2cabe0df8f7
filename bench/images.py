"""What a share image costs: `.venv/bin/python -m bench.images`.

Work on all processors together, warm, medians of interleaved runs: an image of a claim as the site
draws it, and the floor in the same run, which is an empty page of that size set by the same
typesetter. Neither opens a database.
"""

import os
import statistics
import sys
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quotetrack.settings")

import django

django.setup()

from quotetrack.embeds.sharing import contents, images  # noqa: E402

CLAIM = {
    "language": "en",
    "text": "Both bridges over the harbour had been repaired before the first frost of the year,"
    " and nobody was asked to pay for crossing them.",
}
EMPTY = f"#set page(width: {images.WIDTH}pt, height: {images.HEIGHT}pt)\n".encode()
ROUNDS = 30


def work(draw) -> float:
    """Milliseconds of work of one drawing."""
    start = time.process_time()
    draw()
    return (time.process_time() - start) * 1000


def main():
    """Print both, and their ratio."""
    image = partial(images.drawn, contents.of_claim(CLAIM, None))
    floor = partial(images.compiler().compile, EMPTY, format="png", ppi=72.0)
    image(), floor()
    taken = [(work(image), work(floor)) for _ in range(ROUNDS)]
    ours, empty = (statistics.median(each) for each in zip(*taken, strict=True))
    print(f"image {ours:.1f} ms of work, {len(image()) // 1024} KB; empty page {empty:.1f} ms;"
          f" ratio {ours / empty:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
