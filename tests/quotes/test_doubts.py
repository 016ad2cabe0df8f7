"""What does not fit together on the record is listed, each with why."""

from datetime import date

import pytest
from django.urls import reverse

from quotes import doubts
from quotes.actions import assessments, attributions, corrections
from quotes.models import Occurrence
from tests import factories

TODAY = date(2026, 4, 1)


def found(label):
    """The doubts of one kind, by the beginning of its name."""
    return next(rows for name, rows in doubts.all_doubts(TODAY) if name.startswith(label))


def test_a_record_that_fits_raises_none(ada, ben):
    quote = factories.draft(ada)
    claim = factories.claim(ada, quote=quote)
    factories.publish(quote, ben)
    factories.assess(claim, ada, ben, ben)

    assert all(rows == [] for _, rows in doubts.all_doubts(TODAY))


@pytest.mark.parametrize(
    "rating, stances, raised",
    [
        ("confirmed", ["refutes"], True),
        ("confirmed", ["supports", "refutes"], True),
        ("confirmed", ["supports", "supports", "refutes"], False),
        ("confirmed", ["supports", "context"], False),
        ("false", ["supports"], True),
        ("false", ["refutes"], False),
        ("partly-confirmed", ["refutes"], False),
    ],
)
def test_a_verdict_against_its_evidence(ada, ben, rating, stances, raised):
    evidence = [
        {"url": f"https://register.example/{number}", "stance": stance}
        for number, stance in enumerate(stances)
    ]
    factories.assess(factories.claim(ada), ada, ben, ben, rating=rating, evidence=evidence)

    assert bool(found("Verdicts against")) is raised


def test_true_on_one_scale_and_false_on_another(ada, ben):
    claim = factories.claim(ada)
    factories.assess(claim, ada, ben, ben)
    against = [{"url": "https://register.example/1", "stance": "refutes"}]
    factories.assess(claim, ada, ben, ben, scale="truth-scale", rating="false", evidence=against)

    assert [one.row for one in found("Claims with ratings")] == [claim]


def test_an_assessment_of_more_than_a_year_ago(ada, ben):
    factories.assess(factories.claim(ada), ada, ben, ben, as_of=date(2025, 3, 1))

    assert "1 March 2025" in found("Assessments older")[0].why


def test_a_claim_that_a_retraction_has_reopened(ada, ben):
    claim = factories.claim(ada)
    factories.assess(claim, ada, ben, ben)
    quote = factories.draft(ada)
    assessments.link(claim, quote, "retracts", by=ada)
    factories.publish(quote, ben)

    assert [one.row for one in found("Claims that something")] == [claim]


@pytest.mark.parametrize(
    "printed, raised",
    [
        ("Tom Reed", True),
        ("Mayor Tom Reed", True),
        ("Ms Sample", False),
        ("Ruth Anne Sample", False),
        ("she", False),
        ("The Harbour Office", True),
        ("the leader of the Ledger Party", False),
        ("la capitana del Santa Orla", False),
        ("Ludwig van der Berg", True),
        ("", False),
    ],
)
def test_a_place_that_prints_another_name(ada, ben, printed, raised):
    quote = factories.draft(ada)
    Occurrence.objects.filter(wording__quote=quote).update(printed_speaker=printed)
    factories.publish(quote, ben)

    assert bool(found("Quotes that somebody")) is raised


def test_a_second_live_speaker_is_told_once(published, ada, ben):
    place = factories.print_again(published, ada, who="Tom Reed")
    corrections.publish_changes(published, by=ben)

    rows = found("Quotes that somebody")

    assert len(rows) == 1 and str(place.snapshot.article) in rows[0].why
    assert attributions.printed(published)


def test_the_page_lists_them_with_links(client, ada, ben):
    claim = factories.claim(ada)
    row = factories.assess(claim, ada, ben, ben, as_of=date(2024, 3, 1))
    client.force_login(ada)

    html = client.get(reverse("admin:desk_doubts")).content.decode()

    assert reverse("admin:quotes_assessment_change", args=[row.pk]) in html
