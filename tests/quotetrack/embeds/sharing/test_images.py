"""Share images by address: what they are, what they weigh, and when they are gone."""

import struct
import zlib
from datetime import UTC, datetime
from functools import partial

import pytest

from quotes.published.models import Tombstone
from quotetrack.embeds.sharing import contents, glyphs, images, png

from ... import published_rows as rows

pytestmark = pytest.mark.usefixtures("readers")

LONG = "Madam Speaker, a free lunch is an old joke, but tonight it is a bill; " * 18
SCRIPTS = {
    "en": "We will repair the bridges.",
    "long": LONG,
    "ar": "سنفتح المكتبة كل مساء حتى الساعة 9.",
    "he": "נפתח את הספרייה בכל ערב עד השעה 9.",
    "hi": "हम हर शाम पुस्तकालय खोलेंगे।",
    "zh": "我们每天晚上都会开放图书馆，不会要求任何人出示借书证。",
    "ja": "私たちは毎晩図書館を開けます。",
}


def pixels(image):
    """Width, height, and the colours of all pixels of a PNG with a palette."""
    width, height, depth, kind, data = png._taken_apart(image)
    assert (depth, kind) == (8, 3)
    at = image.index(b"PLTE")
    size = struct.unpack_from(">I", image, at - 4)[0]
    palette = image[at + 4 : at + 4 + size]
    lines = [data[row * (width + 1) + 1 : (row + 1) * (width + 1)] for row in range(height)]
    return width, height, [palette[3 * each : 3 * each + 3] for line in lines for each in line]


@pytest.fixture
def ask(client):
    return partial(_ask, client)


def _ask(client, row, version="", **params):
    return client.get(f"/og/q/{row.pk}{version}.png", params)


@pytest.mark.parametrize("script", SCRIPTS)
def test_an_image_is_a_png_of_its_size_and_light(ask, script):
    text = SCRIPTS[script]
    if script != "long" and glyphs.coverage().missing(text):
        pytest.skip(f"no font for {script}: {glyphs.package_for(text[0])} has one")
    language = "en" if script == "long" else script
    row = rows.quote(text, language=language, wordings=[rows.wording(text, language)],
                     claims=[rows.claim_link()], corrections=[rows.correction_ref()])  # fmt: skip

    answer = ask(row, ".1")

    width, height, colours = pixels(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert (width, height) == (1200, 630)
    assert len(answer.content) <= 60 * 1024
    assert colours[0] == bytes((255, 253, 248)) and bytes((29, 28, 26)) in colours
    assert not answer.cookies


def test_the_same_image_twice_is_the_same_bytes(ask):
    row = rows.quote()

    first, again = ask(row, ".1"), ask(row, ".1")

    assert first.content == again.content and first["ETag"] == again["ETag"]


def test_an_image_that_is_held_costs_nothing(client):
    row = rows.quote()
    held = client.get(f"/og/q/{row.pk}.1.png")["ETag"]

    answer = client.get(f"/og/q/{row.pk}.1.png", headers={"if-none-match": held})

    assert (answer.status_code, answer.content) == (304, b"")


def test_a_version_keeps_its_words(ask):
    row = rows.quote()
    rows.version(row, rows.quote_document(display=[{"seam": None, "text": "As it was."}]), number=5)

    assert ask(row, ".5").content != ask(row, ".1").content
    assert ask(row, ".9").status_code == 404


def test_a_withdrawn_quote_has_no_image(client):
    Tombstone.objects.create(kind="quote", public_id="1c5r9h4v2e6w", reason="legal",
                             withdrawn_at=datetime(2026, 6, 14, tzinfo=UTC))  # fmt: skip

    for address in ("/og/q/1c5r9h4v2e6w.png", "/og/q/1c5r9h4v2e6w.1.png"):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (410, b"")


def test_claims_and_speakers_have_images_too(client):
    claim, speaker = rows.claim(), rows.speaker()

    for address in (f"/og/c/{claim.pk}.png", f"/og/s/{speaker.pk}.png"):
        answer = client.get(address)
        assert answer.status_code == 200 and answer.content.startswith(png.SIGNATURE)


def test_the_page_names_the_image_of_its_version(client):
    row = rows.quote()

    page = client.get(f"/quotes/{row.pk}/").content.decode()

    address = f"https://quotes.example/og/q/{row.pk}.1.png"
    assert f'<meta property="og:image" content="{address}">' in page
    assert f'<meta name="twitter:image" content="{address}">' in page
    assert 'property="og:image:width" content="1200"' in page
    alt = "“We will repair the bridges.” — Ada Moor, harbour commissioner"
    assert f'<meta property="og:image:alt" content="{alt}">' in page
    assert f'src="https://quotes.example/og/q/{row.pk}.png"'.replace('"', "&quot;") in page


def test_images_are_drawn_once(ask, settings, tmp_path):
    settings.KEPT_DIR = str(tmp_path)
    row = rows.quote()
    first = ask(row, ".1").content
    stored = list(tmp_path.rglob("*.png"))

    assert [file.read_bytes() for file in stored] == [first]
    stored[0].write_bytes(b"from disk")
    assert ask(row, ".1").content == b"from disk"


def test_filters_are_undone_exactly():
    """Each filter of PNG, against its definition written out slowly."""
    above = bytes((x * 7 + 3) % 256 for x in range(200))
    row = bytes((x * x) % 256 if x % 5 else 0 for x in range(200))
    for kind, undo in enumerate(png.UNDO):
        assert undo(row, above) == _slowly(kind, row, above), kind
    assert png.UNDO[4](bytes(200), above) == above


def _slowly(kind, row, above):
    out = []
    for at, value in enumerate(row):
        left = out[at - 1] if at else 0
        corner = above[at - 1] if at else 0
        up = above[at]
        near = left + up - corner
        nearest = min((left, up, corner), key=lambda each: abs(near - each))
        out.append((value + (0, left, up, (left + up) // 2, nearest)[kind]) % 256)
    return bytes(out)


def test_the_palette_keeps_the_picture():
    """An image of greys and one colour comes back with the tones of the pages."""
    lines = b"".join(
        b"\x00" + bytes((grey, grey, grey, 255)) * 9 + bytes((156, 35, 39, 255))
        for grey in (0, 97, 243, 255)
    )
    head = struct.pack(">IIBBBBB", 10, 4, 8, 6, 0, 0, 0)
    made = png.SIGNATURE
    for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")):
        made += (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    _width, _height, colours = pixels(png.smaller(made))

    assert colours[0] == bytes((29, 28, 26)) and colours[20] == bytes((246, 242, 232))
    assert colours[30] == bytes((255, 253, 248))
    assert max(abs(a - b) for a, b in zip(colours[9], (156, 35, 39), strict=True)) <= 8


def test_what_it_says_is_data_and_never_markup():
    hostile = '#panic("x") $x$ *b* \\ #image("/etc/passwd")'
    plain = contents.of_speaker({"name": "Ada Moor", "role": "", "description": ""})
    plain["words"]["pieces"] = [hostile]

    assert images.drawn(plain).startswith(png.SIGNATURE)
