"""Every page of the desk asks few questions of the database, and not more where there is more."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quotes import candidates, talk
from quotes.actions import assessments, attributions, waiting
from quotes.models import Occasion, ReaderReport
from sources.dates import PartialDate
from tests import factories
from tests.matrix import everywhere

BUDGET = 30
WIDER = {"desk_preview": 100, "desk_day": 90}  # the day: two for each table with a history
GROWS = {"desk_preview"}  # it does what publishing would do, change by change, and takes it back
SPEAKERS = ("Tom Reed", "Ola Brand", "Cora Lind")


def grow(world, numbers):
    """One more for each number of everything that a list or a page may show."""
    for number in numbers:
        words = f"We will repair {number + 3} bridges before the first frost comes"
        other = factories.draft(world.olga, words=words, who=SPEAKERS[number % 3])
        factories.print_again(world.public, world.olga, words=f"{factories.WORDS} {number}")
        claim = factories.claim(world.olga, text=f"Bridge {number} was repaired", quote=other)
        assessments.link(claim, world.public, "asserts", by=world.olga)
        assessments.link(world.claim, other, "denies", by=world.olga)
        world.assessment(world.olga)
        attributions.respond(
            world.public, factories.speaker(SPEAKERS[number % 3]), "clarifies", by=world.olga,
            text="So it was.", date=PartialDate.parse("2026-03-05"),
        )  # fmt: skip
        start = world.taken.snapshot.text.index("council") + number
        candidates.add(world.taken.snapshot, [[start, start + 30]], by=world.olga)
        other_text = {"text": f"{factories.WORDS} {'very ' * number}soon"}
        waiting.change("wording", world.public.preferred_wording, other_text, by=world.olga)
        talk.say(world.public, f"Look at this, {number}.", by=world.olga)
        talk.say(world.article, f"Look at this, {number}.", by=world.olga)
        talk.assign(other, world.olga, by=world.olga)
        ReaderReport.objects.create(kind="error", text="Wrong.", quote=other)
        Occasion.objects.create(kind="letter", title=f"Letter {number}")
        factories.role(world.speaker, title=f"Office {number}", start="2010", end="2011")
        world.speaker.names.create(text=f"R. Sample {number}", kind="alias")
        factories.speaker(f"Ruth Sample {number}"), factories.topic(f"Topic {number}")
        factories.outlet(f"Outlet {number}")


def asked(world, name):
    """How many questions each page asks."""
    user = world.people[name]
    client = Client()
    client.force_login(user)
    found = {}
    for page, path in everywhere.pages(world, user, client):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, page
        found[page] = [one["sql"] for one in queries]
    return found


def test_no_page_asks_more_where_there_is_more(cell):
    grow(cell, range(1))
    before = asked(cell, "publisher") | asked(cell, "administrator")
    grow(cell, range(1, 4))
    after = asked(cell, "publisher") | asked(cell, "administrator")

    grown = {
        page: (len(before[page]), len(now)) for page, now in after.items()
        if len(now) > len(before[page]) and page not in GROWS
    }  # fmt: skip
    many = {page: len(now) for page, now in after.items() if len(now) > WIDER.get(page, BUDGET)}
    print({page: len(now) for page, now in after.items()})
    assert (grown, many) == ({}, {})
    assert len(after) > 80
