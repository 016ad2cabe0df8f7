"""Values beside each other, in words: what was, what will be, and where texts differ."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quotes import editing, look_alikes
from quotes.models.occurrences import StepKind
from sources.models import Article, Outlet

TEXTS = ("text", "note", "printed_speaker", "printed_role", "cue")
NAMES = {
    "said": gettext_lazy("Said on"),
    "steps": gettext_lazy("How the words got there"),
    "text": gettext_lazy("The words"),
    "note": gettext_lazy("Note for readers"),
}


def rows(sort, row, now, then) -> list[dict]:
    """One line for each value that differs: its name, both values in words, and their steps."""
    found = []
    for name, value in then.items():
        was, will = worded(row, name, now[name]), worded(row, name, value)
        steps = words_between(was, will) if name in TEXTS else None
        found.append({"name": label(row, name), "now": was, "then": will, "steps": steps})
    return found


def label(row, name) -> str:
    """What a value is called."""
    if name in NAMES:
        return str(NAMES[name])
    return str(row._meta.get_field(name).verbose_name).capitalize()


def words_between(now, then) -> list[dict]:
    """Word by word: what is there now, and what is proposed; marks and case count too."""
    return look_alikes.exact_difference(now, then)


def worded(row, name, value) -> str:
    """A plain value in words."""
    if name == "steps":
        return steps_worded(value)
    if value in (None, ""):
        return "–"
    if name == "media_time":
        return str(timedelta(seconds=value))
    if name == "said":
        return value
    field = row._meta.get_field(name)
    if field.is_relation:
        found = field.related_model._base_manager.filter(pk=value).first()
        return str(found) if found else _("something that is gone")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(dict(field.flatchoices).get(value, value))


def steps_worded(steps) -> str:
    """A chain as one line."""
    outlets = Outlet.objects.in_bulk([step["outlet"] for step in steps if step.get("outlet")])
    articles = Article.objects.in_bulk(
        [step["upstream_article"] for step in steps if step.get("upstream_article")]
    )
    told = []
    for step in steps:
        who = outlets.get(step.get("outlet")) or step.get("party")
        who = who or articles.get(step.get("upstream_article"), "")
        told.append(f"{StepKind(step['kind']).label} {who}")
    return " → ".join(told) or "–"


def of_edit(edit) -> dict:
    """A waiting edit for the page: its row, what differs, and whether the row has moved on."""
    row = editing.SORTS[edit.model][0]._base_manager.filter(pk=edit.row_id).first()
    now = editing.read(edit.model, row, edit.values) if row else {}
    moved = bool(row) and any(now[name] != edit.seen.get(name) for name in now)
    return {
        "edit": edit,
        "row": row,
        "what": str(row._meta.verbose_name) if row else edit.model,
        "is_grave": edit.kind == "substantive",
        "moved": moved,
        "rows": rows(edit.model, row, edit.seen | now, edit.values) if row else [],
    }
