"""How the words got here: one sentence for each way, with the independent source marked.

The root of a way is its first step that is neither told_to nor translated_by; without one it is
the outlet that prints it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from quotetrack.readers import labels, languages
from quotetrack.readers.dates import written

NOT_ROOTS = ("told_to", "translated_by")
AT_ONCE = 3


@dataclass(frozen=True)
class Hop:
    """One column of the sentence: what was done, by whom, and a quiet word on it."""

    verb: str
    name: str
    url: str = ""
    note: str = ""
    is_root: bool = False
    is_first: bool = False  # no arrow leads to it


@dataclass(frozen=True)
class Ways:
    """All ways by which the words got here."""

    all: list[list[Hop]]

    @property
    def shown(self):
        return self.all[:AT_ONCE]

    @property
    def hidden(self):
        return self.all[AT_ONCE:]

    @property
    def steps(self):
        return max((len(way) for way in self.all), default=0)


def ways(detail: dict) -> Ways:
    """The chains of all occurrences; those that differ in the last step only are told as one."""
    gathered: dict[tuple, list[dict]] = {}
    for occurrence in detail["occurrences"]:
        steps = sorted(occurrence["chain"], key=lambda step: step["position"])
        key = tuple((step["kind"], _name(step)) for step in steps)
        gathered.setdefault(key, []).append(occurrence)
    return Ways([_way(detail, occurrences) for occurrences in gathered.values()])


def _way(detail, occurrences):
    steps = sorted(occurrences[0]["chain"], key=lambda step: step["position"])
    hops = [_speaker(detail)]
    rooted = False
    for step in steps:
        root = not rooted and step["kind"] not in NOT_ROOTS
        rooted = rooted or root
        place = step["article"] or step["outlet"] or {}
        hops.append(
            Hop(
                labels.label(labels.STEP, step["kind"]),
                _name(step),
                place.get("url", ""),
                _("independent source") if root else "",
                root,
            )
        )
    return hops + _printed(
        occurrences, rooted=rooted, verb="printed_by" if rooted else "reported_by"
    )


def _speaker(detail):
    speaker = detail["speaker"] or detail["misattributed_to"]
    original = detail.get("original") or {}
    spoken = original.get("language")
    note = _("in %(language)s") % {"language": languages.name(spoken)} if spoken else ""
    verb = labels.label(labels.STEP, "said_by")
    if detail["speaker"] is None:
        verb = _("wrongly said to be by") if speaker else verb
    name = speaker["name"] if speaker else _("Speaker not known")
    return Hop(verb, name, speaker["url"] if speaker else "", note, is_first=True)


def _printed(occurrences, *, rooted, verb):
    """Those who print it, side by side; each is a root where nobody is named whom it is from."""
    seen, hops = set(), []
    for occurrence in occurrences:
        article = occurrence["article"]
        if article["id"] in seen:
            continue
        seen.add(article["id"])
        day = written(article["published"])
        note = str(day) if day else ""
        root = occurrence["is_root"] and not rooted
        if root:
            note = ", ".join(part for part in (note, _("independent source")) if part)
        outlet = article["outlet"]
        hops.append(
            Hop(
                _("and by") if hops else labels.label(labels.STEP, verb),
                outlet["name"] if outlet else article["title"],
                article["url"],
                note,
                root,
                is_first=bool(hops),
            )
        )
    return hops


def _name(step):
    return (
        (step["outlet"] or {}).get("name")
        or step["party"]
        or (step["article"] or {}).get("title", "")
    )
