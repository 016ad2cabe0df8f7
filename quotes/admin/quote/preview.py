"""The card as readers will see it, drawn before they do.

The quote's rows are published inside a transaction that is taken back at once, so the card says
exactly what publishing would put into it; nothing is kept, and no reader ever sees it.
"""

import orjson
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from quotes import editing, workflow
from quotes.errors import NotReady
from quotes.models import Quote
from quotes.published import previews
from quotes.published.serving import with_origin
from quotes.publishing import documents, quote_document, rows
from sources.errors import QuoteTrackError


@require_GET
def card(request, public_id):
    """The card of a quote as it would be if it were published now, with all that waits."""
    quote = get_object_or_404(Quote, public_id=public_id)
    try:
        found = previews.drawn("quote", detail_of(quote, request.user))
    except QuoteTrackError as error:
        context = request.desk.each_context(request) | {"title": "No card yet", "error": error}
        response = render(request, "desk/quote/no_card.html", context)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
    if found is None:
        raise Http404("Nothing draws cards here.")
    html, policy = found
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = policy.replace(
        "frame-ancestors *", "frame-ancestors 'self'"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def detail_of(quote, user) -> dict:
    """The document that publishing would make now; NotReady where it could not."""
    workflow.check_publishable(quote)
    now = timezone.now()
    with transaction.atomic():
        rows.publish_waiting(quote, user, now)
        for edit in quote.waiting_edits.filter(decided_at__isnull=True).exclude(model="chain"):
            editing.write(edit.model, editing.row_of(edit.model, edit.row_id), edit.values)
        quote = Quote.objects.get(pk=quote.pk)
        workflow.derive_status(quote)
        loaded = quote_document.load([quote.pk]).first()
        if loaded is None:
            raise NotReady("There is nothing to show yet.")
        document, _ = documents.quote_row(loaded)
        rendered = document.rendered(1, now, now)["detail_json"]
        transaction.set_rollback(True)
    return orjson.loads(with_origin(rendered))
