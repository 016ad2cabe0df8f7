"""Django's Postgres backend on the private server, which starts at the first connection.

`check`, `--help` and imports start nothing. Every physical connection, the pool's own included,
first sees to it that the server answers: one that was killed is started again.
"""

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql import base as postgresql

from . import server
from .client import DatabaseClient
from .cluster import SUPERUSER
from .creation import DatabaseCreation
from .errors import ServerTrouble
from .places import PORT


def ensured(pgdata) -> str:
    """The socket directory of a running server, or Django's error with a sentence."""
    try:
        return str(server.ensure(pgdata))
    except ServerTrouble as trouble:
        raise OperationalError(str(trouble)) from trouble


def reviving(pgdata, kind=psycopg.Connection) -> type[psycopg.Connection]:
    """A connection class for the pool that brings the server back before it connects."""

    class Connection(kind):
        revives = pgdata

        @classmethod
        def connect(cls, conninfo="", **options):
            try:
                options["host"] = str(server.ensure(pgdata))
            except ServerTrouble as trouble:
                raise psycopg.OperationalError(str(trouble)) from trouble
            return super().connect(conninfo, **options)

    return Connection


class DatabaseWrapper(postgresql.DatabaseWrapper):
    """Postgres without a HOST: the server of the setting PGDATA, started when it is needed."""

    client_class = DatabaseClient
    creation_class = DatabaseCreation

    def __init__(self, settings_dict, alias="default"):
        super().__init__(settings_dict, alias)
        options = self.settings_dict["OPTIONS"]  # shared by all threads, so changed in place
        if options.get("pool"):
            if options["pool"] is True:
                options["pool"] = {}
            kind = options["pool"].get("connection_class", psycopg.Connection)
            if not hasattr(kind, "revives"):
                options["pool"]["connection_class"] = reviving(self.settings_dict["PGDATA"], kind)

    def resolve(self) -> None:
        """Start the server if it does not answer and note where its socket is."""
        host = ensured(self.settings_dict["PGDATA"])
        self.settings_dict.update(HOST=host, PORT=PORT, USER=SUPERUSER)

    def get_connection_params(self):
        """Django's parameters, with the host of a server that answers.

        Once there is a pool, its own new connections look after the server: asking again for
        every request would cost it more than its queries.
        """
        if self.alias not in self._connection_pools:
            self.resolve()
        return super().get_connection_params()
