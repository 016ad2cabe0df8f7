"""The desk speaks its editors' language and tells times in their zone; readers' pages and the API
say theirs in the address, and times in UTC."""

from zoneinfo import available_timezones

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation

DESK = "/admin/"
LANGUAGE, ZONE = "language", "zone"  # in the session: what the person chose; the zone as a cookie
ZONES = available_timezones()


class DeskLanguage(LocaleMiddleware):
    """Django's choice of language, on the desk alone: public answers are the same for all."""

    def process_request(self, request):
        """What the person chose, else what the browser says, on the desk."""
        if not request.path.startswith(DESK):
            return
        super().process_request(request)
        chosen = request.session.get(LANGUAGE)
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        zone = request.session.get(ZONE) or request.COOKIES.get(ZONE, "").replace("%2F", "/")
        if zone in ZONES:
            timezone.activate(zone)

    def process_response(self, request, response):
        """Say that the answer depends on it, and leave nothing of it to the next request."""
        if not request.path.startswith(DESK):
            return response
        response = super().process_response(request, response)
        translation.deactivate()
        timezone.deactivate()
        return response
