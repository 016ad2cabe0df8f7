"""Which sites may show cards. Administrators keep the list; an empty one means every site."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as lazy

from quotetrack.embeds import framing
from sources import guards
from sources.history import tracked
from sources.records import Record


@tracked
class EmbedSite(Record):
    """A site that may show cards in its frames. Where the list is empty, every site may."""

    origin = models.CharField(
        lazy("site"),
        max_length=270,
        unique=True,
        help_text=lazy(
            "Such as https://example.org. https://*.example.org stands for every site below"
            " example.org, but not for example.org itself."
        ),
    )
    note = models.CharField(
        lazy("note"), max_length=200, blank=True, help_text=lazy("Whose it is, or why.")
    )

    class Meta:
        verbose_name = lazy("site that may show cards")
        verbose_name_plural = lazy("sites that may show cards")
        ordering = ["origin"]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__regex=framing.ORIGIN), name="embedsite_origin_is_one"
            )
        ]
        triggers = [guards.counts_edits()]

    def __str__(self):
        return self.origin

    def clean_fields(self, exclude=None):
        """The origin in its one spelling, or a sentence that says what is wrong with it."""
        super().clean_fields(exclude)
        try:
            self.origin = framing.normal(self.origin)
        except framing.NoOrigin as error:
            raise ValidationError({"origin": str(error)}) from None
