"""Indexes for the desk's long lists and searches; made while others go on working."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Upper


def words(field, name):
    """An index for words that stand anywhere in a text."""
    return GinIndex(OpClass(Upper(field), name="gin_trgm_ops"), name=name)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("quotes", "0009_outside_reviews"), ("sources", "0003_live_checks")]

    operations = [
        AddIndexConcurrently(
            "quote", models.Index(F("status"), F("id").desc(), name="quote_by_status")
        ),
        AddIndexConcurrently(
            "quote", models.Index(fields=["said_latest", "id"], name="quote_by_day")
        ),
        AddIndexConcurrently(
            "quote", models.Index(fields=["published_at", "id"], name="quote_by_publication")
        ),
        AddIndexConcurrently(
            "attribution",
            models.Index(F("speaker"), F("quote").desc(), name="attribution_of_speaker"),
        ),
        AddIndexConcurrently(
            "candidate",
            models.Index(F("decision"), F("id").desc(), name="candidate_by_decision"),
        ),
        AddIndexConcurrently(
            "candidate", models.Index(fields=["score", "id"], name="candidate_by_score")
        ),
        AddIndexConcurrently("candidate", words("speaker_name", "candidate_names")),
        AddIndexConcurrently("wording", words("text", "wording_words")),
        AddIndexConcurrently("claim", words("text", "claim_words")),
        AddIndexConcurrently("speakername", words("text", "speakername_words")),
    ]
