"""Two rows that turned out to be one: choose, see what would move, merge, undo."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quotes import look_alikes, namesakes, roles, same_claims
from quotes.actions import merging, merging_claims, merging_preview
from quotes.actions.corrections import Notice
from quotes.admin import conflicting
from quotes.admin.claim_page import is_public
from quotes.errors import EditConflict, LookAgain
from quotes.models import Claim, Merge, Quote, Speaker
from quotes.models.notices import Tier
from sources.errors import QuoteTrackError

MODELS = {"speaker": Speaker, "quote": Quote, "claim": Claim}
PREVIEWS = {
    "speaker": merging.preview_speakers,
    "quote": merging.preview_quotes,
    "claim": merging_preview.preview_claims,
}
MERGES = {
    "speaker": merging.merge_speakers,
    "quote": merging.merge_quotes,
    "claim": merging_claims.merge_claims,
}
TYPED = ("reason", "what_was_wrong", "what_changed")
WORDS = {
    "names": "names",
    "roles": "roles",
    "attributions": "attributions",
    "responses": "replies",
    "suggested_for": "suggestions",
    "positions_in": "positions in it",
    "wordings": "wordings",
    "occurrences": "occurrences",
    "claim_quotes": "ties between quotes and claims",
    "topics": "topics",
    "assessments": "verdicts of every state",
    "evidence": "pieces of evidence",
    "outside_reviews": "reviews of others",
    "reports": "reports of readers",
    "comments": "remarks",
    "assignments": "assignments",
    "corrections": "notices, told with it",
}


def page_of(kind, row):
    """The address of a row's own page."""
    return reverse(f"admin:quotes_{kind}_change", args=[row.pk])


def found_by(kind, text):
    """The row that an editor means by an id, a name or words; None where it is not clear."""
    text = " ".join(text.split())
    rows = MODELS[kind].objects.filter(merged_into__isnull=True)
    row = rows.filter(public_id=text).first()
    if row or not text:
        return row
    if kind == "speaker":
        named = list(Speaker.objects.called(text)[:2])
    elif kind == "claim":
        named = list(rows.filter(Q(slug=text) | Q(text__iexact=text))[:2])
    else:
        named = [one.quote for one in look_alikes.sought(text)][:1]
    return named[0] if len(named) == 1 else None


def proposals(kind, row):
    """Rows that it may be the same as, with why."""
    if kind == "speaker":
        return [{"row": one.other, "why": one.why} for one in namesakes.of(row)]
    if kind == "claim":
        return same_claims.of(row)
    if not row.preferred_wording:
        return []
    words = row.preferred_wording
    near = look_alikes.of_text(words.text, words.language)
    left_out = {row.pk, *look_alikes.told_apart(row.pk)}
    return [
        {
            "row": one.quote,
            "why": f"alike to {round(100 * one.likeness)} %",
            "steps": one.difference,
        }
        for one in near
        if one.quote.pk not in left_out
    ]


@require_http_methods(["GET", "POST"])
def merge(request, kind, public_id):
    """What a merge would move; the merge itself, once it is confirmed."""
    if kind not in MODELS:
        raise Http404("There is nothing of this kind to merge.")
    loser = get_object_or_404(MODELS[kind], public_id=public_id)
    asked = request.POST.get("into", "") or request.GET.get("into", "")
    winner = found_by(kind, asked)
    if request.method == "POST" and winner:
        return merged(request, kind, loser, winner)
    return page(request, kind, loser, winner, asked=asked)


def page(request, kind, loser, winner, *, asked="", refusal="", status=200):
    """What would move, with what was typed before; the question into which, without a winner."""
    preview = PREVIEWS[kind](loser, winner) if winner else None
    context = request.desk.each_context(request) | {
        "title": _("Merge %(name)s") % {"name": loser},
        "kind": kind,
        "loser": loser,
        "loser_page": page_of(kind, loser),
        "winner": winner,
        "winner_page": page_of(kind, winner) if winner else "",
        "asked": asked,
        "preview": preview,
        "counts": counted(preview),
        "proposals": [] if winner else proposals(kind, loser),
        "may": may(request.user, kind, loser, winner),
        "refusal": refusal,
        "typed": {name: request.POST.get(name, "") for name in TYPED},
        "stands": chosen(request),
        "tier": Tier.VERDICT_CHANGE,
    }
    return render(request, "desk/merge/page.html", context, status=status)


def may(user, kind, loser, winner) -> bool:
    """The person's role covers it; the act itself asks again."""
    public = kind == "speaker"
    if kind == "claim":
        public = any(one and is_public(one) for one in (loser, winner))
    return roles.can(user, roles.PUBLISH if public else roles.EDIT)


def counted(preview):
    """What would move, in words."""
    if preview is None:
        return []
    return [{"what": WORDS.get(name, name), "number": n} for name, n in preview.counts.items()]


def chosen(request) -> list[str]:
    """The verdicts that the person lets stand, one for each scale."""
    return [value for name, value in request.POST.items() if name.startswith("stands-")]


def notice_of(request):
    """What readers are told of a verdict; None where nothing was written."""
    wrong, changed = (request.POST.get(name, "") for name in ("what_was_wrong", "what_changed"))
    if not (wrong.strip() or changed.strip()):
        return None
    return Notice(request.POST.get("tier", Tier.VERDICT_CHANGE), wrong, changed)


def do_merge(request, kind, loser, winner):
    """Merge by the door of the kind."""
    given = {"by": request.user, "reason": request.POST.get("reason", "")[:2000]}
    if kind == "claim":
        given |= {"stands": chosen(request), "notice": notice_of(request)}
        given |= {"seen": request.POST.get("seen", "")}
    MERGES[kind](loser, winner, **given)


def merged(request, kind, loser, winner):
    """Merge, and lead to what stays."""
    try:
        with conflicting.as_seen(request, loser, winner):
            do_merge(request, kind, loser, winner)
    except LookAgain as error:
        return page(request, kind, loser, winner, refusal=error, status=409)
    except EditConflict as error:
        moved = error.current if error.current is not None else loser
        winner.refresh_from_db()
        fresh = {"edit_version": fresh_version(loser), "other_version": winner.edit_version}
        return conflicting.page(request, moved, "merge", error, fresh)
    except QuoteTrackError as error:
        return page(request, kind, loser, winner, refusal=error, status=400)
    messages.success(request, _("Merged. Old ids and addresses lead here. It can be undone."))
    return redirect(page_of(kind, winner))


def fresh_version(row) -> int:
    """The version as it stands now."""
    row.refresh_from_db(fields=["edit_version"])
    return row.edit_version


@require_GET
def merges(request):
    """The latest merges, each to be undone."""
    rows = list(Merge.objects.select_related("merged_by", "undone_by")[:100])
    names = {
        kind: model.objects.in_bulk(
            {key for row in rows if row.kind == kind for key in (row.loser, row.winner)}
        )
        for kind, model in MODELS.items()
    }
    for row in rows:
        row.from_row = names[row.kind].get(row.loser)
        row.into_row = names[row.kind].get(row.winner)
        row.page = page_of(row.kind, row.into_row) if row.into_row else ""
    context = request.desk.each_context(request) | {
        "title": _("Merges"),
        "merges": rows,
        "may": roles.can(request.user, roles.PUBLISH),
    }
    return render(request, "desk/merge/list.html", context)


@require_POST
def undo(request, public_id):
    """Part again what was merged."""
    row = get_object_or_404(Merge, public_id=public_id)
    winner = get_object_or_404(MODELS[row.kind], pk=row.winner)
    try:
        with conflicting.as_seen(request, winner):
            given = {"by": request.user, "reason": request.POST.get("reason", "")[:2000]}
            if row.kind == "claim":
                merging_claims.undo(row, notice=notice_of(request), **given)
            else:
                merging.undo(row, **given)
    except EditConflict as error:
        return conflicting.page(request, winner, "undo merge", error)
    except QuoteTrackError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Undone: every row is back where it was."))
    return redirect("admin:desk_merges")


def into(kind, row):
    """What was merged into a row and is still, newest first, with who did it."""
    rows = list(Merge.objects.filter(kind=kind, winner=row.pk, undone_at__isnull=True)[:20])
    known = MODELS[kind].objects.in_bulk([one.loser for one in rows])
    people = get_user_model().objects.in_bulk([one.merged_by_id for one in rows])
    for one in rows:
        one.from_row, one.who = known.get(one.loser), people.get(one.merged_by_id)
    return rows
