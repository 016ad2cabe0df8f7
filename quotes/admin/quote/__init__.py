"""The quote page: what is known of one quote, and the acts that move or correct it."""
