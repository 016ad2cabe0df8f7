"""The app of the webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as lazy


class WebhooksConfig(AppConfig):
    name = "quotetrack.webhooks"
    label = "webhooks"
    verbose_name = lazy("Webhooks")
