"""The box that takes an article: its text, its HTML, or one or several addresses."""

import re
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from quotes import intake
from quotes.admin.article.answers import address
from quotes.telling import told
from sources.errors import QuoteTrackError
from sources.models import Article, ArticleKind

MOST_ADDRESSES = 10
ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)
BAD_ADDRESS = (
    "This begins like an address but is none: an address has no spaces. Give one address a line,"
    " such as https://example.org/article, or paste the article itself."
)
PAGE = re.compile(r"\s*(<!doctype html|<html|<head|<body|<article|<div|<p\b|<main)", re.IGNORECASE)


@dataclass(frozen=True)
class TakenIn:
    """What became of one address or text."""

    given: str
    article: Article | None
    notices: tuple[str, ...]
    is_refused: bool = False


class TakeInForm(forms.Form):
    """An article, and what is known of it; the first box is enough."""

    article = forms.CharField(
        label=lazy("Text, HTML or addresses"),
        required=False,
        strip=False,
        help_text=lazy("The whole text as printed, its HTML, or up to ten addresses, one a line."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=lazy("File"),
        required=False,
        help_text=lazy("A PDF with a text layer, or a saved HTML page."),
    )
    url = forms.CharField(
        label=lazy("Its address"), required=False, help_text=lazy("Where the pasted text stands.")
    )
    title = forms.CharField(required=False, max_length=500)
    outlet = forms.CharField(
        required=False, max_length=200, help_text=lazy("Its name; a new one is made if unknown.")
    )
    published = forms.CharField(
        required=False, max_length=10, help_text=lazy("2025-05-03, 2025-05, 2025, or nothing.")
    )
    language = forms.CharField(required=False, max_length=12, help_text=lazy("en, es, ar …"))
    kind = forms.ChoiceField(required=False, choices=[("", "article"), *ArticleKind.choices[1:]])


def addresses_in(text):
    """The addresses, where the text holds nothing else; else nothing."""
    words = text.split()
    return words if words and all(ADDRESS.match(word) for word in words) else []


def is_no_address(text):
    """Every line begins as an address does, and some words are none: nobody's article."""
    lines = text.split("\n")
    begins = all(
        line.lstrip().lower().startswith(("http:", "https:")) for line in lines if line.strip()
    )
    return bool(text.strip()) and begins and not addresses_in(text)


def take_in_all(data, by, file=None) -> list[TakenIn]:
    """Take in whatever was given; one outcome for each address or text."""
    text = data.get("article", "")
    about = {
        name: data.get(name) or "" for name in ("title", "outlet", "published", "language", "kind")
    }
    if file:
        raw = {"raw": file.read(), "raw_type": file.content_type or ""}
        return [outcome(file.name, by, url=data.get("url") or None, **raw, **about)]
    found = addresses_in(text)
    if len(found) > MOST_ADDRESSES:
        return [refusal(text, f"At most {MOST_ADDRESSES} addresses at once.")]
    if found:
        return [outcome(url, by, url=url, **about) for url in dict.fromkeys(found)]
    if is_no_address(text):
        return [refusal(text, BAD_ADDRESS)]
    way = "html" if PAGE.match(text) else "text"
    return [outcome(text[:80], by, url=data.get("url") or None, **{way: text}, **about)]


def outcome(given, by, **material) -> TakenIn:
    """Take in one thing, and say what became of it."""
    try:
        taken = intake.take_in(by=by, **material)
    except QuoteTrackError as error:
        return refusal(given, told(error))
    return TakenIn(given, taken.article, tuple(told(one) for one in taken.notices))


def refusal(given, sentence) -> TakenIn:
    """That something was not taken in, and why."""
    return TakenIn(given[:200], None, (sentence,), is_refused=True)


@require_POST
def take_in(request):
    """Take in what stands in the box, and lead to its article desk."""
    form = TakeInForm(request.POST, request.FILES)
    if not form.is_valid():
        return asked_again(request, form)
    outcomes = take_in_all(form.cleaned_data, request.user, form.cleaned_data.get("file"))
    taken = [one for one in outcomes if one.article]
    if len(outcomes) == 1 and taken:
        for notice in taken[0].notices:
            messages.info(request, notice)
        return redirect(address(taken[0].article))
    if not taken and len(outcomes) == 1:
        form.add_error("article", outcomes[0].notices[0])
        return asked_again(request, form)
    context = request.desk.each_context(request) | {"title": _("Taken in"), "outcomes": outcomes}
    return render(request, "desk/taken_in.html", context)


def asked_again(request, form):
    """The form with what was given, and what is wrong with it."""
    context = request.desk.each_context(request) | {"title": _("Add an article"), "form": form}
    return render(request, "desk/take_in.html", context, status=422)
