"""Corrections as rows of a log."""

from django.utils.translation import gettext as _

from quotes.published.serving import loaded
from quotetrack.readers import labels
from quotetrack.readers.dates import day_of


def rows(published) -> list[dict]:
    """Corrections in plain values; each links to what it corrected, as it is and as it was."""
    return [_row(loaded(row.list_json)) for row in published]


def of_record(detail: dict) -> list[dict]:
    """The corrections of one record, the newest first."""
    held = sorted(detail["corrections"], key=lambda each: -each["number"])
    return [_told(each) for each in held]


def _row(correction):
    target = correction["target"]
    row = _told(correction)
    row["target"] = target
    row["what"] = labels.label(labels.OBJECT, target["type"])
    if target["type"] == "quote" and correction["before_version"]:
        row["as_it_was"] = f"{target['url']}?version={correction['before_version']}"
    return row


def _told(correction):
    return correction | {
        "title": _("Correction %(number)s") % {"number": correction["number"]},
        "kind": labels.label(labels.TIER, correction["tier"]),
        "day": day_of(correction["published_at"]),
    }
