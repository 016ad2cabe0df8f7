"""The way of a card's request when the database may be away."""

import logging
from functools import wraps

from django.db import InterfaceError, OperationalError

from quotetrack.db import pulse, waiting
from quotetrack.embeds.outage import copies, withdrawals

log = logging.getLogger("quotetrack.kept")
AWAY = (OperationalError, InterfaceError)


def stands_in_an_outage(view):
    """A view whose last answer is given again while the database is away.

    Which records an answer speaks of stands in its `Surrogate-Key`.
    """

    @wraps(view)
    def shown(request, *args, **kwargs):
        if pulse.is_down():
            return _without(request)
        try:
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                copies.keep(request, response)
            withdrawals.look()
        except AWAY as error:
            log.error("database_away path=%s error=%r", request.path, str(error))
            if pulse.is_away(error):
                pulse.missed()
            return _without(request)
        return response

    return shown


def _without(request):
    response = copies.answer(request) or waiting.unavailable(request.path_info)
    response.xframe_options_exempt = True
    return response
