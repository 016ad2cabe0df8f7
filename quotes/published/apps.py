"""The published read model, an app of its own: readers see these tables and no others."""

from django.apps import AppConfig


class PublishedConfig(AppConfig):
    name = "quotes.published"
    label = "published"
    verbose_name = "What readers see"
