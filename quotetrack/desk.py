"""The admin, as our editors know it: the desk."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """The admin with our site. What is registered there is imported once the site stands."""

    default_site = "quotes.admin.site.DeskSite"

    def ready(self):
        """Called by Django when all models are loaded."""
        super().ready()
        import_module("quotetrack.checks")
        import_module("quotes.admin.registry")  # lists and forms; without it the desk is empty
