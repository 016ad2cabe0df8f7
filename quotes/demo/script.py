"""The demo's articles and quotes: taken in, accepted, published, one by one."""

from quotes import candidates, intake, workflow
from quotes.actions import attributions
from quotes.demo.cast import FOLDER, read
from quotes.models import Candidate, Quote
from sources.models import Article


def read_article(path):
    """An article's header lines and its text."""
    header, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    return dict(line.split(": ", 1) for line in header.splitlines()), text.strip()


class Script:
    """Plays articles and quotes; remembers the quotes by their keys."""

    def __init__(self, cast, progress=lambda: None):
        self.cast, self.progress = cast, progress
        self.snapshots, self.quotes, self.rows = {}, {}, {}
        self.occurrences = {}  # by key, in the script's order
        self.editor = cast.people["editor"]

    def take_in_articles(self):
        """Take in every article; reprints after their origin."""
        found = {path.stem: read_article(path) for path in sorted(FOLDER.glob("articles/*.txt"))}
        for key in sorted(found, key=lambda key: "syndicated_from" in found[key][0]):
            header, text = found[key]
            taken = intake.take_in(
                by=self.cast.people["contributor"],
                text=text,
                url=header["url"],
                title=header["title"],
                byline=header.get("byline", ""),
                outlet=self.cast.outlets[header["outlet"]].public_id,
                published=header["published"][:10],
                language=header["language"],
                kind=header["kind"],
            )
            origin = self.cast.articles.get(header.get("syndicated_from"))
            if origin:
                Article.objects.filter(pk=taken.article.pk).update(syndicated_from=origin)
            self.cast.articles[key] = taken.article
            self.snapshots[key] = taken.snapshot
            self.progress()

    def play_quotes(self):
        """Draft every quote, then say what belongs to it, then move it where it stands."""
        for path in sorted(FOLDER.glob("quotes/*.json")):
            for row in read(f"quotes/{path.name}"):
                self.rows[row["key"]] = row
                self.draft(row)
                self.progress()
        for key, row in self.rows.items():
            self.add_to(self.quotes[key], row)

    def draft(self, row):
        """Accept the first occurrence as a new quote, and the others as occurrences of it."""
        order = range(len(row["occurrences"]))
        first = next((n for n in order if row["occurrences"][n]["preferred"]), 0)
        made = {}
        for number in (first, *(n for n in order if n != first)):
            printed = row["occurrences"][number]
            accepted = candidates.accept(
                self.candidate(printed),
                by=self.editor,
                quote=self.quotes.get(row["key"]),
                speaker=self.cast.speakers.get(row["speaker"]),
                nobody=row["speaker"] is None,
                occasion=self.cast.occasions.get(row["occasion"]),
                said=row["said"] or "",
                original_language=row["original_language"] or "",
                role=self.cast.role(row["speaker"], row["role"], row["said"]),
                **self.given(printed),
            )
            self.quotes[row["key"]] = accepted.quote
            made[number] = accepted.occurrence
        self.occurrences[row["key"]] = [made[number] for number in order]
        for number, printed in enumerate(row["occurrences"]):
            if printed["translation_of"] is not None:
                wording, source = made[number].wording, made[printed["translation_of"]].wording
                if wording.translation_of_id is None and wording.language != source.language:
                    wording.translation_of = source
                    wording.save(update_fields=["translation_of"])

    def given(self, printed):
        """What the script knows of an occurrence."""
        same = ("form", "hedge", "evidentiality", "language", "fidelity", "is_original",
                "translator")  # fmt: skip
        text = self.snapshots[printed["article"]].text
        spans = self.spans(printed)
        verbatim = []
        for words in printed["verbatim"]:
            start = text.index(words, spans[0][0])
            verbatim.append([start, start + len(words)])
        return {name: printed[name] for name in same} | {
            "cue": printed["cue"] or "",
            "printed_speaker": printed["printed_speaker"] or "",
            "printed_role": printed["printed_role"] or "",
            "verbatim": verbatim,
            "chain": [
                {
                    "kind": step["kind"],
                    "party": step.get("party") or "",
                    "outlet": self.cast.outlets.get(step.get("outlet")),
                    "upstream_article": self.cast.articles.get(step.get("upstream_article")),
                }
                for step in printed["chain"]
            ],
        }

    def spans(self, printed):
        """Where the parts stand in the article."""
        text, at, spans = self.snapshots[printed["article"]].text, 0, []
        for part in printed["parts"]:
            start = text.index(part, at)
            at = start + len(part)
            spans.append([start, at])
        return spans

    def candidate(self, printed):
        """The extractor's suggestion for these very words, else one marked by hand."""
        snapshot, spans = self.snapshots[printed["article"]], self.spans(printed)
        found = Candidate.objects.waiting().filter(snapshot=snapshot)
        for candidate in found.filter(start=spans[0][0], end=spans[-1][1]):
            if candidate.spans == spans:
                return candidate
        for other in found.filter(start__lt=spans[-1][1], end__gt=spans[0][0]):
            candidates.reject(other, by=self.editor, reason="Marked by hand instead.")
        taken = snapshot.candidates.filter(start=spans[0][0], end=spans[-1][1]).first()
        if taken:
            candidates.undo(taken, by=self.editor)
            taken.refresh_from_db()
            Candidate.objects.filter(pk=taken.pk).update(spans=spans)
            taken.refresh_from_db()
            return taken
        return candidates.add(snapshot, spans, by=self.editor, form=printed["form"])

    def add_to(self, quote, row):
        """Topics, further attributions, responses, links and the mark of verification."""
        cast, editor = self.cast, self.editor
        attributions.tag(quote, [cast.topics[key] for key in row["topics"]], by=editor)
        if row["note"]:
            Quote.objects.filter(pk=quote.pk).update(note=row["note"])
        for more in row["attributions"]:
            attributions.add(
                quote, cast.speakers[more["speaker"]], by=editor, rank=more["rank"],
                reason=more["reason"], note=more["note"] or "",
                article=cast.articles.get(more.get("article")),
            )  # fmt: skip
        for response in row["responses"]:
            attributions.respond(
                quote, cast.speakers[response["speaker"]], response["kind"], by=editor,
                text=response["text"] or "", date=response["date"] or "",
                article=cast.articles.get(response.get("article")),
                own_quote=self.quotes.get(response.get("quote")),
            )  # fmt: skip
        for other in row["links"]:
            attributions.link(quote, self.quotes[other["quote"]], other["kind"], by=editor)
        if row["verified"]:
            attributions.verify(quote, by=editor)

    def move_quotes(self):
        """Submit, publish and withdraw, as the script says."""
        publisher, second = self.cast.people["publisher"], self.cast.people["publisher2"]
        for key, row in self.rows.items():
            quote = self.quotes[key]
            if row["status"] == "draft":
                continue
            workflow.submit(quote, by=self.editor)
            if row["status"] in ("published", "withdrawn"):
                workflow.publish(quote, by=publisher)
            if row["status"] == "withdrawn":
                workflow.withdraw(quote, by=second, **row["withdraw"])
            self.progress()
