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
    return [told(each) for each in held]


def _row(correction):
    target = correction["target"]
    row = told(correction)
    row["target"] = target
    row["what"] = labels.label(labels.OBJECT, target["type"])
    before, after = correction["before_version"], correction["after_version"]
    if target["type"] == "quote" and before and after:
        row["difference"] = f"{target['url']}difference/{before}/{after}/"
    return row


def page_of(number: int) -> str:
    """The path of a correction's own page."""
    return f"/corrections/{number}/"


def told(correction: dict) -> dict:
    """A correction in plain values."""
    return correction | {
        "url": page_of(correction["number"]),
        "title": _("Correction %(number)s") % {"number": correction["number"]},
        "kind": labels.label(labels.TIER, correction["tier"]),
        "day": day_of(correction["published_at"]),
    }
