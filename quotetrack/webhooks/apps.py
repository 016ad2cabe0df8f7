"""The app of the webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as lazy


class WebhooksConfig(AppConfig):
    name = "quotetrack.webhooks"
    label = "webhooks"
    verbose_name = lazy("Webhooks")

    def ready(self):
        """Called by Django when all models are loaded."""
        from quotes import roles
        from quotes.admin import queues
        from quotetrack.webhooks import admin

        queues.OTHERS.append((roles.ADMINISTER, admin.switched_off))
