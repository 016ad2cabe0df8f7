"""Edits of speakers, outlets, articles, topics, occasions and positions, taken back by column.

Only what the act changed goes back, and only where it still stands as the act left it.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from quotes.models import Occasion, Position, Quote, Role, Speaker, SpeakerName, Topic
from quotes.models.words import QuoteStatus
from quotes.publishing.refresh import refresh
from quotes.publishing.store import Act
from sources.history import acting
from sources.models import Article, ArticleUrl, Outlet, OutletDomain

OWN = (Speaker, Outlet, Article, Topic, Occasion, Position)
BELOW = {SpeakerName: "speaker", Role: "speaker", OutletDomain: "outlet", ArticleUrl: "article"}
KINDS = {Speaker: "speakers", Outlet: "outlets", Article: "articles", Topic: "topics"}
UNTOUCHED = {"id", "edit_version", "public_id", "created_at", "updated_at"}


def reverse(deed, by, refusal):
    """Put back what the act changed; raises `refusal` with a sentence where it cannot."""
    strange = [one for one in deed.rows if one.model not in (*OWN, *BELOW) and not is_note(one)]
    if strange:
        raise refusal(_("There is no way back from here. See its own page."))
    with acting(by, f"undo {deed.act}"):
        for one in reversed(deed.rows):
            if one.label == "update":
                back(one, refusal)
            elif one.label == "insert" and one.model in BELOW:
                one.model._base_manager.filter(pk=one.after.pgh_obj_id).delete()
            elif one.label == "delete" and one.model in BELOW:
                again(one)
            else:
                raise refusal(
                    _("It is a row of its own: an administrator can delete it while nothing"
                      " names it.")
                )  # fmt: skip
        shown(deed)


def is_note(one) -> bool:
    """Only the desk's own note of a quote was edited."""
    return one.model is Quote and set(changed(one)) <= {"note"}


def changed(one) -> list[str]:
    """The columns that the act changed."""
    names = [field.attname for field in one.model._meta.concrete_fields]
    return [
        name
        for name in names
        if name not in UNTOUCHED and getattr(one.before, name) != getattr(one.after, name)
    ]


def back(one, refusal):
    """The changed columns as they were before."""
    row, names = one.row, changed(one)
    if row is None or any(getattr(row, name) != getattr(one.after, name) for name in names):
        raise refusal(_("It was changed again since. Look at its page."))
    for name in names:
        setattr(row, name, getattr(one.before, name))
    if names:
        row.save(update_fields=names)


def again(one):
    """A removed row, as it was."""
    names = [field.attname for field in one.model._meta.concrete_fields if not field.primary_key]
    one.model._base_manager.create(**{name: getattr(one.after, name) for name in names})


def shown(deed):
    """What readers see follows."""
    keys = {}
    for one in deed.rows:
        if one.model in KINDS:
            keys.setdefault(KINDS[one.model], set()).add(one.after.pgh_obj_id)
        elif one.model in BELOW:
            name = BELOW[one.model]
            keys.setdefault(f"{name}s", set()).add(getattr(one.after, f"{name}_id"))
        elif one.model is Occasion:
            said = Quote.objects.filter(
                occasion_id=one.after.pgh_obj_id, status=QuoteStatus.PUBLISHED
            )
            keys.setdefault("quotes", set()).update(said.values_list("pk", flat=True))
        elif one.model is Position:
            held = Role.objects.filter(position_id=one.after.pgh_obj_id)
            keys.setdefault("speakers", set()).update(held.values_list("speaker_id", flat=True))
    found = {kind: sorted(pks) for kind, pks in keys.items() if pks}
    if found:
        refresh(Act(timezone.now(), "additive"), **found)
