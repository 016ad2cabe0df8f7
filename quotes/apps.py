"""The app of quotes, speakers and claims."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as lazy


class QuotesConfig(AppConfig):
    name = "quotes"
    verbose_name = lazy("The record")

    def ready(self):
        """Names of tables and columns follow the person's language, before forms are made."""
        from quotes.naming import tell_names

        tell_names()
