"""Readers tell us that something is wrong."""

from quotes.models import Claim, Quote, ReaderReport, Speaker
from quotes.published.asking import Unanswerable
from quotes.published.naming import referred
from quotetrack.api.errors import bad_field
from quotetrack.api.v1 import bodies
from quotetrack.api.v1.reading.answers import answer, as_json
from quotetrack.api.v1.writing import shapes
from quotetrack.api.v1.writing.access import Writing
from sources.cleaning import check_text, clean_line
from sources.history import acting
from sources.models import Article

MODELS = {"quote": Quote, "claim": Claim, "speaker": Speaker, "article": Article}


class Reports(Writing):
    """Say that something public is wrong; nobody needs an account for that.

    The report is read by an editor. Nothing of it is published, the contact least of all.
    """

    authentication_classes = []
    rate = "report"
    body_shape = shapes.ReportBody
    shape = shapes.Received
    statuses = {"202": "Received."}

    def post(self, request):
        """Thank you, whether or not it was a machine that filled in every field."""
        values = bodies.read(shapes.ReportBody, request.data)
        if not values.get("website"):
            keep(values)
        response = answer(as_json({"received": True}), cache="no-store")
        response.status_code = 202
        return response


def keep(values):
    """Store the report beside what it is about."""
    kind = values["target_type"]
    try:
        (public_id,) = referred(kind, "target", [values["target"]])
    except Unanswerable as error:
        raise bad_field("target", str(error), status=422) from None
    target = MODELS[kind].objects.get(public_id=public_id)
    with acting(None, "reader's report"):
        ReaderReport.objects.create(
            **{kind: target},
            kind=values["kind"],
            text=check_text(values["text"]),
            contact=clean_line(values.get("contact", "")),
        )
