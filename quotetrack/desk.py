"""The admin, as our editors know it: the desk."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "quotes.admin.site.DeskSite"
