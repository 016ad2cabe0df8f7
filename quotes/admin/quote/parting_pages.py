"""Split a quote in two or hand places over: choose, see what would move, do it, undo it."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quotes import roles
from quotes.actions import parting
from quotes.actions.parting import Parts
from quotes.admin import conflicting
from quotes.admin.guarding import sentence
from quotes.admin.history import named
from quotes.admin.merging_pages import WORDS, found_by, fresh_version, proposals
from quotes.errors import EditConflict
from quotes.models import Handover, Occurrence, Quote
from sources.errors import QuoteTrackError

CHOSEN = ("wordings", "occurrences", "claim_quotes", "responses")


def chosen_of(data) -> dict:
    """The keys that were ticked."""
    return {name: [int(key) for key in data.getlist(name) if key.isdecimal()] for name in CHOSEN}


def choices(quote, chosen):
    """Everything that may go, with what is ticked."""
    places = (
        Occurrence.objects.filter(wording__quote=quote)
        .select_related("wording", "snapshot__article__outlet")
        .defer("snapshot__text", "snapshot__raw")
    )
    groups = (
        ("wordings", _("Wordings, with all their places"), quote.wordings.all()),
        ("occurrences", _("Single places"), places),
        ("claim_quotes", _("Ties to claims"), quote.claim_quotes.select_related("claim")),
        ("responses", _("Replies"), quote.responses.select_related("speaker")),
    )
    return [
        {
            "name": name,
            "label": label,
            "rows": [
                {"row": row, "text": place(row) if name == "occurrences" else str(row),
                 "ticked": row.pk in chosen[name]}
                for row in rows
            ],
        }
        for name, label, rows in groups
    ]  # fmt: skip


def place(occurrence) -> str:
    """Where it is printed, and which words."""
    article = occurrence.snapshot.article
    outlet = f", {article.outlet}" if article.outlet_id else ""
    return f"{article.title}{outlet}: “{occurrence.wording.text[:80]}”"


def right_for(quotes):
    """What readers see is a publisher's to move, all else an editor's."""
    return roles.PUBLISH if any(quote.published_at for quote in quotes) else roles.EDIT


@require_http_methods(["GET", "POST"])
def split(request, public_id):
    """Choose what goes, see what would move; split, once it is confirmed."""
    quote = get_object_or_404(Quote, public_id=public_id)
    return page(request, quote, None)


@require_http_methods(["GET", "POST"])
def hand_over(request, public_id):
    """Choose the other quote and the places, see what would move; hand them over."""
    quote = get_object_or_404(Quote, public_id=public_id)
    asked = request.POST.get("to", "") or request.GET.get("to", "")
    other = found_by("quote", asked)
    if other is None:
        return ask_for_other(request, quote, asked)
    return page(request, quote, other)


def ask_for_other(request, quote, asked):
    """Which quote gets them: by id, by words, or one that looks like it."""
    context = request.desk.each_context(request) | {
        "title": _("Hand places over"),
        "quote": quote,
        "asked": asked,
        "proposals": proposals("quote", quote),
    }
    return render(request, "desk/quote/hand_over_to.html", context)


def page(request, quote, other):
    """The ticks, the preview of what is ticked, and the button that does it."""
    data = request.POST or request.GET
    chosen = chosen_of(data)
    error = ""
    if request.method == "POST" and "do" in request.POST:
        try:
            return done(request, quote, other, chosen)
        except EditConflict as told:
            return quicker(request, quote, other, told)
        except (QuoteTrackError, IntegrityError) as told:
            error = sentence(told)
    parts = Parts.of(quote, **chosen)
    looked = any(chosen.values())
    seen = (
        parting.preview_hand_over(quote, other, parts)
        if other
        else parting.preview_split(quote, parts)
    )
    context = request.desk.each_context(request) | {
        "title": _("Hand places over") if other else _("Split in two"),
        "quote": quote,
        "other": other,
        "groups": choices(quote, chosen),
        "looked": looked,
        "preview": seen,
        "counts": [{"what": WORDS.get(name, name), "number": n} for name, n in seen.counts.items()],
        "reason": data.get("reason", ""),
        "error": error,
        "may": roles.can(request.user, right_for([one for one in (quote, other) if one])),
    }
    return render(request, "desk/quote/part.html", context, status=409 if error else 200)


def done(request, quote, other, chosen):
    """Do it, and lead to what it made."""
    given = {"by": request.user, "reason": request.POST.get("reason", "")[:2000]}
    with conflicting.as_seen(request, quote, other):
        parts = Parts.of(quote, **chosen)
        act = (
            parting.hand_over(quote, other, parts, **given)
            if other
            else parting.split(quote, parts, **given)
        )
    messages.success(request, _("Done. It can be undone below, on both quotes' pages."))
    return redirect("admin:quotes_quote_change", act.target)


def quicker(request, quote, other, error):
    """The page for whoever came second; what was ticked stays ticked."""
    moved = error.current if error.current is not None else quote
    fresh = {"edit_version": fresh_version(quote)}
    if other:
        fresh["other_version"] = fresh_version(other)
    return conflicting.page(request, moved, "hand over" if other else "split quote", error, fresh)


@require_POST
def undo(request, public_id):
    """Put every row back where it was."""
    act = get_object_or_404(Handover, public_id=public_id)
    source = get_object_or_404(Quote, pk=act.source)
    try:
        with conflicting.as_seen(request, source):
            parting.undo(act, by=request.user, reason=request.POST.get("reason", "")[:2000])
    except EditConflict as error:
        return conflicting.page(request, source, "undo handover", error)
    except (QuoteTrackError, IntegrityError) as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Undone: every row is back where it was."))
    return redirect("admin:quotes_quote_change", act.source)


def of_quote(quote):
    """Splits and handings over that this quote was part of, newest first, with the other one."""
    rows = list(
        (Handover.objects.filter(source=quote.pk) | Handover.objects.filter(target=quote.pk))
        .filter(undone_at__isnull=True)
        .select_related("moved_by")[:20]
    )
    keys = [one.target if one.source == quote.pk else one.source for one in rows]
    known = Quote.objects.select_related("preferred_wording").in_bulk(keys)
    for one, key in zip(rows, keys, strict=True):
        one.source_row = quote if one.source == quote.pk else known.get(key)
        one.other, one.gave, one.who = known.get(key), one.source == quote.pk, named(one.moved_by)
    return rows


def urls(quote) -> dict:
    """Where it is split and handed over."""
    return {
        "split": reverse("admin:desk_split", args=[quote.public_id]),
        "hand_over": reverse("admin:desk_hand_over", args=[quote.public_id]),
    }
