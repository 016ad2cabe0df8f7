"""What can be wrong with the private Postgres, in sentences."""


class ServerTrouble(Exception):
    """The private Postgres cannot be found, started or stopped; the text says what to do."""
