"""What the extractor is measured beside: a naive baseline, and textacy where it is installed."""

import importlib
import importlib.util
import re

MARKED = re.compile(r"“[^“”\n]*”|„[^„“\n]*“|«[^«»\n]*»|\"[^\"\n]*\"")
NAME = r"[A-Z][\w’'.-]*(?: (?:de |von |van |al |bin )?[A-Z][\w’'.-]*){0,4}|[Hh]e|[Ss]he|[Tt]hey"
VERB = (
    "said says told tells asked asks added adds wrote writes stated states claimed announced"
    " warned replied explained reported insisted argued noted according"
)
SPOKEN = re.compile(
    rf"(?P<a>{NAME})(?: \w+ly)? (?:{'|'.join(VERB.split())})\b"
    rf"|\b(?:{'|'.join(VERB.split())})(?: to)? (?P<b>{NAME})"
)
FAR = 200


def naive(text):
    """Everything between marks of three words or more; its speaker the nearest name at a verb."""
    places = [(match.start(), match.end()) for match in MARKED.finditer(text)]
    outside = list(text)
    for start, end in places:
        outside[start:end] = " " * (end - start)
    speakers = []
    for match in SPOKEN.finditer("".join(outside)):
        group = "a" if match.group("a") else "b"
        speakers.append((match.start(group), match.end(group)))
    found = []
    for start, end in places:
        if len(text[start:end].split()) < 3:
            continue
        quote = {"start": start, "end": end, "spans": [[start, end]]}
        near = min(
            speakers, key=lambda who: min(abs(who[0] - end), abs(who[1] - start)), default=None
        )
        if near is not None and min(abs(near[0] - end), abs(near[1] - start)) < 200:
            quote |= {
                "speaker_start": near[0],
                "speaker_end": near[1],
                "speaker_text": text[near[0] : near[1]],
            }
        found.append(quote)
    return found


def textacy():
    """textacy's extractor as a function of a text, paragraph by paragraph; None when absent."""
    if not all(importlib.util.find_spec(name) for name in ("textacy", "spacy")):
        return None
    try:
        from textacy.extract.triples import direct_quotations

        from quotes.extraction.parsing import MODEL

        model = importlib.import_module(MODEL).load()  # whole: it looks at lemmas
    except (ImportError, OSError):
        return None

    def extract(text):
        found, at = [], 0
        for line in text.split("\n"):
            if line.strip():
                found += _of_line(direct_quotations, model(line), at)
            at += len(line) + 1
        return found

    return extract


def _of_line(direct_quotations, parsed, offset):
    rows = []
    try:
        for row in direct_quotations(parsed):
            start, end = row.content.start_char + offset, row.content.end_char + offset
            who = [token for token in row.speaker if not token.is_space]
            quote = {"start": start, "end": end, "spans": [[start, end]]}
            if who:
                first, last = who[0].idx + offset, who[-1].idx + len(who[-1].text) + offset
                quote |= {"speaker_start": first, "speaker_end": last}
                quote["speaker_text"] = " ".join(token.text for token in who)
            rows.append(quote)
    except ValueError:
        pass  # it refuses a paragraph whose marks do not pair
    return rows
