"""`manage.py dbshell`: the psql that belongs to the running server."""

from django.db.backends.postgresql.client import DatabaseClient as PostgresClient


class DatabaseClient(PostgresClient):
    """Runs psql from the same directory as the server: none has to be installed or on PATH."""

    def runshell(self, parameters):
        """Start the server if need be, then open psql on it."""
        self.connection.resolve()
        super().runshell(parameters)

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        """Django's command line with the full path of psql."""
        from . import binaries

        args, env = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [binaries.find().program(cls.executable_name), *args[1:]], env
