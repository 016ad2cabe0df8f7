"""The forms in which one row of a quote is edited: plain values in, plain values out."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils.dateparse import parse_duration
from django.utils.translation import gettext_lazy as _

from quotes import editing
from quotes.admin.rows import PartialDateInput
from quotes.models import Occasion
from quotes.models.claims import Relation
from quotes.models.desk import EditKind
from quotes.models.occurrences import Evidentiality, Form, Hedge, StepKind
from quotes.models.words import Fidelity, Translator
from sources.models import Article, Outlet

NEAR = 40  # occasions that are offered


class RowForm(forms.Form):
    """What all of them have: why, and what it is to readers."""

    reason = forms.CharField(label=_("Why, for the desk"), required=False, max_length=2000)
    kind = forms.ChoiceField(
        label=_("What it is to readers"),
        required=False,
        choices=[("", _("as worked out")), *EditKind.choices],
        help_text=_("It may be called graver than it is worked out to be, never lighter."),
    )

    def __init__(self, row, public, data=None, values=None):
        self.row = row
        super().__init__(data, initial=values)
        if not public:
            del self.fields["kind"]
        for name, field in list(self.fields.items()):
            if name in ("reason", "kind"):
                self.fields[name] = self.fields.pop(name)  # last
            field.widget.attrs.setdefault("dir", "auto")

    def values(self) -> dict:
        """The plain values of the row's own fields."""
        own = [name for name in self.cleaned_data if name not in ("reason", "kind")]
        return {name: plain(self.cleaned_data[name]) for name in own}


def plain(value):
    """A cleaned value as `editing` reads it: rows as keys, dates as EDTF."""
    if hasattr(value, "pk"):
        return value.pk
    if hasattr(value, "edtf"):
        return str(value)
    return value


class QuoteForm(RowForm):
    """When, on what occasion and in which language it was said; the wording shown first."""

    said = PartialDateInput(label=_("Said on"))
    occasion = forms.ModelChoiceField(Occasion.objects.none(), label=_("Occasion"), required=False)
    original_language = forms.CharField(
        label=_("Language in which it was said"), required=False, max_length=12
    )
    preferred_wording = forms.ModelChoiceField(None, label=_("Wording shown first"))

    def __init__(self, row, public, data=None, values=None):
        super().__init__(row, public, data, values)
        self.fields["occasion"].queryset = occasions_near(row)
        shown = row.wordings.filter(published_at__isnull=False) if public else row.wordings.all()
        self.fields["preferred_wording"].queryset = shown


def occasions_near(quote):
    """Occasions that it may be: its own, its speakers', and those of the same days."""
    speakers = quote.attributions.values("speaker")
    near = Q(pk=quote.occasion_id) | Q(quotes__attributions__speaker__in=speakers)
    if quote.said:
        days = (quote.said_earliest - timedelta(days=3), quote.said_latest + timedelta(days=3))
        near |= Q(date_earliest__range=days)
    keys = Occasion.objects.filter(near).values_list("pk", flat=True).distinct()
    return Occasion.objects.filter(pk__in=sorted(set(keys), reverse=True)[:NEAR])


class WordingForm(RowForm):
    """The words, their language, and what they translate."""

    text = forms.CharField(label=_("The words"), widget=forms.Textarea(attrs={"rows": 4}))
    language = forms.CharField(label=_("Language, as in BCP 47"), max_length=12)
    is_original = forms.BooleanField(
        label=_("In the language in which it was said"), required=False
    )
    translation_of = forms.ModelChoiceField(None, label=_("Translation of"), required=False)
    translator = forms.ChoiceField(label=_("Translated by"), choices=Translator)
    fidelity = forms.ChoiceField(label=_("How close to what was uttered"), choices=Fidelity)

    def __init__(self, row, public, data=None, values=None):
        super().__init__(row, public, data, values)
        self.fields["translation_of"].queryset = row.quote.wordings.exclude(pk=row.pk)

    def clean_text(self):
        """One space between words, no line ends."""
        return " ".join(self.cleaned_data["text"].split())


class AttributionForm(RowForm):
    """The role held then, and the public note."""

    role = forms.ModelChoiceField(None, label=_("Role held when it was said"), required=False)
    note = forms.CharField(
        label=_("Note for readers"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, row, public, data=None, values=None):
        super().__init__(row, public, data, values)
        self.fields["role"].queryset = row.speaker.roles.select_related("position")


class OccurrenceForm(RowForm):
    """How an article prints the words."""

    form = forms.ChoiceField(label=_("Form"), choices=Form)
    cue = forms.CharField(label=_("Cue"), required=False, max_length=60)
    hedge = forms.ChoiceField(label=_("Hedge"), choices=Hedge)
    evidentiality = forms.ChoiceField(label=_("How near to the words"), choices=Evidentiality)
    printed_speaker = forms.CharField(label=_("Speaker as printed"), required=False, max_length=200)
    printed_role = forms.CharField(label=_("Role as printed"), required=False, max_length=200)
    media_time = forms.CharField(
        label=_("Where it is heard in a recording, hh:mm:ss"), required=False, max_length=12
    )

    def __init__(self, row, public, data=None, values=None):
        seconds = (values or {}).get("media_time")
        shown = "" if seconds is None else str(timedelta(seconds=seconds))
        super().__init__(row, public, data, (values or {}) | {"media_time": shown})

    def clean_media_time(self):
        """Seconds, or None."""
        text = self.cleaned_data["media_time"].strip()
        if not text:
            return None
        found = parse_duration(text)
        if found is None or found.total_seconds() < 0:
            raise forms.ValidationError(_("Give hours, minutes and seconds: 0:04:30."))
        return int(found.total_seconds())


class RelationForm(RowForm):
    """What the words do to the claim."""

    relation = forms.ChoiceField(label=_("What the words do"), choices=Relation)


class ChainForm(RowForm):
    """The steps by which the words got here, one a row, nearest to the speaker first."""

    MORE = 2  # empty rows

    def __init__(self, row, public, data=None, values=None):
        steps = (values or {}).get("steps", [])
        super().__init__(row, public, data, {})
        number = len(steps) + self.MORE
        if data is not None:
            number = max(number, int(data["rows"]) if data.get("rows", "").isdecimal() else 0)
        self.rows = min(number, 12)
        known = Outlet.objects.in_bulk([step["outlet"] for step in steps if step["outlet"]])
        sources = Article.objects.in_bulk(
            [step["upstream_article"] for step in steps if step["upstream_article"]]
        )
        for at in range(self.rows):
            step = steps[at] if at < len(steps) else {}
            self.add_step(at, step, known, sources)

    def add_step(self, at, step, outlets, sources):
        """The boxes of one step."""
        outlet, article = outlets.get(step.get("outlet")), sources.get(step.get("upstream_article"))
        boxes = {
            "kind": forms.ChoiceField(
                choices=[("", "–"), *StepKind.choices], required=False,
                label=_("Step %d") % (at + 1), initial=step.get("kind", ""),
            ),
            "outlet": forms.CharField(
                required=False, max_length=200, label=_("Outlet"),
                initial=outlet.name if outlet else "",
            ),
            "party": forms.CharField(
                required=False, max_length=200, label=_("Party as printed"),
                initial=step.get("party", ""),
            ),
            "article": forms.CharField(
                required=False, max_length=2000, label=_("Article: its id or address"),
                initial=article.public_id if article else "",
            ),
        }  # fmt: skip
        self.fields |= {f"step{at}_{name}": box for name, box in boxes.items()}

    def steps(self):
        """The boxes by step, for the page."""
        names = ("kind", "outlet", "party", "article")
        return [[self[f"step{at}_{name}"] for name in names] for at in range(self.rows)]

    def values(self) -> dict:
        """The steps that are filled in."""
        return {"steps": [step for at in range(self.rows) if (step := self.step(at))]}

    def clean(self):
        """Outlets and articles are on record."""
        for at in range(self.rows):
            self.step(at)
        return self.cleaned_data

    def step(self, at):
        """One step, plain; None for an empty row."""
        said = {name: self.cleaned_data.get(f"step{at}_{name}", "").strip()
                for name in ("kind", "outlet", "party", "article")}  # fmt: skip
        if not any(said[name] for name in ("outlet", "party", "article")):
            return None
        if not said["kind"]:
            self.add_error(f"step{at}_kind", _("Say what this step is."))
        outlet = Outlet.objects.named(said["outlet"]) if said["outlet"] else None
        if said["outlet"] and outlet is None:
            self.add_error(f"step{at}_outlet", _("No outlet has this name. Add it first."))
        article = Article.objects.filter(Q(public_id=said["article"]) | Q(url=said["article"]))
        article = article.first() if said["article"] else None
        if said["article"] and article is None:
            self.add_error(f"step{at}_article", _("No article has this id or address."))
        return {
            "kind": said["kind"],
            "outlet": outlet.pk if outlet else None,
            "party": said["party"],
            "upstream_article": article.pk if article else None,
        }


FORMS = {
    "quote": QuoteForm,
    "wording": WordingForm,
    "attribution": AttributionForm,
    "occurrence": OccurrenceForm,
    "chain": ChainForm,
    "relation": RelationForm,
}


def form_of(sort, row, public, data=None, values=None):
    """The form for a row."""
    values = editing.read(sort, row) if values is None else values
    return FORMS[sort](row, public, data, values)
