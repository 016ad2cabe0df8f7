"""Make an account, and print a link by which its owner chooses a password."""

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from quotes.roles import RIGHTS


class Command(BaseCommand):
    help = "Make an account with a role; prints a one-time link to choose a password."

    def add_arguments(self, parser):
        parser.add_argument("name", help="The name to log in with.")
        parser.add_argument("--role", required=True, choices=list(RIGHTS), action="append")
        parser.add_argument("--full-name", default="", help="As colleagues see it.")

    def handle(self, name, role, full_name, **options):
        if User.objects.filter(username=name).exists():
            raise CommandError(f"There is an account called {name} already.")
        with transaction.atomic():
            user = User.objects.create_user(name, first_name=full_name[:150], is_staff=True)
            user.groups.set(Group.objects.filter(name__in=role))
        self.stdout.write(f"{name} is {' and '.join(role)}. This link works once, for three days:")
        self.stdout.write(settings.SITE_URL + one_time_path(user))


def one_time_path(user) -> str:
    """The path at which the account's owner chooses a password, once."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return reverse("password_reset_confirm", args=[uid, token])
