"""Eight people at one quote, over HTTP, by every door at once: two thousand attempts, nothing lost.

They go by turns: one saves the quote's form, two the form of its attribution, one sets topics, one
submits or sends back from the list, one decides a suggestion on the article desk and two the same
one by the API. Each attempt is read, changed and written back as a browser or a program does it,
without any waiting for others.
Afterwards the history has to account for every attempt that was acknowledged.
"""

import html
import json
import re
from collections import Counter
from threading import Thread

import pytest
import requests

from tests.running_site import running_site

pytestmark = pytest.mark.slow
ATTEMPTS = 250
SET_UP = """
import json
from django.contrib.auth.models import Group, User
from django.test import Client
from django.test.utils import setup_test_environment
from quotes.models import Candidate, Topic
from tests import factories
setup_test_environment()
ada = User.objects.get(username="publisher")
quote = factories.draft(ada)
line = "“%s,” Ruth Sample told reporters on Monday.\\n" % factories.WORDS
for _ in range(10):
    factories.take_in(ada, text=line * -(-ATTEMPTS // 10))
Topic.objects.bulk_create(Topic(name=f"T{n}", slug=f"t-{n}") for n in range(ATTEMPTS))
cookies = []
for number in range(8):
    user = User.objects.create_user(f"writer{number}", is_staff=True)
    user.groups.set(Group.objects.filter(name="editor"))
    client = Client()
    client.force_login(user)
    cookies.append({name: one.value for name, one in client.cookies.items()})
rows = Candidate.objects.filter(decision="new").order_by("pk")
print("<<" + json.dumps({
    "quote": quote.pk, "id": quote.public_id, "cookies": cookies,
    "attribution": quote.attributions.get().pk,
    "candidates": list(rows.values_list("public_id", flat=True)[:ATTEMPTS]),
}) + ">>")
"""
ACCOUNT = """
import json
from django.contrib.auth.models import User
from quotes.models import Attribution, Candidate, Quote, QuoteTopic, Topic
from quotes.publishing import checks
quote = Quote.objects.get(pk=PK)
def told(model, **named):
    rows = model.events.rel.related_model.objects.filter(**named).order_by("pgh_id")
    return rows.select_related("pgh_context")
names = dict(User.objects.values_list("pk", "username"))
topic_names = dict(Topic.objects.values_list("pk", "name"))
def line(event, *fields):
    said = event.pgh_context.metadata if event.pgh_context else {}
    return [names.get(said.get("user")), said.get("act"), *(getattr(event, f) for f in fields)]
print("<<" + json.dumps({
    "quote": [line(e, "edit_version", "note", "status") for e in told(Quote, pgh_obj_id=PK)],
    "attribution": [line(e, "note") for e in told(Attribution, quote_id=PK)],
    "topics": [[*line(e, "pgh_label"), topic_names[e.topic_id]]
               for e in told(QuoteTopic, quote_id=PK)],
    "decided": [line(e, "public_id", "decision", "occurrence_id") for e in
                told(Candidate, decision__in=["accepted", "merged"])],
    "now": {"note": quote.note, "attribution": quote.attributions.get().note,
            "topics": list(quote.topics.values_list("name", flat=True))},
    "differences": [str(one) for one in checks.differences()],
}) + ">>")
"""


def asked(site, script):
    """What a script in the site's own shell found."""
    return json.loads(re.search(r"<<(.*)>>", site.run("shell", "-c", script), re.DOTALL)[1])


def boxes(page, of):
    """The values that a form of the page would send, by name."""
    form = re.search(rf"<form[^>]*{of}.*?</form>", page, re.DOTALL)[0]
    found = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', form))
    found |= {
        name: text.lstrip("\r\n")
        for name, text in re.findall(
            r'<textarea[^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL
        )
    }
    for name, inside in re.findall(
        r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)"[^>]*?selected', inside)
        found[name] = chosen[1] if chosen else ""
    return {name: html.unescape(value) for name, value in found.items()}


class Writer:
    """One person with a browser of their own: what was acknowledged, what was told."""

    def __init__(self, site, world, number):
        self.site, self.world, self.name = site, world, f"writer{number}"
        self.browser = requests.Session()
        self.browser.cookies.update(world["cookies"][number])
        self.number, self.kept, self.told, self.unclear = number, [], [], []
        self.page = f"{site.url}/admin/quotes/quote/{world['quote']}/change/"
        self.ways = (self.form, self.row, self.row, self.topics, self.list, self.desk,
                     self.program, self.program)  # fmt: skip

    def run(self):
        """Every attempt, one after the other."""
        self.browser.get(self.page, timeout=60)
        for number in range(ATTEMPTS):
            way = self.ways[(self.number + number) % 8]
            self.door = way.__name__
            way(number, f"[{self.name}-{number}]")

    def acknowledged(self, door):
        """(my name, mark) of each attempt by this door that was acknowledged."""
        return [(self.name, mark) for by, mark in self.kept if by == door]

    def note(self, mark, answer, done, kept_text=""):
        """What became of an attempt; a loser's text has to be in the answer."""
        if done:
            self.kept.append((self.door, mark))
        elif answer.status_code in (409, 412) and (kept_text or mark) in html.unescape(answer.text):
            self.told.append((self.door, answer.status_code))
        else:
            self.unclear.append(
                (self.door, mark, answer.status_code, answer.url, answer.text[-1500:])
            )

    def send(self, url, data):
        """A form, as the browser sends it."""
        return self.browser.post(url, data, allow_redirects=False, timeout=60,
                                 headers={"Referer": self.page})  # fmt: skip

    def form(self, number, mark):
        """A mark is added to the quote's note."""
        data = boxes(self.browser.get(self.page, timeout=60).text, 'id="quote_form"')
        data["note"] += mark
        answer = self.send(self.page, data)
        self.note(mark, answer, answer.status_code == 302)

    def row(self, number, mark):
        """A mark is added to the note of who said it."""
        url = f"{self.site.url}/admin/desk/edit/attribution/{self.world['attribution']}/"
        data = boxes(self.browser.get(url, timeout=60).text, 'id="row_form"')
        data["note"] += mark
        answer = self.send(url, data)
        self.note(mark, answer, answer.status_code == 302)

    def topics(self, number, mark):
        """One topic more than the page shows."""
        page = self.browser.get(self.page, timeout=60).text
        data = boxes(page, 'action="[^"]*/topics/"')
        name = f"T{number}"
        data["topics"] = f"{data['topics']}, {name}"
        url = f"{self.site.url}/admin/desk/quotes/{self.world['id']}/topics/"
        answer = self.send(url, data)
        self.note(name, answer, answer.status_code == 302)

    def list(self, number, mark):
        """The quote is submitted, or sent back, with a tick in the list."""
        url = f"{self.site.url}/admin/quotes/quote/"
        page = self.browser.get(url, timeout=60).text
        data = {
            name: value for name, value in boxes(page, 'id="changelist-form"').items()
            if name in ("csrfmiddlewaretoken", f"version-{self.world['quote']}")
        }  # fmt: skip
        act = "send_all_back" if "in review</td>" in page else "submit_all"
        answer = self.send(url, data | {"action": act, "_selected_action": self.world["quote"],
                                        "select_across": "0", "index": "0"})  # fmt: skip
        said = self.browser.get(url, timeout=60).text
        done = re.search(r'class="success">\s*1 row', said)
        if done or "Somebody changed this since" not in html.unescape(said):
            self.note(act, answer, bool(done))
        else:
            self.told.append((self.door, 409))

    def desk(self, number, mark):
        """A suggestion becomes another place of the quote, on the article desk."""
        one = self.world["candidates"][number]
        url = f"{self.site.url}/admin/desk/candidates/{one}/"
        answer = self.browser.get(url, headers={"Accept": "application/json"}, timeout=60).json()
        version = re.search(r'data-version="(\d+)"', answer["panel"]["html"])[1]
        token = self.browser.cookies.get("csrftoken")
        data = {"edit_version": version, "quote": self.world["id"],
                "csrfmiddlewaretoken": token, "then": one}  # fmt: skip
        headers = {"Accept": "application/json", "Referer": self.page}
        sent = self.browser.post(f"{url}same/", data, timeout=60, headers=headers)
        self.note(one, sent, sent.status_code == 200, kept_text=one)

    def program(self, number, mark):
        """The same by the API, with If-Match."""
        one = self.world["candidates"][number]
        url = f"{self.site.url}/api/v1/candidates/{one}/"
        read = self.browser.get(url, timeout=60)
        sent = self.browser.post(
            f"{url}accept/", json={"quote": self.world["id"]}, timeout=60,
            headers={"If-Match": read.headers.get("ETag", ""), "Referer": self.page,
                     "X-CSRFToken": self.browser.cookies.get("csrftoken")},
        )  # fmt: skip
        self.note(one, sent, sent.status_code == 200, kept_text='"code"')


def steps(lines, at):
    """What each state of a text added to the one before it; every other change is a loss."""
    added, before = [], ""
    for line in lines:
        text = line[at]
        assert text.startswith(before), f"{before[-80:]!r} was overwritten by {text[-80:]!r}"
        if text != before:
            added.append((line[0], text[len(before) :]))
        before = text
    return added


def by_door(writers, door):
    """(writer, mark) of every attempt by a door that was acknowledged."""
    return [one for writer in writers for one in writer.acknowledged(door)]


def check_words(writers, told):
    """Each acknowledged mark is one step of the history, by its writer, and still there."""
    for door, key, at in (("form", "quote", 3), ("row", "attribution", 2)):
        wanted = by_door(writers, door)
        assert Counter(steps(told[key], at)) == Counter(wanted)
        text = told["now"]["note" if key == "quote" else "attribution"]
        assert all(mark in text for _, mark in wanted)


def check_moves(writers, told):
    """Each acknowledged move is one change of the status, by its writer; they take turns."""
    lines, found = told["quote"], []
    for was, now in zip(lines, lines[1:], strict=False):
        if was[4] != now[4]:
            act = {"in_review": "submit_all", "draft": "send_all_back"}[now[4]]
            found.append((now[0], act))
    assert Counter(found) == Counter(by_door(writers, "list"))
    acts = [act for _, act in found]
    assert acts == [("submit_all", "send_all_back")[at % 2] for at in range(len(acts))]


def check_places(writers, told):
    """Each acknowledged decision is one in the history, by its writer; none was made twice."""
    decided = [(line[0], line[2]) for line in told["decided"] if line[0].startswith("writer")]
    wanted = by_door(writers, "desk") + by_door(writers, "program")
    assert Counter(decided) == Counter(wanted)
    assert max(Counter(mark for _, mark in wanted).values()) == 1


def check_topics(writers, told):
    """Each acknowledged topic came in by its writer and stayed."""
    lines = [line for line in told["topics"] if line[0] and line[0].startswith("writer")]
    came = [(line[0], line[3]) for line in lines if line[2] == "insert"]
    wanted = by_door(writers, "topics")
    assert Counter(came) == Counter(wanted)
    assert {line[2] for line in lines} <= {"insert"}
    assert {mark for _, mark in wanted} <= set(told["now"]["topics"])


def test_two_thousand_attempts_lose_nothing():
    with running_site() as site:
        world = asked(site, SET_UP.replace("ATTEMPTS", str(ATTEMPTS)))
        writers = [Writer(site, world, number) for number in range(8)]
        threads = [Thread(target=one.run) for one in writers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told = asked(site, ACCOUNT.replace("PK", str(world["quote"])))

    kept, refused = sum(len(w.kept) for w in writers), sum(len(w.told) for w in writers)
    for door in ("form", "row", "topics", "list", "desk", "program"):
        counts = Counter(status for one in writers for by, status in one.told if by == door)
        print(f"{door:8} {len(by_door(writers, door))} kept, told {dict(counts)}")
    assert [one.unclear[:1] for one in writers if one.unclear] == []
    assert kept + refused == 8 * ATTEMPTS
    versions = [line[2] for line in told["quote"]]
    assert versions == list(range(versions[0], versions[0] + len(versions)))
    check_words(writers, told)
    check_moves(writers, told)
    check_places(writers, told)
    check_topics(writers, told)
    assert told["differences"] == []
    print(f"{8 * ATTEMPTS} attempts: {kept} kept, 0 lost, {refused} told")
