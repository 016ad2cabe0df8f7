"""The page of imports: a file comes in, is rehearsed row by row, and then done."""

import csv
import time

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quotes import roles
from quotes.bulk import columns, running
from quotes.bulk.models import ImportRun, Kind, RowState
from quotes.errors import NotAllowed
from sources.errors import QuoteTrackError

A_TURN = 2  # seconds that one request works
REFUSED = 200  # refused rows on the page; the report has all


@require_http_methods(["GET", "POST"])
def imports(request):
    """Past imports, and the form for another one."""
    if request.method == "POST":
        return uploaded(request)
    runs = ImportRun.objects.filter(started_by=request.user)[:20]
    kinds = [
        {
            "value": kind.value,
            "label": kind.label,
            "columns": [
                {"name": name, "about": _(column.about), "needed": column.needed}
                for name, column in columns.COLUMNS[kind].items()
            ],
        }
        for kind in Kind
    ]
    context = request.desk.each_context(request) | {
        "title": _("Import"),
        "kinds": kinds,
        "chosen": request.GET.get("kind", ""),
        "runs": [{"run": run, "counts": run.counts()} for run in runs],
        "may": roles.can(request.user, roles.CONTRIBUTE),
    }
    return render(request, "desk/imports.html", context)


def uploaded(request):
    """Read the file, and lead to its page."""
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a file first."))
        return redirect("admin:desk_imports")
    try:
        run = running.begin(request.POST.get("kind", ""), file.name, file.read(), by=request.user)
    except QuoteTrackError as error:
        messages.error(request, str(error))
        return redirect("admin:desk_imports")
    return redirect("admin:desk_import", run.public_id)


def run_of(request, public_id) -> ImportRun:
    """The run, for whoever started it."""
    rows = ImportRun.objects.select_related("started_by")
    return get_object_or_404(rows, public_id=public_id, started_by=request.user)


@require_GET
def one(request, public_id):
    """How far a run is, and what was refused."""
    context = request.desk.each_context(request) | standing(run_of(request, public_id))
    return render(request, "desk/import.html", context)


def standing(run):
    """What the page tells of a run."""
    counts = run.counts()
    total = sum(counts.values())
    return {
        "title": _("Import of %(name)s") % {"name": run.name},
        "run": run,
        "counts": counts,
        "total": total,
        "done": total - counts["waiting"],
        "refused": run.rows.filter(state=RowState.REFUSED)[:REFUSED],
    }


@require_POST
def go(request, public_id):
    """Work for a moment; the script asks again until it is done."""
    run = run_of(request, public_id)
    do = request.POST.get("do", "")
    try:
        if do == "real":
            run = running.for_real(run, by=request.user)
        if do in ("leave", "stop"):
            run = running.leave(run, by=request.user, going=do == "leave")
        else:
            started = time.monotonic()
            running.go_on(run, by=request.user, seconds=A_TURN)
            spent = time.monotonic() - started
    except (QuoteTrackError, NotAllowed) as error:
        messages.error(request, str(error))
        return redirect("admin:desk_import", public_id)
    if request.headers.get("Accept", "").startswith("application/json"):
        told = standing(run)
        return JsonResponse(
            {"done": told["done"], "total": told["total"], "spent": round(spent, 2)}
        )
    return redirect("admin:desk_import", public_id)


@require_GET
def report(request, public_id):
    """Every row with what became of it, as CSV."""
    run = run_of(request, public_id)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{public_id}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow([_("row"), _("result"), _("column"), _("what is wrong"), "id"])
    for row in run.rows.iterator():
        for column, say in row.problems or [["", ""]]:
            writer.writerow([row.number, row.state, column, say, row.made])
    return answer
