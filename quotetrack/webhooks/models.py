"""Receivers of public changes, how far each of them has heard, and every call. Never public."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from quotes.published.models import Kind
from sources import guards
from sources.history import tracked
from sources.records import Record, not_blank

# No next try is further away than this; one that seems to be was noted by a clock that ran ahead.
LONGEST = timedelta(hours=8)


def come(name: str, now) -> Q:
    """The moment in this column has come, or cannot be meant."""
    return Q(**{f"{name}__lte": now}) | Q(**{f"{name}__gt": now + LONGEST})


class WebhookQuerySet(models.QuerySet):
    """Questions about receivers."""

    def live(self):
        """Those that are called."""
        return self.filter(disabled_at__isnull=True)

    def due(self, now):
        """Those that something is to be sent to now."""
        waiting = Delivery.objects.due(now).filter(webhook=models.OuterRef("pk"))
        return (
            self.live()
            .filter(Q(progress__not_before=None) | come("progress__not_before", now))
            .filter(models.Exists(waiting))
            .order_by("pk")
        )

    def given_up(self):
        """Those that the worker switched off, because nothing was taken."""
        return self.filter(disabled_at__isnull=False, disabled_by__isnull=True)


@tracked
class Webhook(Record):
    """A receiver elsewhere that wants to be called when something public changes."""

    name = models.CharField(
        lazy("name"), max_length=100, help_text=lazy("Whose it is: “Archive of the university”.")
    )
    url = models.CharField(
        lazy("address"),
        max_length=2000,
        help_text=lazy("Where to call: a public address, http or https, port 80 or 443."),
    )
    kinds = ArrayField(
        models.CharField(max_length=12, choices=Kind),
        verbose_name=lazy("kinds"),
        default=list,
        blank=True,
        help_text=lazy("What it hears of; none chosen: everything."),
    )
    seed = models.CharField(max_length=64, editable=False, help_text="The secret follows from it.")
    seed_print = models.CharField(max_length=16, editable=False)
    former_seed = models.CharField(max_length=64, blank=True, editable=False)
    former_print = models.CharField(max_length=16, blank=True, editable=False)
    former_until = models.DateTimeField(
        lazy("former secret until"), null=True, editable=False, help_text="Both sign until then."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    disabled_at = models.DateTimeField(lazy("switched off"), null=True, editable=False)
    disabled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=lazy("switched off by"), help_text="Empty where the worker did it.",
    )  # fmt: skip
    disabled_why = models.CharField(
        lazy("why it is off"), max_length=500, blank=True, editable=False
    )

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = lazy("webhook"), lazy("webhooks")
        ordering = ["name", "pk"]
        constraints = [
            not_blank("name"),
            models.CheckConstraint(
                condition=Q(url__regex=r"^https?://"), name="webhook_url_is_http"
            ),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=list(Kind.values)), name="webhook_kinds_are_known"
            ),
            models.CheckConstraint(
                condition=Q(former_seed="", former_until__isnull=True)
                | (~Q(former_seed="") & Q(former_until__isnull=False)),
                name="webhook_former_secret_ends",
            ),
            models.CheckConstraint(
                condition=Q(disabled_at__isnull=False) | Q(disabled_by__isnull=True),
                name="webhook_disabled_by_and_at",
            ),
        ]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return self.name

    @property
    def is_live(self) -> bool:
        """It is called."""
        return self.disabled_at is None

    def hears_of(self, kind: str) -> bool:
        """It wants to know of this kind of object."""
        return not self.kinds or kind in self.kinds


class Progress(models.Model):
    """How far a receiver has heard, and how it answers; moves with every call."""

    webhook = models.OneToOneField(
        Webhook, models.CASCADE, primary_key=True, related_name="progress"
    )
    xid = models.BigIntegerField(default=0, help_text="The place in the feed of changes: turn …")
    number = models.BigIntegerField(default=0, help_text="… and number of the last one queued.")
    failures = models.PositiveIntegerField(default=0, help_text="Calls not taken, in a row.")
    failing_since = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True, help_text="When it is called again.")
    delivered_at = models.DateTimeField(null=True, help_text="When it took something last.")
    told_at = models.DateTimeField(null=True, help_text="When administrators got a mail.")

    def __str__(self):
        return f"{self.webhook}: c{self.xid}.{self.number}"

    def is_left_alone(self, now) -> bool:
        """It failed lately, and is not called yet."""
        return self.not_before is not None and now < self.not_before <= now + LONGEST


class Outcome(models.TextChoices):
    """What came of a call."""

    NONE = "", lazy("not called yet")
    TAKEN = "taken", lazy("delivered")
    ANSWERED = "answered", lazy("answered otherwise")
    SILENT = "silent", lazy("no answer")
    BARRED = "barred", lazy("address refused by us")


class DeliveryQuerySet(models.QuerySet):
    """Questions about calls."""

    def waiting(self):
        """Those that were not taken yet."""
        return self.filter(delivered_at__isnull=True)

    def due(self, now):
        """Those to be sent now; what failed often comes after what did not."""
        return self.waiting().filter(come("next_at", now)).order_by("tries", "pk")


class Delivery(models.Model):
    """One change that one receiver is to hear of. What was taken is forgotten after a while."""

    TEST = "test"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.CharField(
        max_length=48, help_text="The cursor of the change in `changes/`; the Idempotency-Key."
    )
    kind = models.CharField(
        max_length=12, choices=Kind, blank=True, help_text="Of the object; empty for a test."
    )
    public_id = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    action = models.CharField(max_length=9, help_text="created, updated, withdrawn, merged, test.")
    at = models.DateTimeField(help_text="When it changed.")
    created_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveIntegerField(default=0)
    first_tried_at = models.DateTimeField(null=True)
    last_tried_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default=Outcome.NONE)
    status = models.PositiveSmallIntegerField(null=True, help_text="HTTP, as answered last.")
    answer = models.CharField(max_length=500, blank=True, help_text="The beginning of it.")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = lazy("delivery"), lazy("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["webhook", "next_at"],
                condition=Q(delivered_at__isnull=True),
                name="delivery_waiting",
            ),
            models.Index(
                fields=["delivered_at"],
                condition=Q(delivered_at__isnull=False),
                name="delivery_taken",
            ),
        ]

    def __str__(self):
        return f"{self.event} → {self.webhook}"
