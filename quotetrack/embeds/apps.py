"""The app of the embeds."""

from django.apps import AppConfig


class EmbedsConfig(AppConfig):
    name = "quotetrack.embeds"
    label = "embeds"

    def ready(self):
        """Called by Django when all models are loaded."""
        from quotes.published import leaving
        from quotetrack.embeds.outage import withdrawals

        leaving.listeners.append(withdrawals.note)
