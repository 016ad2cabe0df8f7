"""The app of the embeds."""

from django.apps import AppConfig


class EmbedsConfig(AppConfig):
    name = "quotetrack.embeds"
    label = "embeds"
