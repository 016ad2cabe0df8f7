"""How an article's live page stands: what was seen, which quoted words read otherwise now."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quotes import intake, look_alikes, rechecking, roles
from quotes.admin import conflicting
from quotes.errors import EditConflict
from quotes.models import Occurrence
from sources.errors import QuoteTrackError
from sources.models import Article, LiveStatus

KEPT = 20  # looks that are shown


@require_http_methods(["GET", "POST"])
def live_page(request, public_id):
    """The looks at a page, newest first; looking again, marking, taking it in as it reads now."""
    article = get_object_or_404(Article.objects.select_related("outlet"), public_id=public_id)
    if request.method == "POST":
        try:
            answer = act(request, article)
        except EditConflict as error:
            return conflicting.page(request, article, "mark page", error)
        except QuoteTrackError as error:
            messages.error(request, str(error))
        else:
            if answer:
                return answer
        return redirect("admin:desk_live", public_id)
    checks = list(article.live_checks.select_related("checked_by")[:KEPT])
    latest = next((one for one in checks if one.places), None)
    context = request.desk.each_context(request) | {
        "title": _("The live page"),
        "article": article,
        "checks": checks,
        "places": compared(latest.places) if latest else [],
        "statuses": LiveStatus.choices,
        "may_look": bool(article.url) and roles.can(request.user, roles.CONTRIBUTE),
        "may_mark": roles.can(request.user, roles.EDIT),
    }
    return render(request, "desk/live.html", context)


def act(request, article):
    """Do what the pressed button says; an answer of its own, or None."""
    data = request.POST
    if "mark" in data:
        status, note = data.get("status", ""), data.get("note", "")
        expect = conflicting.expected(request)
        rechecking.mark(article, status, by=request.user, note=note, expect=expect)
        messages.success(request, _("Noted; readers see it beside the source."))
        return None
    if "take" in data:
        taken = intake.take_in(by=request.user, url=article.url)
        for notice in taken.notices:
            messages.info(request, notice)
        answer = redirect("admin:desk_article", taken.article.public_id)
        answer["Location"] += f"?snapshot={taken.snapshot.public_id}"
        return answer
    row = rechecking.recheck(article, by=request.user, expect=conflicting.expected(request))
    messages.success(request, _("Looked: %s.") % row.get_status_display())
    return None


def compared(places) -> list[dict]:
    """The quoted words as captured and as they read now, word by word."""
    keys = [one["occurrence"] for one in places]
    rows = Occurrence.objects.filter(pk__in=keys).select_related("wording__quote")
    known = rows.prefetch_related("segments").in_bulk()
    found = []
    for one in places:
        row = known.get(one["occurrence"])
        if row is None:
            continue
        parts = [part.exact for part in row.segments.all() if part.role == "content"]
        found.append(
            {
                "row": row,
                "quote": row.wording.quote,
                "same": one["same"],
                "anchor": one["anchor"],
                "steps": look_alikes.exact_difference(" ".join(parts), one["words"]),
            }
        )
    return sorted(found, key=lambda one: one["same"])
