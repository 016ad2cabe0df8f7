"""Merging and its undoing in a browser, by keyboard alone, on a site that runs by itself.

After the undo readers get what they got before, in all but the number of the version.
"""

import json

import pytest
from selenium.webdriver.common.keys import Keys

from tests.quotes.admin.browser import MARKS, Desk
from tests.quotes.admin.browser import driver as browser  # noqa: F401
from tests.running_site import running_site

pytestmark = [MARKS[0], MARKS[2], pytest.mark.slow]
TAB = 300  # places that a page may have before the one that is looked for
ROWS = """
import json
from django.contrib.auth.models import User
from quotes.actions import assessments
from tests import factories
ada, ben = (User.objects.get(username=name) for name in ("editor", "publisher"))
other = "Nobody leaves the harbour before the tide has turned"
stays, goes = factories.claim(ada), factories.claim(ada, text="Both bridges were mended in time")
quotes = []
for words, who, claim in ((factories.WORDS, "Ruth Sample", stays), (other, "R. Sample", goes)):
    quote = factories.draft(ada, words, who)
    assessments.link(claim, quote, "asserts", by=ada)
    quotes.append(factories.publish(quote, ben))
factories.assess(stays, ada, ben, ben), factories.assess(goes, ada, ben, ben, "false")
speakers = [factories.speaker(name) for name in ("Ruth Sample", "R. Sample")]
pairs = {"speaker": speakers, "quote": quotes, "claim": [stays, goes]}
print(json.dumps({kind: [[row.pk, row.public_id] for row in rows] for kind, rows in pairs.items()}))
"""


class Keyboard(Desk):
    """A person who has no mouse."""

    def log_in(self):
        """By the form of the log-in."""
        self.go("/admin/login/?next=/admin/")
        self.to("[name=username]").send_keys("publisher", Keys.TAB, "demo-publisher", Keys.ENTER)
        self.until(lambda: self.one("main.home"))

    def to(self, selector):
        """Tab to the first place that fits, and stand there."""
        fits = "const at = document.activeElement; return [at, at.matches(arguments[0])]"
        for _ in range(TAB):
            here, there = self.driver.execute_script(fits, selector)
            if there:
                return here
            here.send_keys(Keys.TAB)
        raise AssertionError(f"{selector} is not reached by tabbing")

    def says(self, words):
        """Wait until the page says this."""
        self.until(lambda: words in self.one("body").text)


def readers(site, pairs):
    """What the API answers about all of them, without versions and days."""
    found = {}
    for kind, rows in pairs.items():
        for _, public_id in rows:
            detail = site.json(f"/api/v1/{kind}s/{public_id}/")
            found[kind, public_id] = bare(detail)
    return found


def bare(value):
    """A document without what counts or dates its versions, and without notices."""
    if isinstance(value, dict):
        left = {"version", "updated_at", "corrections", "links"}
        return {name: bare(one) for name, one in value.items() if name not in left}
    return [bare(one) for one in value] if isinstance(value, list) else value


def tell(desk, form):
    """Write the notice that readers get."""
    desk.to(f"{form} [name=what_was_wrong]").send_keys("One sentence was rated twice.")
    desk.to(f"{form} [name=what_changed]").send_keys("It has one rating.")


def merge(desk, kind, stays, goes):
    """From the page of the one that goes to the page of the one that stays."""
    desk.go(f"/admin/quotes/{kind}/{goes[0]}/change/")
    if kind == "quote":
        desk.press("m")
    else:
        desk.to(f'a[href$="/desk/merge/{kind}/{goes[1]}/"]').send_keys(Keys.ENTER)
    desk.until(lambda: desk.one("#into"))
    desk.to("#into").send_keys(stays[1], Keys.ENTER)
    desk.until(lambda: desk.one(".compare"))
    if kind == "claim":
        desk.to("[type=radio]").send_keys(Keys.SPACE)
        tell(desk, "form.field")
    desk.to("#merge-reason").send_keys("They are one.")
    desk.to("form.field button").send_keys(Keys.ENTER)
    desk.says("Merged. Old ids and addresses lead here.")


def undo(desk, kind):
    """On the page of the one that stayed, where the merge leads."""
    if kind == "claim":
        desk.to('summary:has(+ form[action$="/undo/"])').send_keys(Keys.ENTER)
        tell(desk, 'form[action$="/undo/"]')
    desk.to('form[action*="/desk/merges/"] button').send_keys(Keys.ENTER)
    desk.says("Undone: every row is back where it was.")


def test_each_kind_is_merged_and_parted_again_by_keyboard(browser):  # noqa: F811
    with running_site() as site:
        pairs = json.loads(site.run("shell", "-c", ROWS).splitlines()[-1])
        before = readers(site, pairs)
        desk = Keyboard(browser, site.url)
        desk.log_in()

        for kind, (stays, goes) in pairs.items():
            merge(desk, kind, stays, goes)
            assert site.json(f"/api/v1/{kind}s/{goes[1]}/")["id"] == stays[1]
            last = site.json("/api/v1/changes/?page_size=100")["results"]
            assert [row["action"] for row in last if row["id"] == goes[1]][-1] == "merged"
            undo(desk, kind)
            assert readers(site, pairs) == before, kind
        assert desk.complaints() == []
        assert site.run("rebuild_published", "--check") == "0 differences\n"
