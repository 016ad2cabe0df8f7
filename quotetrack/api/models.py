"""What the API keeps for itself: tokens, replayed requests, counted requests. Never public."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from quotetrack.api.tokens import hashed, looks_right, new_token
from sources.records import both_or_neither, not_blank

A_YEAR = timedelta(days=365)
SEEN_EVERY = timedelta(minutes=5)  # a token's last use is noted no more often


class Scope(models.TextChoices):
    """What a token is good for; its owner's role limits it further."""

    INGEST = "ingest", lazy("add articles")
    CURATE = "curate", lazy("decide suggestions")
    READ = "read", lazy("read, more often than the anonymous")


class TokenQuerySet(models.QuerySet):
    """Questions about tokens, and the one way to make one."""

    def live(self):
        """Tokens that work today."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=Now(), owner__is_active=True)

    def issue(self, *, owner, by, name, scopes, expires_at=None):
        """A new token and its secret, which is not kept: show it now or never."""
        secret = new_token()
        token = self.create(
            owner=owner,
            created_by=by,
            name=name,
            scopes=sorted(set(scopes)),
            start=secret[:7],
            digest=hashed(secret),
            expires_at=expires_at or timezone.now() + A_YEAR,
        )
        return token, secret

    def of(self, secret: str):
        """The live token that this is the secret of, or None."""
        if not looks_right(secret):
            return None
        return self.live().select_related("owner").filter(digest=hashed(secret)).first()


class ApiToken(models.Model):
    """Lets a program act for a person, within scopes, until a day. Its secret is not kept."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="api_tokens",
        help_text=lazy("For whom it acts; it can never do more than this person may."),
    )
    name = models.CharField(max_length=100, help_text=lazy("What it is for: “Newsroom import”."))
    scopes = ArrayField(models.CharField(max_length=6, choices=Scope))
    start = models.CharField(max_length=8, editable=False, help_text="Tells tokens apart.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    last_used_at = models.DateTimeField(null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = lazy("token")
        ordering = ["-id"]
        constraints = [
            not_blank("name"),
            both_or_neither("revoked_at", "revoked_by"),
            models.CheckConstraint(condition=Q(scopes__len__gt=0), name="apitoken_has_a_scope"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(Scope.values)),
                name="apitoken_scopes_are_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="apitoken_expires_later"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.start}…)"

    def clean(self):
        """Refuse in a sentence what the database would refuse anyway."""
        if self.expires_at and self.expires_at <= timezone.now():
            raise ValidationError({"expires_at": "Choose a day later than today."})

    @property
    def is_live(self) -> bool:
        """It works now."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    def note_use(self):
        """Remember roughly when it was used last."""
        now = timezone.now()
        if self.last_used_at is None or self.last_used_at < now - SEEN_EVERY:
            type(self).objects.filter(pk=self.pk).update(last_used_at=now)

    def revoke(self, *, by):
        """Make it useless from now on."""
        if self.revoked_at is None:
            self.revoked_at, self.revoked_by = timezone.now(), by
            self.save(update_fields=["revoked_at", "revoked_by"])


class IdempotencyKey(models.Model):
    """What a client's request was answered, so that the same request again does nothing again."""

    KEPT = timedelta(hours=48)

    client = models.CharField(max_length=40, help_text="token:7 or user:7.")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64, help_text="SHA-256 of method, path and body.")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="idempotencykey_once")
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotencykey_age")]

    def __str__(self):
        return f"{self.key} of {self.client}"


class RateCount(models.Model):
    """How often a client did something in the window that began at `starts` (Unix seconds)."""

    rate = models.CharField(max_length=12)
    client = models.CharField(max_length=60)
    starts = models.BigIntegerField()
    used = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rate", "client"], name="ratecount_once")]

    def __str__(self):
        return f"{self.client}: {self.used} × {self.rate}"


class Release(models.Model):
    """A data set that was released: its files with their hashes, and what changed before it."""

    version = models.CharField(max_length=40, unique=True, help_text="Such as 2026.1.")
    released_at = models.DateTimeField(db_default=Now())
    cursor = models.CharField(max_length=40, blank=True, help_text="Its place in `changes/`.")
    address = models.CharField(max_length=500, blank=True, help_text="Where the files are.")
    files = models.JSONField(help_text="name, sha256, bytes and rows of each.")
    changes = models.JSONField(help_text="How many objects were created, updated, … since.")

    class Meta:
        ordering = ["-released_at", "-id"]
        constraints = [not_blank("version")]

    def __str__(self):
        return self.version
