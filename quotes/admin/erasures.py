"""Erasures by law: asked for on a page of the article, decided on the page of all requests."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quotes import roles
from quotes.actions import erasing
from quotes.admin import conflicting
from quotes.admin.guarding import sentence
from quotes.errors import EditConflict
from quotes.models import ErasureRequest
from sources.errors import QuoteTrackError
from sources.models import Article

SHOWN = 100


@require_GET
def erasures(request):
    """Every request: those to decide first, then what was decided."""
    rows = ErasureRequest.objects.select_related("snapshot__article", "asked_by", "decided_by")
    rows = list(rows.defer("snapshot__text", "snapshot__raw")[:SHOWN])
    administers = roles.can(request.user, roles.ADMINISTER)
    for row in rows:
        row.may_decide = administers and not row.decided_at
        row.is_own = row.asked_by_id == request.user.pk
        row.blocking = erasing.in_the_way(row.snapshot) if row.may_decide else []
    context = request.desk.each_context(request) | {
        "title": _("Erasures by law"),
        "open": [row for row in rows if not row.decided_at],
        "decided": [row for row in rows if row.decided_at],
    }
    return render(request, "desk/erasures.html", context)


@require_http_methods(["GET", "POST"])
def erase(request, public_id):
    """Ask for the erasure of one of an article's texts."""
    article = get_object_or_404(Article, public_id=public_id)
    error, basis = "", request.POST.get("legal_basis", "")
    if request.method == "POST":
        chosen = article.snapshots.filter(public_id=request.POST.get("snapshot", "")).first()
        try:
            if chosen is None:
                raise Http404(_("Choose one of its texts."))
            erasing.ask(chosen, basis, by=request.user)
        except (QuoteTrackError, IntegrityError) as told:
            error = sentence(told)
        else:
            messages.success(request, _("Asked: an administrator who did not ask decides."))
            return redirect("admin:desk_erasures")
    context = request.desk.each_context(request) | {
        "title": _("Erase by law"),
        "article": article,
        "snapshots": article.snapshots.filter(erased_at__isnull=True).defer("text", "raw"),
        "basis": basis,
        "error": error,
        "may": erasing.may_ask(request.user),
    }
    return render(request, "desk/erase.html", context, status=400 if error else 200)


def agree(row, data, by, expect):
    """Erase."""
    erasing.agree(row, by=by, expect=expect)
    return "Erased: the text is gone, and the record of who asked and who agreed stays."


def refuse(row, data, by, expect):
    """Do not erase."""
    erasing.refuse(row, by=by, reason=data.get("reason", ""), expect=expect)
    return "Refused: nothing was erased."


ACTS = {"agree": agree, "refuse": refuse}


@require_POST
def erasure_act(request, public_id, act):
    """Agree to a request or refuse it; back to all of them."""
    if act not in ACTS:
        raise Http404("There is no such act.")
    row = get_object_or_404(ErasureRequest, public_id=public_id)
    try:
        say = ACTS[act](row, request.POST, request.user, conflicting.expected(request))
    except (QuoteTrackError, IntegrityError) as error:
        messages.error(request, sentence(error))
        if isinstance(error, EditConflict):
            messages.error(request, request.POST.get("reason", "")[:2000])
    else:
        messages.success(request, say)
    return redirect("admin:desk_erasures")


# Address, view and name, for the desk's own site.
PAGES = (
    ("desk/erasures/", erasures, "desk_erasures"),
    ("desk/erasures/<slug:public_id>/<slug:act>/", erasure_act, "desk_erasure_act"),
    ("desk/articles/<slug:public_id>/erase/", erase, "desk_erase"),
)
