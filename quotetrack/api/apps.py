"""The app of the api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "quotetrack.api"
    label = "api"
