"""`manage.py pg start|stop|status|psql`: the private Postgres by hand."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from quotetrack.db.embedded import server
from quotetrack.db.embedded.errors import ServerTrouble


class Command(BaseCommand):
    help = (
        "Look after the private Postgres: start it and keep it, stop it, see how it stands, "
        "or open psql on it (manage.py pg psql -- -c 'select 1')."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["start", "stop", "status", "psql"])
        parser.add_argument("parameters", nargs="*", help="For psql; put -- before them.")

    def handle(self, what, parameters, **options):
        pgdata = connection.settings_dict.get("PGDATA")
        if not pgdata:
            raise CommandError(
                "DATABASE_URL names a server, so there is no private one. Unset it to use that."
            )
        try:
            getattr(self, what)(pgdata, parameters)
        except ServerTrouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def start(self, pgdata, parameters):
        directory = server.start(server.home(pgdata), keep=True)
        self.stdout.write(f"Postgres runs, and stays until `manage.py pg stop`: {directory}")

    def stop(self, pgdata, parameters):
        stopped = server.stop(pgdata)
        self.stdout.write("Postgres was stopped." if stopped else "Postgres was not running.")

    def status(self, pgdata, parameters):
        found = server.status(pgdata)
        stays = "until `manage.py pg stop`" if found.kept else f"{server.idle():g} s after use"
        rows = {
            "server": f"runs {stays}" if found.alive else "does not run",
            "data": found.data,
            "socket": found.socket or "none yet",
            "programs": found.programs,
            "account": found.account,
            "log": found.log,
        }
        for name, value in rows.items():
            self.stdout.write(f"{name + ':':<10}{value}")

    def psql(self, pgdata, parameters):
        connection.client.runshell(parameters)
