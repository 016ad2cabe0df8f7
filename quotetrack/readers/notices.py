"""What must be read before the words: corrected, wrongly attributed, made up, retracted, frozen."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from quotetrack.readers.dates import day_of, written
from quotetrack.readers.languages import isolated

GRAVE_RETRACTIONS = ("retracts",)


@dataclass(frozen=True)
class Notice:
    """A sentence above the words, with a rule at its start."""

    head: str
    text: str = ""
    href: str = ""
    link: str = ""
    weight: str = ""  # "", "grave" or "frozen"


def of(detail: dict, *, page: str = "", frozen_at: datetime | None = None) -> list[Notice]:
    """All notices of a quote, the gravest first; `page` as for the chips."""
    notices = []
    if frozen_at is not None:
        head = _("As published on %(day)s.") % {"day": day_of(frozen_at)}
        notices.append(Notice(head, "", page or ".", _("The record today"), "frozen"))
    notices += _about_the_speaker(detail, page)
    notices += _retracted(detail, page)
    notices += _corrected(detail, page)
    return notices


def is_retracted(detail: dict) -> bool:
    """Whether the speaker took the words back, or the outlet its article."""
    return is_retracted_by_source(detail) or any(
        response["kind"] in GRAVE_RETRACTIONS for response in detail.get("responses", [])
    )


def is_retracted_by_source(detail: dict) -> bool:
    """Whether the outlet took back the article that the words are shown from."""
    return (detail.get("article") or {}).get("live_status") == "retracted"


def _about_the_speaker(detail, page):
    if detail["attribution"] == "misattributed":
        wrong = detail.get("misattributed_to")
        text = (
            _("%(name)s is wrongly named as the speaker.") % {"name": isolated(wrong["name"])}
            if wrong
            else _("the speaker that is usually named is the wrong one.")
        )
        yield Notice(_("Misattributed:"), text, f"{page}#attributions", _("Who said it"), "grave")
    if detail["attribution"] == "fabricated":
        text = _("nobody is known to have said these words.")
        yield Notice(_("Fabricated:"), text, f"{page}#attributions", _("How we know"), "grave")


def _retracted(detail, page):
    for response in detail.get("responses", []):
        if response["kind"] in GRAVE_RETRACTIONS:
            name = isolated(response["speaker"]["name"])
            day = written(response["date"])
            head = (
                _("Retracted by %(name)s on %(day)s.") % {"name": name, "day": day}
                if day
                else _("Retracted by %(name)s.") % {"name": name}
            )
            yield Notice(head, "", f"{page}#responses", _("What was said"), "grave")
            return
    if is_retracted(detail):
        yield Notice(_("Retracted by the source."), "", f"{page}#occurrences", "", "grave")


def _corrected(detail, page):
    corrections = sorted(detail.get("corrections", []), key=lambda each: each["number"])
    if not corrections:
        return
    last = corrections[-1]
    head = _("Corrected %(day)s:") % {"day": day_of(last["published_at"])}
    if last["tier"] == "clarification":
        head = _("Clarified %(day)s:") % {"day": day_of(last["published_at"])}
    yield Notice(
        head,
        last["what_was_wrong"] or last["what_changed"],
        f"{page}#corrections",
        _("Correction %(number)s") % {"number": last["number"]},
    )
