"""Test databases on the private server, with connection pools in the picture."""

from django.db import connections
from django.db.backends.postgresql.creation import DatabaseCreation as PostgresCreation


class DatabaseCreation(PostgresCreation):
    """Makes and drops test databases with every pool closed.

    A pool that was opened earlier would go on serving connections to the editors' own database,
    and a pool of another alias would keep the test database from being dropped.
    """

    def _create_test_db(self, *args, **options):
        self._close_pools()
        return super()._create_test_db(*args, **options)

    def _destroy_test_db(self, *args, **options):
        self._close_pools()
        return super()._destroy_test_db(*args, **options)

    def _close_pools(self):
        for connection in connections.all(initialized_only=True):
            if connection.vendor == "postgresql":
                connection.close()
        pools = self.connection._connection_pools
        while pools:
            pools.popitem()[1].close()
