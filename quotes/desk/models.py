"""What the desk keeps for itself. Never public, never editorial: no history is kept of it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Presence(models.Model):
    """That a person has a page open now: renewed by the page, stale after a minute."""

    kind = models.CharField(max_length=8, help_text="article, quote, claim or speaker.")
    target = models.CharField(max_length=12, help_text="The row's public id.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences")
    last_used_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "target", "person"], name="presence_once")
        ]
        indexes = [models.Index(fields=["last_used_at"], name="presence_age")]

    def __str__(self):
        return f"{self.person} at {self.kind} {self.target}"
