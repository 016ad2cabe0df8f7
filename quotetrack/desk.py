"""The admin, as our editors know it: the desk."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "quotes.admin.site.DeskSite"

    def ready(self):
        super().ready()
        import_module("quotetrack.checks")
