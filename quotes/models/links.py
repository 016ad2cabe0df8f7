"""How two quotes are related, as an editor who compared them says."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as lazy

from quotes.models.words import Quote
from sources.history import tracked
from sources.records import only_choices


class QuoteLinkKind(models.TextChoices):
    """How two quotes are related."""

    SAID_AGAIN = "said_again", lazy("said again")
    UNRELATED = "unrelated", lazy("unrelated: not proposed again")


@tracked
class QuoteLink(models.Model):
    """That an editor compared two quotes: the same thing said again, or unrelated."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="links")
    other = models.ForeignKey(Quote, models.CASCADE, related_name="links_back")
    kind = models.CharField(max_length=10, choices=QuoteLinkKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "other"], name="quotelink_once"),
            only_choices("kind", QuoteLinkKind),
            models.CheckConstraint(
                condition=~Q(quote=models.F("other")), name="quotelink_of_two_quotes"
            ),
        ]

    def __str__(self):
        return f"{self.quote} {self.kind} {self.other}"
