"""Serve the site, and say what to open."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from quotes.demo.cast import LOG_INS


class Command(BaseCommand):
    help = "Serve the site at HOST and PORT with granian; Ctrl-C stops it."

    def add_arguments(self, parser):
        parser.add_argument("--workers", type=int, default=1, help="Processes; 1 by default.")
        parser.add_argument(
            "--chores", action="store_true", help="Run `manage.py worker` beside it, too."
        )

    def handle(self, workers, chores, **options):
        check_free(settings.HOST, settings.PORT)
        self.stdout.write(f"QuoteTrack is at {settings.SITE_URL}/")
        self.stdout.write(f"  the desk       {settings.SITE_URL}/admin/")
        self.stdout.write(f"  the API        {settings.SITE_URL}/api/v1/quotes/")
        self.stdout.write(f"  its docs       {settings.SITE_URL}/api/v1/docs/")
        known = set(User.objects.filter(username__in=LOG_INS).values_list("username", flat=True))
        if known and not settings.PRODUCTION:
            self.stdout.write("Log-ins of the demo (name / password):")
            for name, (password, *_) in LOG_INS.items():
                if name in known:
                    self.stdout.write(f"  {name} / {password}")
        self.stdout.flush()
        if chores:
            start_worker()
        granian = Path(sys.executable).parent / "granian"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quotetrack.settings")
        os.execv(granian, [
            str(granian), "--interface", "wsgi", "--host", settings.HOST,
            "--port", str(settings.PORT), "--workers", str(workers),
            "--blocking-threads", "4", "--log-level", "error", "--no-ws",
            "--working-dir", str(settings.BASE_DIR), "quotetrack.wsgi:application",
        ])  # fmt: skip


def start_worker():
    """Start the worker beside this process, which the server's becomes; it ends with it."""
    manage = str(settings.BASE_DIR / "manage.py")
    command = [sys.executable, manage, "worker", "--beside", str(os.getpid())]
    subprocess.Popen(command, stdout=subprocess.DEVNULL)


def check_free(host, port):
    """Raise CommandError where something else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be used ({error.strerror}). Choose another port:"
                " PORT=8001 make run"
            ) from None
