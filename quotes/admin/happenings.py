"""What happened on the desk, from the history that the database keeps."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from quotes.admin.history import named
from quotes.models import Assessment, Candidate, Correction, Quote, Speaker
from sources.models import Article

PEEK = 60  # the newest events of each table that are looked at

# What was done, by the act that the history names: one thing, several things.
SAID = {
    "accept suggestion": ("accepted a suggestion", "accepted {} suggestions"),
    "reject suggestion": ("rejected a suggestion", "rejected {} suggestions"),
    "undo decision": ("took a decision back", "took {} decisions back"),
    "correct speaker": ("corrected a speaker", "corrected {} speakers"),
    "mark words": ("marked words", "marked {} stretches"),
    "take in article": ("added", "added {} articles"),
    "quote in_review": ("submitted a quote", "submitted {} quotes"),
    "quote published": ("published a quote", "published {} quotes"),
    "quote withdrawn": ("withdrew a quote", "withdrew {} quotes"),
    "quote draft": ("sent a quote back", "sent {} quotes back"),
    "draft assessment": ("drafted an assessment", "drafted {} assessments"),
    "publish assessment": ("published an assessment", "published {} assessments"),
}


@dataclass
class Happening:
    """One act, or several of one kind in a row."""

    who: str
    what: str
    about: str
    url: str
    at: datetime
    lang: str = ""

    @property
    def when(self):
        """The hour of today, else the day."""
        at, now = localtime(self.at), localtime()
        if at.date() == now.date():
            return f"{at:%H:%M}"
        return date_format(at, "j F" if at.year == now.year else "DATE_FORMAT")


@dataclass
class Trace:
    """One event as the history has it."""

    user: int
    act: str
    about: object
    key: tuple
    at: datetime
    number: int = 1


def latest(viewer, number) -> list[Happening]:
    """The latest acts of everybody, newest first; acts of one kind on one thing are one."""
    traces = sorted(all_traces(), key=lambda one: one.at, reverse=True)
    merged = []
    for trace in traces:
        same = next((one for one in merged[-3:] if one.key == trace.key), None)
        if same:
            same.number += 1
        else:
            merged.append(trace)
    merged = merged[:number]
    names = get_user_model().objects.in_bulk({one.user for one in merged if one.user})
    return [told(one, names, viewer) for one in merged]


def all_traces():
    """Events of the tables that people act on, and corrections."""
    yield from traces(Candidate, "pgh_obj__snapshot__article", of_candidate)
    yield from traces(Quote, "pgh_obj__preferred_wording", of_row)
    yield from traces(Assessment, "pgh_obj__claim", of_row)
    yield from traces(Speaker, "pgh_obj", of_row)
    yield from traces(Article, "pgh_obj", of_row)
    newest = Correction.objects.select_related("quote__preferred_wording", "claim", "speaker")
    for one in newest.select_related("article")[:PEEK]:
        yield Trace(one.approved_by_id, "correction", one, ("correction", one.pk), one.published_at)


def traces(model, needed, about):
    """The newest events of one table that say what was done."""
    events = model.events.rel.related_model.objects
    rows = events.filter(pgh_context__isnull=False).select_related("pgh_context", needed)
    for event in rows.order_by("-pgh_id")[:PEEK]:
        said = event.pgh_context.metadata
        thing = about(event)
        if said.get("act") in SAID and thing is not None:
            key = (said.get("user"), said["act"], type(thing), thing.pk)
            if said["act"].startswith("quote "):
                key = (said.get("user"), said["act"])
            yield Trace(said.get("user"), said["act"], thing, key, event.pgh_created_at)


def of_candidate(event):
    """The article that a suggestion was found in; None for the act of finding it."""
    if event.pgh_label == "insert" and event.origin == "extractor":
        return None
    return event.pgh_obj.snapshot.article if event.pgh_obj else None


def of_row(event):
    """The row itself."""
    return event.pgh_obj


def told(trace, names, viewer) -> Happening:
    """The trace as a sentence with a link."""
    person = names.get(trace.user)
    who = "You" if person == viewer else (named(person) or "Somebody")
    thing = trace.about
    if trace.act == "correction":
        url = reverse("admin:quotes_correction_change", args=[thing.pk])
        what = f"published correction {thing.number} of"
        return Happening(who, what, shortened(str(thing.target)), url, trace.at)
    one, several = SAID[trace.act]
    what = one if trace.number == 1 else several.format(trace.number)
    if isinstance(thing, Article):
        url = reverse("admin:desk_article", args=[thing.public_id])
        joined = what if trace.act == "take in article" else f"{what} in"
        return Happening(who, joined, shortened(thing.title), url, trace.at, thing.language)
    name = f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change"
    joined = f"{what}:" if trace.number == 1 else f"{what}, last"
    url = reverse(name, args=[thing.pk])
    return Happening(who, joined, shortened(str(thing)), url, trace.at)


def shortened(text):
    """At most 70 characters, cut between words."""
    return text if len(text) <= 70 else text[:70].rsplit(" ", 1)[0] + " …"
