"""Which alias may change the schema: `default`; `reader` is the same database, read only."""


class ReadersAreNotMigrated:
    """Keep `migrate` and table creation off the readers' alias."""

    def allow_migrate(self, db, app_label, **hints):
        return False if db == "reader" else None
