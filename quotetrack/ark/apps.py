"""The app of the ark."""

from django.apps import AppConfig


class ArkConfig(AppConfig):
    name = "quotetrack.ark"
    label = "ark"
