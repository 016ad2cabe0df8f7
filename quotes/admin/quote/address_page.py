"""Another address for a speaker, outlet, topic or claim; the old one leads there."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quotes import roles
from quotes.actions import renaming
from quotes.admin import conflicting
from quotes.errors import EditConflict
from quotes.published.models import Redirect
from sources.errors import QuoteTrackError


def row_page(kind, row) -> str:
    """Where the row is worked on."""
    return reverse(f"admin:{row._meta.app_label}_{kind}_change", args=[row.pk])


@require_http_methods(["GET", "POST"])
def address(request, kind, public_id):
    """The address it has, those that lead to it, and a box for another one."""
    if kind not in renaming.KINDS:
        raise Http404("Nothing of this kind has an address.")
    row = get_object_or_404(renaming.KINDS[kind], public_id=public_id)
    wanted, error, status = row.slug, "", 200
    if request.method == "POST":
        wanted = request.POST.get("slug", "")
        reason = request.POST.get("reason", "")[:2000]
        try:
            expect = conflicting.expected(request)
            renaming.rename(row, wanted, by=request.user, reason=reason, expect=expect)
        except EditConflict as told:
            return conflicting.page(request, row, "change address", told)
        except QuoteTrackError as told:
            error, status = str(told), 400
        else:
            messages.success(request, _("The address is changed; the old one leads there."))
            return redirect(row_page(kind, row))
    public = renaming.is_public(row)
    context = request.desk.each_context(request) | {
        "title": _("Another address"),
        "row": row,
        "kind": kind,
        "row_page": row_page(kind, row),
        "wanted": wanted,
        "error": error,
        "public": public,
        "before": Redirect.objects.filter(kind=kind, target=row.public_id).order_by("-at"),
        "may": roles.can(request.user, roles.PUBLISH if public else roles.EDIT),
    }
    return render(request, "desk/address.html", context, status=status)
