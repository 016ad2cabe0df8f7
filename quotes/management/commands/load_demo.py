"""Load the demo: log-ins, an article on a real event, and a small invented world."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from quotes.demo.cast import Cast, make_log_ins
from quotes.demo.script import Script
from quotes.demo.verdicts import Verdicts
from quotes.demo.waiting import leave_waiting
from quotes.models import Quote
from sources.models import Article

STEPS = 370  # articles, quotes drafted, quotes moved, assessments, corrections: about


class Command(BaseCommand):
    help = "Load the demo into an empty database. Safe to run twice; refused in production."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError(
                "The demo is for trying things out: its passwords are known to everybody."
                " Start it with QUOTETRACK_MODE=development."
            )
        if Quote.objects.exists() or Article.objects.exists():
            self.stdout.write("There are quotes already; the demo was not loaded again.")
            return
        with tqdm(total=STEPS, desc="Loading the demo", disable=None, leave=False) as bar:
            play(bar.update)
        quotes = Quote.objects.published().count()
        self.stdout.write(f"The demo is loaded: {quotes} published quotes.")


def play(progress=lambda: None):
    """Play the whole script, each act in a transaction of its own."""
    cast = Cast(make_log_ins())
    cast.make()
    script = Script(cast, progress)
    verdicts = Verdicts(cast, script, progress)
    script.take_in_articles()
    script.play_quotes()
    verdicts.make_claims()
    script.move_quotes()
    verdicts.assess()
    verdicts.correct()
    leave_waiting(cast, script, verdicts)
