"""Share images: what networks and messengers show for the address of a page.

`contents` says what stands on one, `glyphs` which of its letters can be drawn here, `images` sets
it as PNG.
"""
