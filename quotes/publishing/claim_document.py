"""Claims and scales as readers see them: published assessments only, past ones included."""

from django.db.models import Count, Prefetch, Q

from quotes.models import Assessment, Claim, Evidence, OutsideReview, RatingScale, Response
from quotes.models.assessments import AssessmentState
from quotes.publishing.refs import Mentions, correction_ref, date_range, moment

RATING = ("rating", "label", "scale", "standing", "as_of")


def current_assessment(assessments):
    """The claim's current status: the current one on the house scale, else the latest one."""
    current = [row for row in assessments if row.state == AssessmentState.PUBLISHED]
    return max(current, key=lambda row: (row.scale.is_house, row.as_of, row.pk), default=None)


def load_claims(claim_ids):
    """Claims with all that their documents need."""
    assessments = (
        Assessment.objects.public()
        .select_related("rating", "scale", "supersedes")
        .prefetch_related(
            Prefetch("evidence", Evidence.objects.select_related("article__outlet")),
            Prefetch(
                "responses",
                Response.objects.filter(published_at__isnull=False).select_related(
                    "speaker", "article__outlet", "own_quote"
                ),
                "shown_responses",
            ),
        )
        .order_by("as_of", "id")
    )
    shown_reviews = OutsideReview.objects.filter(
        published_at__isnull=False, withdrawn_at__isnull=True
    ).order_by("published_at", "id")
    return (
        Claim.objects.filter(pk__in=claim_ids)
        .prefetch_related(
            Prefetch("assessments", assessments, "shown_assessments"),
            Prefetch("outside_reviews", shown_reviews, "shown_reviews"),
            "topics",
            "corrections",
            "merged_rows__corrections",
        )
        .annotate(
            shown_quotes=Count(
                "claim_quotes__quote",
                filter=Q(
                    claim_quotes__published_at__isnull=False,
                    claim_quotes__quote__status="published",
                ),
                distinct=True,
            )
        )
    )


def is_public(claim) -> bool:
    """Assessed in public once, not void, and not merged away."""
    return bool(claim.shown_assessments) and claim.status != "void" and not claim.merged_into_id


def claim_document(claim):
    """A claim's item, detail and mentions."""
    names = Mentions()
    current = current_assessment(claim.shown_assessments)
    item = {
        "id": claim.public_id,
        "url": f"/claims/{claim.slug}/",
        "slug": claim.slug,
        "text": claim.text,
        "language": claim.language,
        "kind": claim.kind,
        "status": claim.status,
        **rating_of(current),
        "topics": [names.topic(topic) for topic in claim.topics.all()],
        "quotes": claim.shown_quotes,
    }
    detail = item | {
        "about": date_range(claim.about),
        "assessments": [assessment(row, names) for row in claim.shown_assessments],
        "outside_reviews": outside_reviews(claim.shown_reviews),
        "corrections": [
            correction_ref(row) for row in sorted(notices(claim), key=lambda row: row.number)
        ],
    }
    return item, detail, names.found


def notices(claim) -> list:
    """The notices of a claim, and of those that were merged into it: they stay where they were."""
    merged = [row for one in claim.merged_rows.all() for row in one.corrections.all()]
    return [*claim.corrections.all(), *merged]


def rating_of(current):
    """The current rating's fields; all null where there is none."""
    if current is None:
        return dict.fromkeys(RATING)
    return {
        "rating": current.rating.slug,
        "label": current.rating.label,
        "scale": current.scale.slug,
        "standing": current.rating.standing,
        "as_of": current.as_of.isoformat(),
    }


def assessment(row, names):
    """A published assessment with its evidence."""
    return {
        "id": row.public_id,
        **rating_of(row),
        "scale_version": row.scale.version,
        "summary": row.summary,
        "reasoning": row.reasoning,
        "language": row.language,
        "state": row.state,
        "supersedes": row.supersedes.public_id if row.supersedes else None,
        "published_at": moment(row.published_at),
        "evidence": [
            {
                "article": names.article(piece.article),
                "url": piece.url or (piece.article.url if piece.article else None),
                "quoted_text": piece.quoted_text,
                "stance": piece.stance,
                "primary": piece.primary,
            }
            for piece in row.evidence.all()
        ],
        "responses": [names.response(response) for response in row.shown_responses],
    }


def outside_reviews(rows):
    """What others hold of a claim; of several from one address the one published last."""
    latest = {row.url: row for row in rows}
    return [
        {
            "id": row.public_id,
            "url": row.url,
            "author": row.author,
            "author_url": row.author_url or None,
            "reviewed": row.reviewed,
            "label": row.label,
            "value": row.value,
            "worst": row.worst,
            "best": row.best,
            "summary": row.summary,
            "language": row.language,
            "reviewed_on": row.reviewed_on.isoformat() if row.reviewed_on else None,
        }
        for row in latest.values()
    ]


def load_scales(scale_ids):
    """Scales with their ratings."""
    return RatingScale.objects.filter(pk__in=scale_ids).prefetch_related("ratings")


def scale_document(scale):
    """A scale's item, detail and mentions."""
    item = {
        "id": scale.public_id,
        "url": f"/methodology/#{scale.slug}",
        "slug": scale.slug,
        "name": scale.name,
        "scale_version": scale.version,
        "is_house": scale.is_house,
        "ratings": [
            {
                "slug": rating.slug,
                "label": rating.label,
                "labels": rating.labels,
                "definition": rating.definition,
                "ordinal": rating.ordinal,
                "review_number": rating.review_number,
                "standing": rating.standing,
            }
            for rating in scale.ratings.all()
        ],
    }
    return item, item | {"description": scale.description}, set()
