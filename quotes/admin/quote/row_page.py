"""The page on which one row of a quote is edited: at once while it is a draft, else proposed."""

import json

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from quotes import editing, roles
from quotes.actions import waiting
from quotes.admin.guarding import sentence
from quotes.admin.quote import differing, forms
from quotes.errors import EditConflict
from quotes.models import WaitingEdit
from quotes.models.words import QuoteStatus
from sources.errors import QuoteTrackError

TITLES = {
    "quote": gettext_lazy("When and where it was said"),
    "wording": gettext_lazy("The words"),
    "attribution": gettext_lazy("Who said it"),
    "occurrence": gettext_lazy("How it was printed"),
    "chain": gettext_lazy("How the words got there"),
    "relation": gettext_lazy("What the words do to the claim"),
}


@require_http_methods(["GET", "POST"])
def edit_row(request, sort, key):
    """The form of a row; saved or proposed when it is posted."""
    if sort not in forms.FORMS:
        raise Http404("There is nothing of this kind to edit.")
    row = get_object_or_404(editing.SORTS[sort][0], pk=key)
    public = waiting.is_public(row)
    if request.method != "POST":
        form = forms.form_of(sort, row, public)
        return show(request, sort, row, form, seen=editing.read(sort, row))
    form = forms.form_of(sort, row, public, request.POST)
    seen = seen_values(request.POST.get("seen", ""), sort)
    if seen is None:
        said = _("The form did not say which version you saw. Look, and do it again.")
        return conflict(request, sort, row, form, EditConflict(said))
    if form.is_valid():
        try:
            done = waiting.change(
                sort, row, form.values(), by=request.user, seen=seen,
                reason=form.cleaned_data["reason"], kind=form.cleaned_data.get("kind", ""),
            )  # fmt: skip
        except EditConflict as error:
            return conflict(request, sort, row, form, error)
        except (QuoteTrackError, IntegrityError) as error:
            form.add_error(None, sentence(error))
        else:
            return saved(request, row, done)
    return show(request, sort, row, form, seen=seen, status=400)


def seen_values(text, sort):
    """The values that the person had before them; None where the page does not say all."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    known = editing.SORTS[sort][1]
    if not isinstance(found, dict) or not set(known) <= set(found):
        return None
    return {name: value for name, value in found.items() if name in known}


def saved(request, row, done):
    """Back to the quote, with what became of it."""
    if isinstance(done, WaitingEdit):
        say = _("Proposed: it waits below as a change to publish (%s).") % done.get_kind_display()
    else:
        say = _("Saved.")
    messages.success(request, say)
    answer = redirect("admin:quotes_quote_change", editing.quote_of(row).pk)
    if isinstance(done, WaitingEdit):
        answer["Location"] += "#h-waiting"
    return answer


def conflict(request, sort, row, form, error):
    """Theirs, mine and what it was; what was typed stays in the form."""
    row.refresh_from_db()
    form.is_valid()
    mine, now = form.values(), editing.read(sort, row)
    clashes = [
        {
            "name": differing.label(row, name),
            "seen": differing.worded(row, name, was),
            "now": differing.worded(row, name, at_present),
            "mine": differing.worded(row, name, mine.get(name, was)),
        }
        for name, (was, at_present) in error.changed.items()
    ]
    return show(request, sort, row, form, seen=now, clashes=clashes, status=409)


def show(request, sort, row, form, *, seen, clashes=(), status=200):
    """The page."""
    quote = editing.quote_of(row)
    public = waiting.is_public(row)
    needed = roles.CONTRIBUTE if quote.status == QuoteStatus.DRAFT else roles.EDIT
    context = request.desk.each_context(request) | {
        "title": TITLES[sort],
        "quote": quote,
        "row": row,
        "sort": sort,
        "form": form,
        "own": [box for box in form if box.name not in ("reason", "kind")],
        "is_chain": sort == "chain",
        "seen": json.dumps(seen if seen is not None else editing.read(sort, row)),
        "public": public,
        "clashes": clashes,
        "may": roles.can(request.user, roles.JUDGE if public else needed),
    }
    return render(request, "desk/quote/row.html", context, status=status)
