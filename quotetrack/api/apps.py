"""The app of the api."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as lazy


class ApiConfig(AppConfig):
    name = "quotetrack.api"
    label = "api"
    verbose_name = lazy("Api")
