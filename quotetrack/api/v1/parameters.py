"""What a query string may hold: each parameter reads itself, and says what is allowed.

Nothing is guessed and nothing is ignored: an unknown name or value is a 400 that names it and
lists what would do. A view declares its parameters; the schema is drawn from the same list.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from django.http import QueryDict

from quotes.published.history import Then
from quotetrack.api.errors import Problem
from sources.dates import PartialDate
from sources.errors import DateNotUsable

MAX_QUERY = 4096  # bytes
MAX_VALUES = 100  # of one parameter
MAX_LENGTH = 500  # of one value, in characters
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,79}\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
CHANGE = re.compile(r"c([0-9]{1,18})\.([0-9]{1,18})\Z")  # a cursor of changes/: xid and id
TURN = re.compile(r"c([0-9]{1,18})(\.[0-9]{1,18})?\Z")  # a place in time: as_of has no id
ID = re.compile(r"[0-9a-z]{12}\Z")
CURSOR = re.compile(r"[A-Za-z0-9_-]{1,1000}\Z")
DAY = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
MOMENT = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ]{CLOCK}(Z|[+ -]([01][0-9]|2[0-3]):[0-5][0-9])?"
NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class NotRead(Exception):
    """The value will not do; the message says what would."""


@dataclass(frozen=True)
class Parameter:
    """One name in the query string."""

    name: str
    help: str
    many: bool = False
    example: str | None = None
    required: bool = False

    def read(self, value: str):
        """The value as the program needs it, or NotRead."""
        return value

    def schema(self) -> dict:
        """The JSON schema of one value."""
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True)
class Words(Parameter):
    """Words to search for."""

    longest: int = MAX_LENGTH

    def read(self, value):
        if not value.strip():
            raise NotRead("Give some words, or leave the parameter out.")
        if len(value) > self.longest:
            raise NotRead(f"At most {self.longest} characters.")
        return value

    def schema(self):
        return {"type": "string", "minLength": 1, "maxLength": self.longest, "pattern": r"\S"}


@dataclass(frozen=True)
class Cursor(Parameter):
    """A place in a list, opaque to clients."""

    def read(self, value):
        if not CURSOR.match(value):
            raise NotRead("This is not a cursor of ours. Take it from next or previous, whole.")
        return value

    def schema(self):
        return {"type": "string", "pattern": drawn(CURSOR)}


@dataclass(frozen=True)
class Choice(Parameter):
    """One of a few words."""

    allowed: tuple = ()

    def read(self, value):
        if value not in self.allowed:
            raise NotRead(f"“{value[:60]}” is not one of: {', '.join(self.allowed)}.")
        return value

    def schema(self):
        return {"type": "string", "enum": list(self.allowed)}


@dataclass(frozen=True)
class Flag(Parameter):
    """true or false."""

    def read(self, value):
        if value not in ("true", "false"):
            raise NotRead(f"“{value[:60]}” is not one of: true, false.")
        return value == "true"

    def schema(self):
        return {"type": "boolean"}


@dataclass(frozen=True)
class Number(Parameter):
    """A whole number between two bounds."""

    least: int = 1
    most: int = 1_000_000

    def read(self, value):
        if not re.fullmatch(r"[0-9]{1,9}", value) or not self.least <= int(value) <= self.most:
            raise NotRead(f"Give a whole number from {self.least} to {self.most}.")
        return int(value)

    def schema(self):
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Day(Parameter):
    """A date of which a part may be missing; `end` reads its last day instead of its first."""

    end: bool = False

    def read(self, value):
        return partial(value).latest if self.end else partial(value).earliest

    def schema(self):
        return {
            "type": "string",
            "pattern": f"^{DAY}$",
            "examples": ["2025", "2025-05", "2025-05-03"],
        }


@dataclass(frozen=True)
class Instant(Day):
    """A date as above or a moment; `end` reads the last microsecond of a date."""

    def read(self, value):
        if "T" in value or " " in value:
            return moment(value)
        if self.end:
            return datetime.combine(partial(value).latest, time.max, UTC)
        return datetime.combine(partial(value).earliest, time.min, UTC)

    def schema(self):
        return {
            "type": "string",
            "pattern": f"^({DAY}|{MOMENT})$",
            "examples": ["2025", "2025-05", "2025-05-03", "2025-05-03T10:00:00Z"],
        }


@dataclass(frozen=True)
class At(Parameter):
    """A point in time: the last moment of a date, a moment, or a cursor of `changes/`."""

    def read(self, value):
        if match := TURN.match(value):
            return Then(xid=int(match[1]))
        return Then(moment=Instant(self.name, "", end=True).read(value))

    def schema(self):
        return {
            "type": "string",
            "pattern": f"^({DAY}|{MOMENT}|{drawn(TURN)[1:-1]})$",
            "examples": ["2025-05-03", "2025-05-03T10:00:00Z", "c1764000000000.17"],
        }


@dataclass(frozen=True)
class Id(Parameter):
    """A public id."""

    def read(self, value):
        if not ID.match(value):
            raise NotRead(f"“{value[:60]}” is not an id: twelve letters and digits.")
        return value

    def schema(self):
        return {"type": "string", "pattern": "^[0-9a-z]{12}$"}


@dataclass(frozen=True)
class Change(Parameter):
    """A `cursor` of a row of `changes/`, read as (xid, id)."""

    def read(self, value):
        if match := CHANGE.match(value):
            return int(match[1]), int(match[2])
        raise NotRead(f"“{value[:60]}” is not a cursor of changes/. Take one from a row, whole.")

    def schema(self):
        return {"type": "string", "pattern": drawn(CHANGE)}


@dataclass(frozen=True)
class Language(Parameter):
    """A language tag."""

    def read(self, value):
        if len(value) > 12 or not LANGUAGE.match(value):
            raise NotRead(f"“{value[:60]}” is not a language tag such as en, es or pt-BR.")
        return value

    def schema(self):
        return {"type": "string", "pattern": drawn(LANGUAGE), "maxLength": 12}


@dataclass(frozen=True)
class Country(Parameter):
    """Two letters, as in ISO 3166."""

    def read(self, value):
        if not re.fullmatch("[A-Za-z]{2}", value):
            raise NotRead(f"“{value[:60]}” is not a country of two letters, such as MX.")
        return value.upper()

    def schema(self):
        return {"type": "string", "pattern": "^[A-Za-z]{2}$"}


@dataclass(frozen=True)
class Reference(Parameter):
    """The id or slug of something public; it is looked up with all others in one query."""

    kind: str = ""
    many: bool = True

    def read(self, value):
        if not NAME.match(value):
            raise NotRead(f"“{value[:60]}” is not the id or slug of a public {self.kind}.")
        return value

    def schema(self):
        return {"type": "string", "pattern": drawn(NAME)}


@dataclass(frozen=True)
class RatingName(Parameter):
    """A rating's slug on the house scale, or `scale:slug`."""

    many: bool = True

    def read(self, value):
        parts = value.split(":")
        if len(parts) > 2 or not all(NAME.match(part) for part in parts):
            raise NotRead(f"“{value[:60]}” is not a rating. Write slug or scale:slug.")
        return value

    def schema(self):
        name = drawn(NAME)[1:-1]
        return {"type": "string", "pattern": f"^({name}:)?{name}$"}


@dataclass(frozen=True)
class Names(Parameter):
    """A comma list of field names out of those that the shape has."""

    allowed: tuple = field(default=(), repr=False)

    def read(self, value):
        names = value.split(",")
        for name in names:
            if name not in self.allowed:
                raise NotRead(f"“{name[:60]}” is not one of: {', '.join(self.allowed)}.")
        return names

    def schema(self):
        one = f"({'|'.join(self.allowed)})"
        return {"type": "string", "pattern": f"^{one}(,{one})*$"}


def drawn(pattern: re.Pattern) -> str:
    """The pattern as JSON schema writes it."""
    return f"^{pattern.pattern.removesuffix(chr(92) + 'Z')}$"


def partial(value: str) -> PartialDate:
    """2025, 2025-05 or 2025-05-03, or NotRead."""
    try:
        day = PartialDate.parse(value) if re.fullmatch(DAY, value) else None
    except DateNotUsable:
        day = None
    if not day:
        raise NotRead(f"“{value[:60]}” is not a date. Write 2025, 2025-05 or 2025-05-03.")
    return day


def moment(value: str) -> datetime:
    """A moment in RFC 3339; without an offset it is UTC."""
    try:
        if not re.fullmatch(MOMENT, value, re.ASCII):
            raise ValueError
        at = datetime.fromisoformat(f"{value[:10]}T{value[11:].replace(' ', '+')}")
    except (ValueError, OverflowError):
        raise NotRead(f"“{value[:60]}” is not a moment such as 2025-05-03T10:00:00Z.") from None
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        raise NotRead(f"“{value[:60]}” is out of range.") from None


NOTHING = QueryDict("")


def read(query: str, parameters: dict[str, Parameter]) -> dict:
    """What the query string says, by name; a list for parameters that may be repeated.

    Every fault is reported at once, in one 400.
    """
    if len(query) > MAX_QUERY:
        raise Problem(
            400, "query_too_long", f"The query string is longer than {MAX_QUERY:,} bytes."
        )
    given = QueryDict(query) if query else NOTHING
    faults, said = [], {}
    for name, values in given.lists():
        try:
            said[name] = read_one(name, values, parameters)
        except NotRead as error:
            faults.append({"parameter": name[:80].replace("\x00", "\ufffd"), "detail": str(error)})
    for name, parameter in parameters.items():
        if parameter.required and name not in given:
            faults.append({"parameter": name, "detail": f"Give {name}."})
    if faults:
        raise Problem(400, "invalid_parameter", faults[0]["detail"], errors=faults)
    return said


def read_one(name: str, values: list[str], parameters: dict[str, Parameter]):
    """The values of one name, read; NotRead says what is wrong with them."""
    if name == "token":
        raise NotRead("A token never belongs in an address. Send Authorization: Bearer …")
    parameter = parameters.get(name)
    if parameter is None:
        allowed = ", ".join(sorted(parameters)) or "none here"
        raise NotRead(f"There is no parameter “{name[:60]}”. There are: {allowed}.")
    for value in values:
        if NOT_TEXT.search(value):
            raise NotRead("The value holds a character that is not text (NUL or half a one).")
        if not value:
            raise NotRead("The value is empty. Give one, or leave the parameter out.")
    if not parameter.many:
        if len(values) > 1:
            raise NotRead("This parameter can be given once.")
        return parameter.read(values[0])
    if len(values) > MAX_VALUES:
        raise NotRead(f"At most {MAX_VALUES} values.")
    return [parameter.read(value) for value in values]


def table(*parameters: Parameter) -> dict[str, Parameter]:
    """The parameters by name."""
    return {parameter.name: parameter for parameter in parameters}
