"""What waits on the desk, by role: how many, what, why, since when."""

from dataclasses import dataclass, field

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from quotes import roles
from quotes.admin.planning import in_words, is_late
from quotes.models import (
    Assessment,
    Candidate,
    Claim,
    ErasureRequest,
    Quote,
    RatingScale,
    ReaderReport,
)
from sources.models import Article, LiveStatus

ARTICLES = 4
OTHERS = []  # (right, queue) of apps above the desk
MOST = 200  # rows with a set time that are counted
PLANNED = {"quote": ["preferred_wording"], "assessment": ["claim", "rating"]}


@dataclass(frozen=True)
class Queue:
    """A number of things that wait, and the list that holds them."""

    count: int
    label: str
    url: str
    why: str = ""
    since: str = ""
    items: list = field(default_factory=list)


def of(user) -> list[Queue]:
    """What waits for this person; empty queues stay, so that the page keeps its shape."""
    found = []
    if roles.can(user, roles.CONTRIBUTE):
        found += [suggestions(), reviews(user)]
    if roles.can(user, roles.JUDGE):
        found.append(approvals(user))
    if roles.can(user, roles.PUBLISH):
        found += [verdicts(), changes(), planned(), scales()]
    if roles.can(user, roles.CONTRIBUTE):
        found += [claims(), sources()]
    if roles.can(user, roles.EDIT):
        found.append(reports())
    if roles.can(user, roles.ADMINISTER):
        found.append(erasures())
    found += [queue() for right, queue in OTHERS if roles.can(user, right)]
    return found


def listed(name, query=""):
    """The address of a filtered list."""
    return reverse(f"admin:{name}_changelist") + query


def suggestions():
    """Suggestions that nobody decided, with the articles that have the best ones."""
    waiting = Candidate.objects.waiting()
    total = waiting.aggregate(
        number=Count("pk"),
        ready=Count("pk", filter=Q(ready=True)),
        articles=Count("snapshot__article", distinct=True),
    )
    best = (
        waiting.order_by()
        .values("snapshot__article")
        .annotate(number=Count("pk"), good=Count("pk", filter=Q(ready=True)), best=Max("score"))
        .order_by("-good", "-best", "-snapshot__article")[:ARTICLES]
    )
    articles = Article.objects.in_bulk([one["snapshot__article"] for one in best])
    items = [
        {
            "label": article.title,
            "url": reverse("admin:desk_article", args=[article.public_id]),
            "lang": article.language,
            "why": f"{one['number']} to decide, {one['good']} ready,"
            f" best {round(one['best'] * 100)}",
        }
        for one in best
        for article in [articles[one["snapshot__article"]]]
    ]
    why = f"In {counted(total['articles'], 'article')}, {total['ready']} of them ready."
    return Queue(
        total["number"],
        "Suggestions to decide",
        listed("sources_article", "?waiting=yes"),
        why if total["number"] else "Add an article above, and its quotes come up here.",
        items=items,
    )


def reviews(user):
    """Quotes that wait for a publisher."""
    number = Quote.objects.in_review().count()
    why = "You can publish them or send them back."
    if not roles.can(user, roles.PUBLISH):
        why = "They wait for a publisher."
    return Queue(
        number, "Quotes in review", listed("quotes_quote", "?status__exact=in_review"), why
    )


def approvals(user):
    """Others' assessments that this person may approve."""
    number = Assessment.objects.to_approve_by(user).count()
    return Queue(
        number,
        "Assessments to approve",
        listed("quotes_assessment", "?approve=mine"),
        "Your own wait for somebody else.",
    )


def verdicts():
    """Approved assessments that wait to be published."""
    return Queue(
        Assessment.objects.filter(state="approved").count(),
        "Assessments to publish",
        listed("quotes_assessment", "?state__exact=approved"),
        "Somebody else than the author has approved them.",
    )


def changes():
    """Published quotes with changes that readers do not see yet."""
    return Queue(
        Quote.objects.with_changes_waiting().count(),
        "Changes to publish",
        listed("quotes_quote", "?changes=waiting"),
        "Edits of published quotes.",
    )


def planned():
    """What comes before readers at a set time: the next ones, and whether any is late."""
    rows = [
        row
        for name, model in (("quote", Quote), ("assessment", Assessment))
        for row in model.objects.filter(publish_at__isnull=False)
        .select_related(*PLANNED[name])
        .order_by("publish_at")[:MOST]
    ]
    rows.sort(key=lambda row: row.publish_at)
    late = sum(is_late(row) for row in rows)
    why = ngettext(
        "%(number)s is late: open it to see why.",
        "%(number)s are late: open them to see why.",
        late,
    )
    items = [
        {
            "label": str(row),
            "url": reverse(f"admin:quotes_{row._meta.model_name}_change", args=[row.pk]),
            "why": in_words(row.publish_at),
        }
        for row in rows[:ARTICLES]
    ]
    return Queue(
        len(rows),
        "To come out at a set time",
        listed("quotes_quote", "?planned=yes"),
        why % {"number": late} if late else "They come before readers by themselves.",
        items=items,
    )


def scales():
    """Scales that editors propose."""
    return Queue(
        RatingScale.objects.filter(is_proposed=True).count(),
        "Rating scales to agree to",
        listed("quotes_ratingscale"),
        "Untick “is proposed” on its page to let it be used.",
    )


def claims():
    """Claims that something published has thrown doubt on."""
    rows = Claim.objects.to_look_at_again()
    first = rows.order_by("pk").first()
    why = f"“{first.text[:90]}”" if first else ""
    return Queue(
        rows.count(),
        "Claims to look at again",
        listed("quotes_claim", "?status__exact=needs_reassessment"),
        why,
    )


def sources():
    """Articles whose live page is no longer what we captured."""
    gone = [LiveStatus.CHANGED, LiveStatus.RETRACTED, LiveStatus.GONE]
    return Queue(
        Article.objects.filter(live_status__in=gone).count(),
        "Sources that changed",
        listed("sources_article", "?live=moved"),
        "Their pages no longer say what we captured.",
    )


def reports():
    """What readers wrote and nobody has answered."""
    rows = ReaderReport.objects.filter(decided_at__isnull=True)
    total = rows.aggregate(number=Count("pk"), due=Min("due"))
    since = ""
    if total["due"]:
        days = (total["due"] - localdate()).days
        since = f"due in {counted(days, 'day')}" if days >= 0 else "overdue"
    return Queue(
        total["number"],
        "Reports from readers",
        listed("quotes_readerreport", "?open=yes"),
        "Each gets an answer.",
        since,
    )


def erasures():
    """Requests to erase a text by law that nobody has decided."""
    return Queue(
        ErasureRequest.objects.filter(decided_at__isnull=True).count(),
        "Erasures by law to decide",
        reverse("admin:desk_erasures"),
        "An administrator who did not ask decides.",
    )


def counted(number, noun):
    """2 days, 1 day."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
