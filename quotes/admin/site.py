"""The desk's own admin site."""

from django.contrib import admin


class DeskSite(admin.AdminSite):
    """The admin with our names on it."""

    site_header = site_title = "QuoteTrack desk"
    index_title = "What waits for you"
