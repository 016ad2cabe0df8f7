"""A small PNG with a palette out of the typesetter's large one with full colours.

The typesetter writes four bytes for each pixel. Share images are grey letters on a ground, with a
few coloured ones, so one byte is enough: the image is set in neutral greys, and the palette gives
them the warm tones of the pages. Undoing the filters of PNG is slow in Python pixel by pixel, so
greys are followed in one channel only, rows that repeat are copied, and the rest is sliced.
"""

import re
import struct
import zlib
from itertools import accumulate

SIGNATURE = b"\x89PNG\r\n\x1a\n"
WASH = 243  # the ground of the chips: a large area, so its tone is exact
LEVELS = (*range(0, 239, 17), WASH, 255)  # the greys that are kept; more cannot be told apart
COLOURS = 256 - len(LEVELS)
RAMP = ((0, (29, 28, 26)), (97, (95, 91, 83)), (WASH, (246, 242, 232)), (255, (255, 253, 248)))
PAPER = RAMP[-1][1]
HIGH = {}  # by length of a row: the highest bit of each byte, and a row of nothing
QUICK, SMALLEST = 5, 9  # how hard to pack
MOST = 58_000  # bytes beyond which it is worth the time to pack harder
LOW = (255).__and__
SOMETHING = re.compile(rb"[^\x00]")


def smaller(image: bytes) -> bytes:
    """The same picture with a palette; an image of another kind is given back as it came."""
    width, height, depth, kind, rows = _taken_apart(image)
    if (depth, kind) != (8, 6):
        return image
    palette = _Palette()
    shown = bytearray()
    for red, green, blue in _pixels(rows, width, height):
        shown += b"\x00"
        if green is None:
            shown += red.translate(palette.greys)
        else:
            shown += palette.indexes(red, green, blue)
    return _put_together(width, height, palette.stored(), bytes(shown))


class _Palette:
    """Greys first, then the colours in the order in which they are met."""

    greys = bytes(
        min(range(len(LEVELS)), key=lambda at: abs(LEVELS[at] - level)) for level in range(256)
    )

    def __init__(self):
        self.colours = {}
        self.known = _Known(self.index)

    def indexes(self, red, green, blue):
        return bytes(map(self.known.__getitem__, zip(red, green, blue, strict=True)))

    def index(self, red, green, blue):
        if red == green == blue:
            return self.greys[red]
        for shift in (4, 5, 6):
            colour = (red >> shift << shift, green >> shift << shift, blue >> shift << shift, shift)
            if colour in self.colours:
                return self.colours[colour]
            if len(self.colours) < COLOURS * (shift - 3) // 3:
                break
        else:
            return self.greys[(red + green + blue) // 3]
        self.colours[colour] = len(LEVELS) + len(self.colours)
        return self.colours[colour]

    def stored(self):
        tones = [_toned(level) for level in LEVELS]
        for red, green, blue, shift in self.colours:
            middle = (1 << shift) >> 1
            held = (min(each + middle, 255) for each in (red, green, blue))
            tones.append(tuple(each * most // 255 for each, most in zip(held, PAPER, strict=True)))
        return b"".join(map(bytes, tones))


class _Known(dict):
    """Where each colour stands, looked for once."""

    def __init__(self, index):
        self.index = index

    def __missing__(self, colour):
        self[colour] = self.index(*colour)
        return self[colour]


def _toned(level):
    """The warm tone of a grey."""
    for (low, below), (high, above) in zip(RAMP, RAMP[1:], strict=False):
        if level <= high:
            part = (level - low) / (high - low)
            return tuple(round(a + (b - a) * part) for a, b in zip(below, above, strict=True))
    return PAPER


def _pixels(rows, width, height):
    """For each row its channels; green and blue are None where the row is grey."""
    size = 4 * width + 1
    above = (bytes(width), None, None)
    for number in range(height):
        kind, row = rows[number * size], rows[number * size + 1 : (number + 1) * size]
        red, green, blue = row[0::4], row[1::4], row[2::4]
        undo = UNDO[kind]
        if above[1] is None and red == green == blue:
            above = (undo(red, above[0]), None, None)
        else:
            before = [above[0] if channel is None else channel for channel in above]
            above = tuple(map(undo, (red, green, blue), before))
            if above[0] == above[1] == above[2]:
                above = (above[0], None, None)
        yield above


def _as_it_is(row, above):
    return row


def _from_left(row, above):
    return bytes(map(LOW, accumulate(row)))


def _from_above(row, above):
    """Byte by byte sums, all at once: the highest bits apart, so that none is carried over."""
    size = len(row)
    if size not in HIGH:
        HIGH[size] = int.from_bytes(b"\x80" * size, "big"), bytes(size)
    high, nothing = HIGH[size]
    if row == nothing:
        return above
    a, b = int.from_bytes(row, "big"), int.from_bytes(above, "big")
    low = (a & ~high) + (b & ~high)
    return (low ^ ((a ^ b) & high)).to_bytes(size, "big")


def _from_middle(row, above):
    out, left = bytearray(len(row)), 0
    for at, (value, up) in enumerate(zip(row, above, strict=True)):
        left = out[at] = (value + ((left + up) >> 1)) & 255
    return bytes(out)


def _from_nearest(row, above):
    """Paeth's filter. Where left equals above-left it predicts what is above: zeros copy it."""
    out, at, size = bytearray(above), 0, len(row)
    left = corner = 0
    while at < size:
        if left == corner and not row[at]:
            found = SOMETHING.search(row, at)
            if found is None:
                break
            at = found.start()
            left = corner = above[at - 1]
        up = above[at]
        to_left, to_up = abs(up - corner), abs(left - corner)
        to_corner = abs(left + up - corner - corner)
        if to_left <= to_up and to_left <= to_corner:
            guess = left
        else:
            guess = up if to_up <= to_corner else corner
        left = out[at] = (row[at] + guess) & 255
        corner = up
        at += 1
    return bytes(out)


UNDO = (_as_it_is, _from_left, _from_above, _from_middle, _from_nearest)


def _taken_apart(image):
    """Width, height, depth, kind of colour, and the filtered rows."""
    at, stored, head = len(SIGNATURE), [], None
    while at < len(image):
        length, name = struct.unpack_from(">I4s", image, at)
        if name == b"IHDR":
            head = struct.unpack_from(">IIBB", image, at + 8)
        elif name == b"IDAT":
            stored.append(image[at + 8 : at + 8 + length])
        at += 12 + length
    return *head, zlib.decompress(b"".join(stored))


def _put_together(width, height, palette, rows):
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    packed = zlib.compress(rows, QUICK)
    if len(packed) > MOST:
        packed = zlib.compress(rows, SMALLEST)
    chunks = (b"IHDR", head), (b"PLTE", palette), (b"IDAT", packed), (b"IEND", b"")
    return SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
