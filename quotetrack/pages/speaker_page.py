"""The parts of a speaker's page: counts as bounds, roles over the years, who quotes them."""

from django.utils.translation import gettext as _

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.pages import charts
from quotetrack.readers.dates import written

MOST = 8


def years(public_id: str, roles: list[dict]) -> list[charts.Year]:
    """The quotes of a speaker by year."""
    held: dict[int, dict[str, int]] = {}
    mine = models.PublishedQuote.objects.readers().by_speaker(public_id)
    for year, attribution, count in mine.by_year():
        held.setdefault(year, {})[attribution] = count
    return charts.years(held, roles)


def quoted_by(public_id: str) -> list[tuple[str, str, int]]:
    """Outlets that print the speaker: name, address, how many quotes."""
    mine = models.PublishedQuote.objects.readers().by_speaker(public_id)
    return _named(models.PublishedOutlet, mine.counted("outlets")[:MOST])


def topics(public_id: str) -> list[tuple[str, str, int]]:
    """Topics of the speaker: name, address, how many quotes."""
    mine = models.PublishedQuote.objects.readers().by_speaker(public_id)
    return _named(models.PublishedTopic, mine.counted("topics")[:MOST])


def roles(detail: dict) -> list[dict]:
    """The positions held, the latest first."""
    held = sorted(detail["roles"], key=lambda role: role["start"] or "", reverse=True)
    return [role | {"when": _when(role), "where": _where(role)} for role in held]


def _where(role):
    """The organisation, unless the title names it already."""
    organisation = role["organisation"] or ""
    return "" if organisation in role["title"] else organisation


def _named(model, counted):
    counted = list(counted)
    rows = model.objects.readers().filter(pk__in=[each for each, _count in counted])
    names = {row.pk: loaded(row.list_json) for row in rows}
    return [
        (names[each]["name"], names[each]["url"], count) for each, count in counted if each in names
    ]


def _when(role):
    start, end = written(role["start"]), written(role["end"])
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("Since %(start)s") % {"start": start}
    if end:
        return _("Until %(end)s") % {"end": end}
    return _("Dates not recorded")
