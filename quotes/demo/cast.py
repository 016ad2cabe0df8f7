"""Who appears in the demo: log-ins, outlets, speakers, topics and occasions."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction

from quotes.models import Occasion, Position, Role, Speaker, SpeakerName, Topic
from quotes.speakers import was_held
from sources.dates import PartialDate
from sources.history import acting
from sources.models import Outlet, OutletDomain
from sources.slugs import new_slug

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"

# name: (password, role, given name). For demonstrations only: production never makes them.
LOG_INS = {
    "contributor": ("demo-contributor", "contributor", "Carla"),
    "editor": ("demo-editor", "editor", "Ada"),
    "publisher": ("demo-publisher", "publisher", "Ben"),
    "publisher2": ("demo-publisher2", "publisher", "Eva"),
    "administrator": ("demo-administrator", "administrator", "Max"),
}


def read(name: str):
    """One of the demo's JSON files."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def make_log_ins() -> dict[str, User]:
    """The demo's people, by log-in name."""
    people = {}
    for name, (password, role, given) in LOG_INS.items():
        user, _ = User.objects.get_or_create(
            username=name, defaults={"first_name": given, "is_staff": True}
        )
        user.set_password(password)
        user.save()
        user.groups.set([Group.objects.get(name=role)])
        people[name] = user
    return people


class Cast:
    """The demo's rows by their keys in the script."""

    def __init__(self, people):
        self.people = people
        self.outlets, self.speakers, self.positions = {}, {}, {}
        self.topics, self.occasions, self.articles = {}, {}, {}

    @transaction.atomic
    def make(self):
        """Make everybody."""
        data = read("people.json")
        with acting(self.people["editor"], "load demo"):
            for row in data["outlets"]:
                self.outlets[row["key"]] = self.outlet(row)
            for row in data["speakers"]:
                self.speakers[row["key"]] = self.speaker(row)
            for row in data["positions"]:
                self.positions[row["key"]] = Position.objects.create(
                    title=row["title"],
                    kind=row["kind"],
                    country=row.get("country") or "",
                    organisation=self.speakers.get(row.get("organisation")),
                )
            for row in data["speakers"]:
                self.roles(row)
            for row in data["topics"]:
                self.topics[row["key"]] = Topic.objects.create(
                    name=row["name"],
                    names=row.get("names", {}),
                    slug=new_slug(Topic, row["name"]),
                    parent=self.topics.get(row["parent"]),
                )
            for row in data["occasions"]:
                self.occasions[row["key"]] = self.occasion(row)

    def outlet(self, row):
        outlet = Outlet.objects.create(
            name=row["name"],
            slug=new_slug(Outlet, row["key"]),
            kind=row["kind"],
            homepage=row.get("homepage") or "",
            country=row.get("country") or "",
            language=row.get("language") or "",
        )
        for domain in row["domains"]:
            OutletDomain.objects.create(outlet=outlet, domain=domain)
        return outlet

    def speaker(self, row):
        speaker = Speaker.objects.create(
            name=row["name"],
            sort_name=row["sort_name"] or "",
            kind=row["kind"],
            slug=new_slug(Speaker, row["key"]),
            description=row["description"] or "",
            private_person=row.get("private_person", False),
        )
        names = {row["name"]: {"kind": "full", "language": ""}}
        names |= {name["text"]: name for name in row["names"]}
        for text, name in names.items():
            SpeakerName.objects.create(
                speaker=speaker, text=text, kind=name["kind"], language=name["language"] or ""
            )
        return speaker

    def roles(self, row):
        for held in row["roles"]:
            role = Role(
                speaker=self.speakers[row["key"]], position=self.positions[held["position"]]
            )
            role.start, role.end = held["start"], held["end"]
            role.save()

    def occasion(self, row):
        occasion = Occasion(
            kind=row["kind"],
            title=row["title"] or "",
            place=row.get("place") or "",
            told_to=self.outlets.get(row.get("told_to")),
        )
        occasion.date = PartialDate.parse(row["date"])
        occasion.save()
        return occasion

    def role(self, speaker, position, said=None):
        """The role in which a speaker holds a position: the one held then, else the last."""
        if not speaker or not position:
            return None
        roles = Role.objects.filter(
            speaker=self.speakers[speaker], position=self.positions[position]
        ).order_by("-start_earliest")
        day = PartialDate.parse(said)
        held = [role for role in roles if day and was_held(role, day)]
        return (held or list(roles))[0]
