"""Two published versions of a quote: what the later one says that the earlier one did not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from quotetrack.pages import alignment
from quotetrack.readers import labels, languages, provenance, scales, words
from quotetrack.readers.dates import written


@dataclass(frozen=True)
class Difference:
    """One thing that differs: as it was, and as it became."""

    name: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True)
class Words:
    """The words of both versions, aligned; empty stretches where they are too unlike for that."""

    stretches: list[alignment.Stretch]
    language: str
    direction: str


def between(before: dict, after: dict) -> list[Difference]:
    """Everything but the words that differs, in the order of the page."""
    pairs = [
        (name, tell(before), tell(after))
        for name, tell in (
            (_("Words"), _words_if_unlike(before, after)),
            (_("Who"), _speaker),
            (_("When"), _when),
            (_("Where"), _where),
            (_("Said"), _said),
            (_("Form"), _form),
            (_("True?"), _claims),
            (_("Who said it"), _attributions),
            (_("Wordings"), _wordings),
            (_("Where it is printed"), _printed),
            (_("Responses"), _responses),
            (_("Topics"), _topics),
            (_("Corrections"), _corrections),
        )
    ]
    return [Difference(name, old, new) for name, old, new in pairs if old != new]


def of_words(before: dict, after: dict) -> Words | None:
    """The words of both, aligned, where they differ and are alike enough."""
    if before["text"] == after["text"] or not alignment.alike(before, after):
        return None
    stretches = alignment.stretches(before["text"], after["text"], before["language"])
    return Words(stretches, after["language"], languages.direction(after["language"]))


def _words_if_unlike(before, after):
    aligned = of_words(before, after) is not None
    return lambda detail: [] if aligned else [words.line(detail["text"], detail["language"])]


def _speaker(detail):
    speaker = detail["speaker"]
    if speaker:
        return [languages.listed(speaker["name"], speaker["role"])]
    wrong = detail["misattributed_to"]
    return [_("not %(name)s") % {"name": languages.isolated(wrong["name"])}] if wrong else []


def _when(detail):
    day = written(detail["said"])
    return [str(day)] if day else []


def _where(detail):
    occasion = detail["occasion"] or {}
    place = occasion.get("place") or ""
    told = (provenance.occasion(detail), occasion.get("title") or "", place)
    return [part for part in told if part]


def _said(detail):
    return [labels.label(labels.ATTRIBUTION, detail["attribution"])]


def _form(detail):
    return [labels.label(labels.FORM, detail["form"])]


def _claims(detail):
    return sorted(
        f"{labels.label(labels.RELATION, link['relation'])} “{link['text']}”"
        + (f": {scales.label(link)}, {written(link['as_of'])}" if link["label"] else "")
        for link in detail["claims"]
    )


def _attributions(detail):
    return sorted(
        f"{each['speaker']['name']}: {labels.label(labels.RANK, each['rank'])},"
        f" {labels.label(labels.REASON, each['reason'])}"
        for each in detail["attributions"]
    )


def _wordings(detail):
    return sorted(words.line(each["text"], each["language"]) for each in detail["wordings"])


def _printed(detail):
    return sorted(each["article"]["title"] for each in detail["occurrences"])


def _responses(detail):
    return [
        f"{each['speaker']['name']} {labels.label(labels.RESPONSE, each['kind'])}"
        for each in detail["responses"]
    ]


def _topics(detail):
    return [each["name"] for each in detail["topics"]]


def _corrections(detail):
    return [
        _("Correction %(number)s") % {"number": each["number"]} for each in detail["corrections"]
    ]
