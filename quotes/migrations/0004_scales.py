"""The two scales that ship: the house scale and the truth scale."""

from django.db import migrations

from sources.records import new_public_id

HOUSE = (
    "quotetrack-status", "QuoteTrack status", True,
    "How a claim stands on the evidence we know, as of a day.",
    (
        ("confirmed", "Confirmed", "Confirmado", None, "true", 5,
         "The claim holds on primary records or independent sources."),
        ("partly-confirmed", "Partly confirmed", "Confirmado en parte", None, "mixed", 3,
         "A part that matters holds, another does not or is not known."),
        ("misleading", "Misleading", "Engañoso", None, "mixed", 2,
         "The words may hold, and yet leave a wrong idea: something that matters is left out."),
        ("outdated", "Outdated", "Desactualizado", None, "mixed", 3,
         "It held once, and no longer does."),
        ("false", "False", "Falso", None, "false", 1,
         "The evidence contradicts the claim."),
        ("unproven", "Unproven", "Sin pruebas", None, "unproven", None,
         "There is not enough evidence to say."),
    ),
)  # fmt: skip
TRUTH = (
    "truth-scale", "Truth scale", False,
    "Six steps from true to baseless, for claims of fact.",
    (
        ("true", "True", "Verdadero", 6, "true", 6,
         "The claim is right and leaves nothing of weight out."),
        ("mostly-true", "Mostly true", "Mayormente verdadero", 5, "true", 5,
         "The claim is right but needs an explanation."),
        ("half-true", "Half true", "Verdad a medias", 4, "mixed", 4,
         "Right in part, and it leaves out what would change the picture."),
        ("mostly-false", "Mostly false", "Mayormente falso", 3, "mixed", 3,
         "There is a grain of truth in it, and what it leaves out outweighs that."),
        ("false", "False", "Falso", 2, "false", 2,
         "The claim is wrong."),
        ("baseless", "Baseless", "Sin fundamento", 1, "false", 1,
         "The claim is wrong, and nothing could have led anybody to it."),
    ),
)  # fmt: skip


def make_scales(apps, schema_editor):
    RatingScale = apps.get_model("quotes", "RatingScale")
    Rating = apps.get_model("quotes", "Rating")
    tokens = {"unproven": "open"}
    for slug, name, is_house, description, ratings in (HOUSE, TRUTH):
        scale = RatingScale.objects.create(
            public_id=new_public_id(), slug=slug, name=name, is_house=is_house,
            description=description,
        )
        for rating, label, spanish, ordinal, standing, number, definition in ratings:
            token = tokens.get(standing, standing)
            Rating.objects.create(
                scale=scale, slug=rating, label=label, labels={"es": spanish}, ordinal=ordinal,
                standing=standing, review_number=number, definition=definition, colour=token,
                icon=token,
            )


def drop_scales(apps, schema_editor):
    apps.get_model("quotes", "Rating").objects.all().delete()
    apps.get_model("quotes", "RatingScale").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("quotes", "0003_groups")]
    operations = [migrations.RunPython(make_scales, drop_scales)]
