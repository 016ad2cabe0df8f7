"""What belongs to an account and not to the record: guesses, recovery codes, what a person likes.

Nothing of it is public, and nothing of it is editorial: no history is kept.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sources.records import only_choices


class Kind(models.TextChoices):
    """Against whom a failed attempt counts."""

    ACCOUNT = "account", "an account"
    ADDRESS = "address", "an address"


class LogInTry(models.Model):
    """An attempt to log in that did not succeed, or not yet; forgotten after a while."""

    kind = models.CharField(max_length=7, choices=Kind)
    key = models.CharField(max_length=160, help_text="The name that was typed, or the address.")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [only_choices("kind", Kind)]
        indexes = [models.Index(fields=["kind", "key", "created_at"], name="logintry_lately")]

    def __str__(self):
        return f"{self.kind} {self.key}"


class RecoveryCode(models.Model):
    """A code that stands in for the telephone, once. Only its hash is kept."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "digest"], name="recoverycode_once")
        ]

    def __str__(self):
        return f"A code of {self.owner}"


class Preference(models.Model):
    """How a person likes the desk: its language, and the zone in which times are told."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preference"
    )
    language = models.CharField(max_length=12, blank=True, help_text="Empty: the browser's.")
    time_zone = models.CharField(max_length=60, blank=True, help_text="Empty: the browser's.")

    def __str__(self):
        return f"What {self.owner} likes"
