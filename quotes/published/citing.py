"""Citations of a quote: each names its id, its version and the day on which it was looked up.

The author is who said the words; the record that says so is ours. Four styles: CSL JSON, BibTeX,
RIS, and a sentence.
"""

import re
from datetime import date

import orjson

STYLES = {
    "csl": "application/vnd.citationstyles.csl+json; charset=utf-8",
    "bibtex": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "text": "text/plain; charset=utf-8",
}
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip


def citation(quote: dict, style: str, *, site: str, today: date) -> str:
    """The citation of a quote's detail document, looked up today."""
    return WRITERS[style](facts(quote, site, today))


def facts(quote: dict, site: str, today: date) -> dict:
    """What every style says."""
    person = quote.get("speaker") or quote.get("misattributed_to")
    said = quote.get("said") or ""
    wrong = quote.get("speaker") is None and person is not None
    return {
        "id": quote["id"],
        "version": quote["version"],
        "url": quote["url"],
        "title": one_line(quote["text"]),
        "language": quote["language"],
        "speaker": one_line(person["name"]) if person else "",
        "is_person": bool(person) and person.get("kind") == "person",
        "wrong": wrong,
        "said": said,
        "parts": [int(part) for part in said.split("-")] if re.fullmatch(r"[\d-]+", said) else [],
        "site": site,
        "accessed": today,
        "article": quote.get("article"),
        "attribution": quote.get("attribution") or "",
    }


def one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(text.split())


def note(said: dict) -> str:
    """Which record this is, in words."""
    words = f"{said['site']} quote {said['id']}, version {said['version']}"
    if said["attribution"]:
        words += f"; attribution: {said['attribution']}"
    return words


def csl(said: dict) -> str:
    """CSL JSON: a list with one item."""
    today = said["accessed"]
    item = {
        "id": f"quote-{said['id']}",
        "type": "webpage",
        "title": said["title"],
        "container-title": said["site"],
        "URL": said["url"],
        "version": str(said["version"]),
        "number": said["id"],
        "language": said["language"],
        "note": note(said),
        "accessed": {"date-parts": [[today.year, today.month, today.day]]},
    }
    if said["speaker"] and not said["wrong"]:
        item["author"] = [named(said["speaker"], said["is_person"])]
    if said["parts"]:
        item["issued"] = {"date-parts": [said["parts"]]}
    return orjson.dumps([item]).decode()


def named(name: str, is_person: bool) -> dict:
    """A name as CSL has it; whole, where it is not plainly given name and surname."""
    given, _, family = name.rpartition(" ")
    return {"family": family, "given": given} if is_person and given else {"literal": name}


def bibtex(said: dict) -> str:
    """One @misc entry."""
    fields = {
        "title": f"{{{tex(said['title'])}}}",
        "howpublished": f"{tex(said['site'])}",
        "url": said["url"],
        "urldate": said["accessed"].isoformat(),
        "version": str(said["version"]),
        "note": tex(note(said)),
    }
    if said["speaker"] and not said["wrong"]:
        fields = {"author": author(said)} | fields
    if said["parts"]:
        fields["year"] = str(said["parts"][0])
        if len(said["parts"]) > 1:
            fields["month"] = str(said["parts"][1])
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{quote-{said['id']},\n{lines}\n}}\n"


def author(said: dict) -> str:
    """The speaker as BibTeX reads a name; in braces where it is no person's."""
    name = tex(said["speaker"])
    return name if said["is_person"] else f"{{{name}}}"


def tex(text: str) -> str:
    """The text with nothing that TeX would run."""
    return "".join(SPECIAL.get(character, character) for character in text)


def ris(said: dict) -> str:
    """One record, lines ended as the format has it."""
    today = said["accessed"]
    lines = [("TY", "ELEC")]
    if said["speaker"] and not said["wrong"]:
        name = named(said["speaker"], said["is_person"])
        lines.append(("AU", name.get("literal") or f"{name['family']}, {name['given']}"))
    lines += [("TI", said["title"]), ("T2", said["site"])]
    if said["parts"]:
        lines.append(("PY", str(said["parts"][0])))
        lines.append(("DA", "/".join(f"{part:02d}" for part in said["parts"])))
    lines += [
        ("LA", said["language"]),
        ("ET", str(said["version"])),
        ("AN", said["id"]),
        ("UR", said["url"]),
        ("Y2", f"{today:%Y/%m/%d}"),
        ("N1", note(said)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def text(said: dict) -> str:
    """One sentence for a footnote."""
    parts = []
    if said["speaker"]:
        who = f"Wrongly attributed to {said['speaker']}" if said["wrong"] else said["speaker"]
        parts.append(f"{who}:")
    parts.append(f"“{said['title']}”")
    parts.append(f"({said['said']})." if said["said"] else "(no date).")
    parts.append(f"{said['site']}, quote {said['id']}, version {said['version']},")
    today = said["accessed"]
    parts.append(f"{said['url']} (accessed {today.day} {MONTHS[today.month - 1]} {today.year}).")
    return " ".join(parts) + "\n"


WRITERS = {"csl": csl, "bibtex": bibtex, "ris": ris, "text": text}
