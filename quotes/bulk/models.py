"""Imports and their rows: what came, what became of each, where it stopped. Never public."""

from django.conf import settings
from django.db import models
from django.db.models import Count
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as lazy

from sources.records import PublicRow, only_choices


class Kind(models.TextChoices):
    """What the rows of a file are."""

    SPEAKERS = "speakers", lazy("speakers")
    OUTLETS = "outlets", lazy("outlets")
    ARTICLES = "articles", lazy("articles")
    QUOTES = "quotes", lazy("quotes")
    CLAIMS = "claims", lazy("claims")


class RowState(models.TextChoices):
    """What became of a row."""

    WAITING = "waiting", lazy("waits")
    MADE = "made", lazy("new")
    KNOWN = "known", lazy("known already")
    REFUSED = "refused", lazy("refused")


class ImportRun(PublicRow):
    """A file that somebody imports, or rehearses to import. It can stop anywhere and go on."""

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=200, help_text=lazy("Of the file."))
    sha256 = models.CharField(max_length=64, help_text=lazy("Of the file's bytes."))
    rehearsal = models.BooleanField(default=True, help_text=lazy("Nothing is kept of it."))
    going = models.BooleanField(default=False, help_text=lazy("Goes on when nobody looks."))
    started_at = models.DateTimeField(db_default=Now())
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="import_runs"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [only_choices("kind", Kind)]
        indexes = [models.Index(fields=["sha256", "kind"], name="importrun_of_a_file")]

    def __str__(self):
        return f"{self.name}: {self.get_kind_display()}"

    def counts(self) -> dict:
        """How many rows there are in each state."""
        found = dict(self.rows.order_by().values_list("state").annotate(number=Count("pk")))
        return {state: found.get(state, 0) for state in RowState.values}


class ImportRow(models.Model):
    """One row of a file: its values as they came, and what became of it."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text=lazy("Its line in the file, the head being 1."))
    values = models.JSONField()
    twin = models.PositiveIntegerField(
        null=True, help_text=lazy("An earlier row of the file that is the same thing.")
    )
    state = models.CharField(max_length=7, choices=RowState, default=RowState.WAITING)
    problems = models.JSONField(default=list, help_text=lazy("[[column, what is wrong], …]."))
    made = models.CharField(max_length=12, blank=True, help_text=lazy("The public id it led to."))

    class Meta:
        ordering = ["number"]
        constraints = [
            only_choices("state", RowState),
            models.UniqueConstraint(fields=["run", "number"], name="importrow_once"),
        ]
        indexes = [
            models.Index(
                fields=["run", "number"], condition=models.Q(state="waiting"),
                name="importrow_waiting",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"Row {self.number} of {self.run}"
