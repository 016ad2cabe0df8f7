"""Plays the demo's curation script through the real doors: nothing is written past them."""
