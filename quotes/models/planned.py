"""Publication at a time that is set: which rows may have one, and what holds while they do."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as lazy

from sources.records import both_or_neither


class Planned(models.Model):
    """What can be put before readers at a time that a publisher set, and by itself then."""

    publish_at = models.DateTimeField(
        null=True, editable=False, help_text=lazy("When it comes before readers by itself.")
    )
    publish_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def without_a_time(self) -> list[str]:
        """Forget the time that was set; the columns to save."""
        self.publish_at = self.publish_by = None
        return ["publish_at", "publish_by"]


def planned_only_while(field, value):
    """The rules of a Planned row: a time goes with who set it, and with one state only."""
    waits = Q(publish_at__isnull=True) | Q(**{field: value})
    return [
        both_or_neither("publish_at", "publish_by"),
        models.CheckConstraint(condition=waits, name=f"%(class)s_planned_while_{value}"),
    ]


def by_planned_time(name):
    """The index that finds what has a time, by that time."""
    return models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name=name)
