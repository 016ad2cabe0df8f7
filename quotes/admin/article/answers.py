"""How the article desk answers: a script gets the changed rows, a plain form gets a redirect."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from quotes import telling
from quotes.admin.article.page import ArticleDesk
from quotes.errors import AlreadyDecided, EditConflict, NotAllowed, SpeakerNotClear

STATUS = {NotAllowed: 403, EditConflict: 409, AlreadyDecided: 409}


def by_script(request) -> bool:
    """The desk's script asked, not a plain form."""
    return request.headers.get("Accept", "").startswith("application/json")


def status_of(error) -> int:
    """The HTTP status that fits an error."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)


def address(article, at="", **more):
    """The article desk's address, with one row open."""
    query = {key: value for key, value in {"at": at, **more}.items() if value}
    path = reverse("admin:desk_article", args=[article.public_id])
    return f"{path}?{urlencode(query)}" if query else path


def done(request, article, say, changed, then=""):
    """The answer after an act: what was said, and the rows that changed."""
    order = request.POST.get("order", "")
    if not by_script(request):
        if say:
            messages.success(request, say)
        desk = ArticleDesk(article, request.user, order=order)
        last = changed[-1] if changed else ""
        at = desk.next_after(last) if request.POST.get("onward") else desk.find(last)
        row = at or desk.current
        target = address(article, row.public_id if row else "", order=order)
        return redirect(f"{target}#{row.anchor}" if row else target)
    return JsonResponse(told(request, article, changed, then, order) | {"say": telling.told(say)})


def whole(request, article, say, public_id):
    """The whole page anew, open at a suggestion: where its words stand has changed."""
    order, snapshot = request.POST.get("order", ""), request.POST.get("snapshot", "")
    desk = ArticleDesk(article, request.user, at=public_id, order=order, snapshot=snapshot)
    context = request.desk.each_context(request) | {"desk": desk, "title": article.title}
    html = render_to_string("desk/article/main.html", context, request)
    return JsonResponse({"say": telling.told(say), "main": html, "at": public_id})


def refused(request, article, error, candidate=None, form=None):
    """The answer where an act was refused: why, and the row as it stands now."""
    public_id = candidate.public_id if candidate else ""
    order = request.POST.get("order", "")
    if by_script(request):
        body = told(request, article, [public_id] if public_id else [], public_id, order)
        body |= {"say": telling.told(error), "code": error.code}
        if isinstance(error, SpeakerNotClear):
            body["asks"] = "speaker"
        return JsonResponse(body, status=status_of(error))
    if isinstance(error, EditConflict | AlreadyDecided) and form:
        return conflict(request, article, error, candidate, form)
    messages.error(request, str(error))
    return redirect(f"{address(article, public_id, order=order)}#c-{public_id}")


def told(request, article, changed, then, order) -> dict:
    """Rows, head and open panel as the script puts them in place."""
    snapshot = request.POST.get("snapshot", "")
    desk = ArticleDesk(article, request.user, at=then, order=order, snapshot=snapshot)
    context = {"desk": desk}
    rows = {}
    for row in desk.rows:
        if row.public_id in changed:
            rows[row.public_id] = {
                "decision": row.decision,
                "look": row.look,
                "html": render_to_string("desk/article/row.html", context | {"row": row}, request),
            }
    panel = None
    if desk.panel and then:
        html = render_to_string("desk/article/panel.html", context | {"panel": desk.panel}, request)
        panel = {"id": desk.current.public_id, "html": html}
    return {
        "rows": rows,
        "panel": panel,
        "head": render_to_string("desk/article/acts.html", context, request),
        "counts": render_to_string("desk/article/counts.html", context, request).strip(),
    }


def conflict(request, article, error, candidate, form):
    """The page for whoever came second: what they did, what it is now, and both ways on."""
    candidate.refresh_from_db()
    mine = {
        name: value
        for name, value in form.items()
        if name not in ("csrfmiddlewaretoken", "edit_version")
    }
    if "other_version" in mine and candidate.occurrence:
        mine["other_version"] = candidate.occurrence.wording.quote.edit_version
    context = {
        "title": _("Somebody was quicker"),
        "error": error,
        "candidate": candidate,
        "article": article,
        "mine": mine,
        "back": address(article, candidate.public_id),
        "path": request.path,
        "act": request.resolver_match.kwargs.get("act", ""),
        **request.desk.each_context(request),
    }
    return render(request, "desk/article/conflict.html", context, status=409)
