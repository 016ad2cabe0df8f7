"""The app of imports."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "quotes.bulk"
    label = "bulk"
