"""What waits on the demo's desk: an assessment to approve, a reader's report, an assignment."""

from datetime import date, datetime

from quotes.actions import assessments
from quotes.demo.cast import read
from quotes.models import Assignment, Rating, ReaderReport


def leave_waiting(cast, script, verdicts):
    """Leave something to do for each role."""
    row, people = read("waiting.json"), cast.people
    given = row["assessment"]
    author = people[given["author"]]
    claim = verdicts.claims[given["claim"]]
    claim.refresh_from_db()
    draft = assessments.draft(
        claim,
        Rating.objects.get(scale__slug=given["scale"], slug=given["rating"]),
        by=author,
        summary=given["summary"],
        reasoning=given["reasoning"],
        as_of=date.fromisoformat(given["as_of"]),
    )
    assessments.submit(draft, by=author)
    for report in row["reports"]:
        ReaderReport.objects.create(
            quote=script.quotes[report["quote"]],
            kind=report["kind"],
            text=report["text"],
            contact=report["contact"],
            due=date.fromisoformat(report["due"]),
        )
    for task in row["assignments"]:
        Assignment.objects.create(
            article=cast.articles[task["article"]],
            to=people[task["to"]],
            assigned_by=people[task["by"]],
            due_at=datetime.fromisoformat(task["due"]),
        )
