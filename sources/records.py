"""What every row shares: a public id, a guarded version, and constraints with readable names."""

import secrets

from django.db import models
from django.db.models import CheckConstraint, F, Func, Q
from django.db.models.functions import Cast

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """12 characters of Crockford base32 from a CSPRNG: 60 bits, never sequential."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(12))


class PublicRow(models.Model):
    """A row that the outside may name."""

    public_id = models.CharField(
        "id",
        max_length=12,
        unique=True,
        default=new_public_id,
        editable=False,
        help_text="Twelve random characters; never changed, never used again.",
    )
    created_at = models.DateTimeField(db_default=models.functions.Now(), editable=False)

    class Meta:
        abstract = True


class Record(PublicRow):
    """A row that an editor can edit.

    The database raises ``edit_version`` at each change and refuses a version set by hand, so a
    full ``save()`` of a stale copy fails instead of undoing somebody's edit. Save the fields
    that you touched (``update_fields``).
    """

    edit_version = models.PositiveIntegerField(
        default=1,
        editable=False,
        help_text="Raised by the database at each change. Never public.",
    )

    class Meta:
        abstract = True


class IsNFC(Func):
    """True where the text is in Unicode's normal form C."""

    template = "(%(expressions)s IS NFC NORMALIZED)"
    output_field = models.BooleanField()


def not_blank(field):
    """The text holds more than white space."""
    return CheckConstraint(
        condition=Q(**{f"{field}__regex": r"\S"}),
        name=f"%(class)s_{field}_not_blank",
        violation_error_message=f"Fill in {field.replace('_', ' ')}.",
    )


def normal(*fields):
    """The texts are NFC. (Postgres itself refuses NUL.)"""
    return [
        CheckConstraint(condition=IsNFC(F(field)), name=f"%(class)s_{field}_is_nfc")
        for field in fields
    ]


def only_choices(field, choices):
    """The value is one of the choices."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": list(choices.values)}), name=f"%(class)s_{field}_is_known"
    )


def both_or_neither(*fields):
    """All of `fields` are set or none is: who did a thing, and when."""
    every = Q(**{f"{field}__isnull": False for field in fields})
    none = Q(**{f"{field}__isnull": True for field in fields})
    return CheckConstraint(condition=every | none, name=f"%(class)s_{'_and_'.join(fields)}")


def date_in_order(name):
    """Both bounds or none, and the earliest day is not after the latest."""
    known = Q(
        **{
            f"{name}_earliest__isnull": False,
            f"{name}_latest__isnull": False,
            f"{name}_earliest__lte": F(f"{name}_latest"),
        }
    ) & ~Q(**{f"{name}_precision": "unknown"})
    unknown = Q(
        **{
            f"{name}_earliest__isnull": True,
            f"{name}_latest__isnull": True,
            f"{name}_precision": "unknown",
        }
    )
    return CheckConstraint(
        condition=known | unknown,
        name=f"%(class)s_{name}_in_order",
        violation_error_message="The earliest day is after the latest one, or one is missing.",
    )


def not_itself(field):
    """The row does not point at itself."""
    return CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | ~Q(**{field: F("id")}),
        name=f"%(class)s_{field}_not_itself",
    )


def wikidata_item(field="wikidata_id"):
    """Empty or a Wikidata item such as Q42."""
    return CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__regex": r"^Q[1-9][0-9]*$"}),
        name=f"%(class)s_{field}_is_an_item",
        violation_error_message="A Wikidata id looks like Q42.",
    )


def this_transaction():
    """SQL: the number of the running transaction, as a bigint."""
    xid = models.Func(function="pg_current_xact_id", output_field=models.TextField())
    return Cast(Cast(xid, models.TextField()), models.BigIntegerField())
