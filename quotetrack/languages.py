"""The desk speaks its editors' language; pages and the API say theirs in the address."""

from django.middleware.locale import LocaleMiddleware

DESK = "/admin/"


class DeskLanguage(LocaleMiddleware):
    """Django's choice of language, on the desk alone: public answers are the same for all."""

    def process_request(self, request):
        """Choose by cookie or browser, on the desk."""
        if request.path.startswith(DESK):
            super().process_request(request)

    def process_response(self, request, response):
        """Say that the answer depends on it, on the desk."""
        if request.path.startswith(DESK):
            return super().process_response(request, response)
        return response
