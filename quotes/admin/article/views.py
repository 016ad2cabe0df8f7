"""The addresses of the article desk. Views parse, call and answer; the rules stay behind them."""

import json

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from quotes import candidates, intake
from quotes.admin import conflicting
from quotes.admin.article import acts, answers
from quotes.admin.article.page import ArticleDesk, speaker_choices
from quotes.errors import EditConflict, NotReady
from quotes.models import Candidate, Speaker, Topic
from sources.errors import QuoteTrackError
from sources.models import Article, Snapshot


def article_of(public_id):
    """The article with its outlet, or 404."""
    return get_object_or_404(Article.objects.select_related("outlet"), public_id=public_id)


@require_GET
def article_desk(request, public_id):
    """The text left, the suggestions right."""
    desk = ArticleDesk(
        article_of(public_id),
        request.user,
        at=request.GET.get("at", ""),
        order=request.GET.get("order", ""),
        snapshot=request.GET.get("snapshot", ""),
        seek=request.GET.get("seek", ""),
    )
    context = request.desk.each_context(request) | {"desk": desk, "title": desk.article.title}
    return render(request, "desk/article/page.html", context)


@require_GET
def candidate_panel(request, public_id):
    """The open row of a suggestion, for the script; a plain visit is led to the article desk."""
    candidate = get_object_or_404(
        Candidate.objects.select_related("snapshot__article"), public_id=public_id
    )
    article = candidate.snapshot.article
    if not answers.by_script(request):
        return redirect(answers.address(article, candidate.public_id))
    desk = ArticleDesk(
        article,
        request.user,
        at=public_id,
        order=request.GET.get("order", ""),
        snapshot=candidate.snapshot.public_id,
        seek=request.GET.get("seek", ""),
    )
    context = {"desk": desk, "panel": desk.panel}
    html = render_to_string("desk/article/panel.html", context, request)
    return JsonResponse({"panel": {"id": public_id, "html": html}})


@require_POST
def candidate_act(request, public_id, act):
    """One decision about one suggestion."""
    if act not in acts.ACTS:
        raise Http404("There is no such act.")
    candidate = get_object_or_404(
        Candidate.objects.select_related("snapshot__article__outlet"), public_id=public_id
    )
    article = candidate.snapshot.article
    try:
        if act == "look":  # overwrites nothing
            say = acts.ACTS[act](candidate, request.POST, request.user)
        else:
            with conflicting.as_seen(request, candidate):
                say = acts.ACTS[act](candidate, given_to(request), request.user)
    except QuoteTrackError as error:
        return answers.refused(request, article, error, candidate, request.POST)
    if act == "stretch" and answers.by_script(request):
        return answers.whole(request, article, say, public_id)
    return answers.done(request, article, say, [public_id], request.POST.get("then", ""))


def given_to(request):
    """The form, and what the button's own address adds to it."""
    if "by" not in request.GET:
        return request.POST
    data = request.POST.copy()
    data.setdefault("by", request.GET["by"])
    return data


@require_POST
def undo_last(request, public_id):
    """Take back my latest decision about this article."""
    article = article_of(public_id)
    row = ArticleDesk(article, request.user, snapshot=posted_snapshot(request)).last_of_mine
    if row is None:
        return answers.refused(request, article, NotReady("There is nothing of yours to undo."))
    seen = versions_seen(request).get(row.public_id, 0)
    try:
        candidates.undo(row.candidate, by=request.user, expect=seen)
    except QuoteTrackError as error:
        return answers.refused(request, article, error, row.candidate)
    say = "Undone: it is to be decided again."
    return answers.done(request, article, say, [row.public_id], row.public_id)


@require_POST
def accept_ready(request, public_id):
    """Accept all ready suggestions; those that need a person are named."""
    article = article_of(public_id)
    desk = ArticleDesk(article, request.user, snapshot=posted_snapshot(request))
    seen = versions_seen(request)
    if desk.ready and not seen:
        said = _("The form did not say which version you saw. Look, and do it again.")
        return answers.refused(request, article, EditConflict(said))
    try:
        done, refused = candidates.accept_ready(desk.snapshot, by=request.user, seen=seen)
    except QuoteTrackError as error:
        return answers.refused(request, article, error)
    if refused and not done:
        return answers.refused(request, article, refused[0][1])
    say = f"{len(done)} accepted. Look at each before you publish it."
    if refused:
        say += f" {len(refused)} need a decision: {refused[0][1]}"
    changed = [one.public_id for one in done]
    return answers.done(request, article, say, changed, request.POST.get("then", ""))


@require_POST
def publish_mine(request, public_id):
    """Publish what I decided here: the suggestions that were in view, or all seen ones."""
    article = article_of(public_id)
    desk = ArticleDesk(article, request.user, snapshot=posted_snapshot(request))
    seen, versions = set(request.POST.getlist("candidate")), versions_seen(request)
    rows = [row for row in desk.mine if (row.public_id in seen if seen else not row.is_unseen)]
    done, failed = [], []
    for row in rows:
        try:
            acts.publish_quote(row.quote, request.user, versions.get(row.public_id, 0))
        except QuoteTrackError as error:
            failed.append(error)
        else:
            done.append(row.public_id)
    if not done:
        error = failed[0] if failed else NotReady(unseen_or_nothing(desk))
        return answers.refused(request, article, error)
    word = "published" if desk.can_publish else "submitted"
    say = f"{len(done)} {word}."
    if failed:
        say = f"{say} {len(failed)} not: {failed[0]}"
    elif len(rows) < len(desk.mine):
        say = f"{say} {len(desk.mine) - len(rows)} wait: look at them first, with j and k."
    return answers.done(request, article, say, done, request.POST.get("then", ""))


def unseen_or_nothing(desk):
    """Why there is nothing to publish."""
    if desk.mine:
        return "Look at what was accepted first: j and k go from one to the next."
    return "There is nothing here that you accepted and that waits to be published."


@require_POST
def mark_words(request, public_id):
    """Add what the extractor missed: stretches from the script, or words to look for."""
    article = article_of(public_id)
    desk = ArticleDesk(article, request.user, snapshot=posted_snapshot(request))
    try:
        spans = posted_spans(request) or [found_in(desk, request.POST.get("words", ""))]
        form = request.POST.get("form") if request.POST.get("form") in acts.Form.values else ""
        candidate = candidates.add(
            desk.snapshot,
            spans,
            by=request.user,
            form=form or guessed_form(desk.text, spans),
            speaker_name=request.POST.get("speaker_name", ""),
        )
    except QuoteTrackError as error:
        return answers.refused(request, article, error)
    say = "Marked. Say whose words they are, then accept."
    if answers.by_script(request):
        return answers.whole(request, article, say, candidate.public_id)
    return answers.done(request, article, say, [candidate.public_id])


def versions_seen(request) -> dict:
    """The versions that the page showed, by public id."""
    start = "version-"
    return {
        name.removeprefix(start): int(value)
        for name, value in request.POST.items()
        if name.startswith(start) and value.isdecimal() and len(value) < 10
    }


def posted_snapshot(request):
    """The snapshot that the page showed."""
    return request.POST.get("snapshot", "")


def posted_spans(request):
    """Stretches as JSON pairs; None where none were sent."""
    text = request.POST.get("spans", "").strip()
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        raise NotReady("Give stretches as pairs of numbers: [[10, 42]].") from None


def found_in(desk, words):
    """The first stretch of the text with these words that is not suggested yet."""
    words = words.strip().strip('“”„"«»')
    if not words:
        raise NotReady("Copy the words from the text into the box.")
    taken = {(row.candidate.start, row.candidate.end) for row in desk.rows if row.candidate}
    at = desk.text.find(words)
    while at != -1 and (at, at + len(words)) in taken:
        at = desk.text.find(words, at + 1)
    if at == -1:
        raise NotReady(
            f"“{words[:60]}” does not stand in the text, or was suggested already. Copy the words"
            " exactly as they are printed."
        )
    return [at, at + len(words)]


def guessed_form(text, spans):
    """direct where the first stretch stands in marks, indirect otherwise."""
    try:
        before = text[max(0, int(spans[0][0]) - 1)]
    except (TypeError, ValueError, IndexError, KeyError):
        return "direct"
    return "direct" if before in "“„\"«‘'「『" else "indirect"


@require_GET
def speakers(request):
    """Speakers that go by the given words, as the list that opens under the box."""
    words = request.GET.get("q", "")
    context = {"choices": speaker_choices(words), "words": words.strip()[:200]}
    exact = Speaker.objects.called(context["words"]).exists() if context["words"] else True
    context["may_create"] = bool(context["words"]) and not exact
    html = render_to_string("desk/article/choices.html", context, request)
    return JsonResponse({"html": html})


@require_GET
def topics(request):
    """The names of topics, for the box's own list."""
    return JsonResponse({"names": list(Topic.objects.values_list("name", flat=True)[:500])})


@require_POST
def look_again(request, public_id):
    """Run the extractor over the snapshot once more."""
    article = article_of(public_id)
    snapshot = get_object_or_404(
        Snapshot.objects.without_bytes(), article=article, public_id=posted_snapshot(request)
    )
    try:
        fresh = intake.look_again(snapshot, by=request.user)
    except QuoteTrackError as error:
        return answers.refused(request, article, error)
    return answers.done(request, article, f"{len(fresh)} more were found.", [fresh[0].public_id])
