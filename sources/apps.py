"""The app of outlets, articles and snapshots."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as lazy


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = lazy("Sources")
