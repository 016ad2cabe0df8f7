"""The demo's claims, their assessments, and the corrections that came later."""

from datetime import date

from quotes.actions import assessments, corrections
from quotes.actions.corrections import Notice
from quotes.demo.cast import read
from quotes.models import ClaimQuote, Rating


class Verdicts:
    """Plays claims.json and corrections.json."""

    def __init__(self, cast, script, progress=lambda: None):
        self.cast, self.script, self.progress = cast, script, progress
        self.claims, self.rows = {}, {}
        self.drafts = {}  # (claim key, number) -> assessment
        self.noticed = {
            (row["target"].get("claim"), row["change"]["assessment"])
            for row in read("corrections.json")
            if row["change"] and "assessment" in row["change"]
        }

    def make_claims(self):
        """Claims and their links, before anything is published."""
        editor = self.cast.people["editor"]
        for row in read("claims.json"):
            claim = assessments.new_claim(
                row["text"],
                by=editor,
                language=row["language"],
                kind=row["kind"],
                about=row["about"] or "",
                topics=[self.cast.topics[key] for key in row["topics"]],
            )
            self.claims[row["key"]], self.rows[row["key"]] = claim, row
            for link in row["quotes"]:
                assessments.link(
                    claim, self.script.quotes[link["quote"]], link["relation"], by=editor
                )

    def assess(self):
        """Publish every assessment that came without a notice, in its order."""
        for key, row in self.rows.items():
            for number in range(len(row["assessments"])):
                if (key, number) in self.noticed:
                    break
                self.publish(key, number)
                self.progress()

    def publish(self, key, number, notice=None):
        """Write, submit, approve and publish one assessment."""
        people, row = self.cast.people, self.rows[key]["assessments"][number]
        rating = Rating.objects.get(scale__slug=row["scale"], slug=row["rating"])
        author = people[row["author"]]
        claim = self.claims[key]
        claim.refresh_from_db()
        draft = assessments.draft(
            claim, rating, by=author, summary=row["summary"], reasoning=row["reasoning"] or "",
            as_of=date.fromisoformat(row["as_of"]),
            evidence=[
                {
                    "article": self.cast.articles.get(piece.get("article")),
                    "url": piece.get("url") or "",
                    "quoted_text": piece["quoted_text"] or "",
                    "stance": piece["stance"],
                    "primary": piece["primary"],
                }
                for piece in row["evidence"]
            ],
        )  # fmt: skip
        assessments.submit(draft, by=author)
        assessments.approve(draft, by=people[row["approved_by"]])
        publisher = people["publisher"]
        return assessments.publish(draft, by=publisher, notice=notice)

    def correct(self):
        """Play the corrections in their order; assessments between them come in turn."""
        published = {key: self.unnoticed(key) for key in self.rows}
        for row in read("corrections.json"):
            notice = Notice(row["tier"], row["what_was_wrong"], row["what_changed"])
            change = row["change"] or {}
            if "assessment" in change:
                key, number = row["target"]["claim"], change["assessment"]
                for earlier in range(published[key], number):
                    self.publish(key, earlier)
                self.publish(key, number, notice)
                published[key] = number + 1
            else:
                self.change(row["target"], change, notice)
            self.progress()
        for key, done in published.items():
            for number in range(done, len(self.rows[key]["assessments"])):
                self.publish(key, number)

    def unnoticed(self, key):
        """How many assessments of a claim stand before its first notice."""
        numbers = [number for claim, number in self.noticed if claim == key]
        return min(numbers, default=len(self.rows[key]["assessments"]))

    def change(self, target, change, notice):
        """One correction that is no change of verdict."""
        publisher, quotes = self.cast.people["publisher"], self.script.quotes
        if "relation" in change:
            relation = change["relation"]
            link = ClaimQuote.objects.get(
                claim=self.claims[relation["claim"]],
                quote=quotes[relation["quote"]],
                relation=relation["from"],
            )
            corrections.correct_relation(link, relation["to"], by=publisher, notice=notice)
        elif "speaker" in change:
            corrections.correct_speaker(
                quotes[target["quote"]],
                self.cast.speakers[change["speaker"]],
                by=publisher,
                notice=notice,
                role=self.cast.role(change["speaker"], change["role"]),
                reason=change["reason"],
                article=self.cast.articles[change["article"]],
            )
        elif "preferred_occurrence" in change:
            printed = self.script.occurrences[target["quote"]][change["preferred_occurrence"]]
            corrections.correct_quote(
                quotes[target["quote"]], by=publisher, notice=notice,
                preferred_wording=printed.wording,
            )  # fmt: skip
        elif "said" in change:
            corrections.correct_quote(
                quotes[target["quote"]], by=publisher, notice=notice, said=change["said"]
            )
        else:
            corrections.correct(self.row(target), by=publisher, notice=notice)

    def row(self, target):
        """The row that a notice is about."""
        ((kind, key),) = target.items()
        rows = {
            "quote": self.script.quotes,
            "claim": self.claims,
            "speaker": self.cast.speakers,
            "article": self.cast.articles,
        }
        return rows[kind][key]
