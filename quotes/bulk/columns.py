"""The columns that a file may have, by what its rows are, and how a cell is read."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from quotes.bulk.models import Kind
from quotes.bulk.reading import FileNotUsable
from quotes.errors import QuotesError
from quotes.models.claims import ClaimKind
from quotes.models.occurrences import Evidentiality, Form, Hedge
from quotes.models.people import SpeakerKind
from sources.dates import PartialDate
from sources.errors import DateNotUsable
from sources.models import ArticleKind, OutletKind

YES, NO = {"yes", "true", "1", "sí", "si"}, {"no", "false", "0"}


class CellNotUsable(QuotesError):
    """One cell is wrong."""

    code = "cell_not_usable"

    def __init__(self, column, say):
        self.column = column
        super().__init__(say)


def words(text):
    """A line of text."""
    return " ".join(text.split())


def several(text):
    """Values parted by semicolons."""
    return [part for one in text.split(";") if (part := words(one))]


def yes(text):
    """Yes or no."""
    if text.strip().lower() in YES:
        return True
    if text.strip().lower() in NO:
        return False
    raise ValueError(_("Write yes or no."))


def day(text):
    """A date as far as it is known."""
    try:
        return PartialDate.parse(text.strip())
    except DateNotUsable as error:
        raise ValueError(str(error)) from None


def item(text):
    """A Wikidata id."""
    text = text.strip().upper()
    if not (text[:1] == "Q" and text[1:].isdecimal() and not text[1:].startswith("0")):
        raise ValueError(_("A Wikidata id looks like Q42."))
    return text


def one_of(choices):
    """One of these, by its name or by its label."""
    known = {str(value).lower(): value for value in choices.values}
    known |= {str(label).lower(): value for value, label in choices.choices}

    def read(text):
        """The value."""
        found = known.get(text.strip().lower())
        if found is None:
            listed = ", ".join(str(value) for value in choices.values)
            raise ValueError(_("Write one of: %(choices)s.") % {"choices": listed})
        return found

    return read


@dataclass(frozen=True)
class Column:
    """A column: what it holds, how it is read, and how long it may be."""

    about: str
    read: Callable = words
    needed: bool = False
    most: int = 200


COLUMNS: dict[str, dict[str, Column]] = {
    Kind.SPEAKERS: {
        "name": Column(gettext_noop("The name readers see."), needed=True),
        "kind": Column(gettext_noop("person where it is empty."), one_of(SpeakerKind)),
        "sort_name": Column(gettext_noop("As in an index: Sheinbaum, Claudia.")),
        "description": Column(gettext_noop("One line that tells namesakes apart."), most=300),
        "wikidata_id": Column(gettext_noop("Such as Q42."), item),
        "aliases": Column(gettext_noop("Other names, parted by semicolons."), several, most=4000),
        "private_person": Column(gettext_noop("yes or no."), yes),
    },
    Kind.OUTLETS: {
        "name": Column(gettext_noop("As it calls itself."), needed=True),
        "kind": Column(gettext_noop("newspaper, broadcaster, wire, …"), one_of(OutletKind)),
        "homepage": Column(gettext_noop("Its address."), most=500),
        "country": Column(gettext_noop("Two letters."), most=2),
        "language": Column(gettext_noop("en, es, ar …"), most=12),
        "wikidata_id": Column(gettext_noop("Such as Q42."), item),
        "domains": Column(gettext_noop("Without www, parted by semicolons."), several, most=2000),
    },
    Kind.ARTICLES: {
        "url": Column(gettext_noop("Where it stands; fetched where there is no text.")),
        "text": Column(gettext_noop("The whole text as printed."), str, most=1_100_000),
        "title": Column(gettext_noop("The headline."), most=500),
        "outlet": Column(gettext_noop("A name; a new one is made where it is not known.")),
        "published": Column(gettext_noop("2025-05-03, 2025-05 or 2025."), day),
        "language": Column(gettext_noop("en, es, ar …"), most=12),
        "kind": Column(gettext_noop("article where it is empty."), one_of(ArticleKind)),
        "byline": Column(gettext_noop("Who wrote it."), most=300),
    },
    Kind.QUOTES: {
        "words": Column(gettext_noop("Exactly as printed, without outer marks."), str.strip,
                        needed=True, most=10_000),
        "speaker": Column(gettext_noop("A name, an id or a Wikidata id."), needed=True),
        "article": Column(gettext_noop("The id or the address of an article we have."), most=2000,
                          needed=True),
        "said": Column(gettext_noop("2025-05-03, 2025-05 or 2025."), day),
        "form": Column(gettext_noop("direct where it is empty."), one_of(Form)),
        "hedge": Column(gettext_noop("none where it is empty."), one_of(Hedge)),
        "evidentiality": Column(gettext_noop("unknown where it is empty."), one_of(Evidentiality)),
        "cue": Column(gettext_noop("The word that introduces it."), most=60),
        "printed_speaker": Column(gettext_noop("As the article names the speaker.")),
        "printed_role": Column(gettext_noop("The role as printed.")),
        "language": Column(gettext_noop("en, es, ar …"), most=12),
        "topics": Column(gettext_noop("Names, parted by semicolons."), several, most=1000),
    },
    Kind.CLAIMS: {
        "text": Column(gettext_noop("One neutral sentence that can be checked."), needed=True,
                       most=2000),
        "language": Column(gettext_noop("en where it is empty."), most=12),
        "kind": Column(gettext_noop("factual where it is empty."), one_of(ClaimKind)),
        "about": Column(gettext_noop("The time it is about."), day),
        "topics": Column(gettext_noop("Names, parted by semicolons."), several, most=1000),
    },
}  # fmt: skip


def check_head(kind: str, names):
    """Raise FileNotUsable where a column is not known or a needed one is missing."""
    known = COLUMNS[kind]
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = _("Did you mean “%(name)s”?") % {"name": near[0]} if near else ""
            raise FileNotUsable(
                _("There is no column “%(name)s” for %(kind)s. %(hint)s Known are: %(known)s.")
                % {"name": name[:60], "kind": kind, "hint": hint, "known": ", ".join(known)}
            )
    missing = [name for name, column in known.items() if column.needed and name not in names]
    if missing:
        raise FileNotUsable(_("The column “%(name)s” is missing.") % {"name": missing[0]})


def read(kind: str, values: dict) -> tuple[dict, list]:
    """The values as they are meant, and every problem as (column, sentence)."""
    meant, problems = {}, []
    for name, column in COLUMNS[kind].items():
        text = values.get(name, "")
        if not text:
            if column.needed:
                problems.append([name, _("Fill this in.")])
            continue
        if len(text) > column.most:
            problems.append([name, _("At most %(most)s characters.") % {"most": column.most}])
            continue
        try:
            meant[name] = column.read(text)
        except ValueError as error:
            problems.append([name, str(error)])
    return meant, problems
