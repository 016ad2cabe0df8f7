"""The app of the embeds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as lazy


class EmbedsConfig(AppConfig):
    name = "quotetrack.embeds"
    label = "embeds"
    verbose_name = lazy("Cards")

    def ready(self):
        """Called by Django when all models are loaded."""
        from quotes.published import leaving, previews
        from quotetrack.embeds import cards
        from quotetrack.embeds.outage import withdrawals

        leaving.listeners.append(withdrawals.note)
        previews.DRAWERS["quote"] = lambda detail: cards.document(
            "embeds/quote.html", cards.quote_card(detail)
        )
