"""The article desk: a text with its suggestions, and what an editor does about them."""
