"""The parts of a quote's page, in plain values for the template."""

from datetime import date

from django.conf import settings
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quotes.published import models
from quotes.published.serving import loaded
from quotetrack.pages import corrections, timelines
from quotetrack.pages.structured import LICENCE
from quotetrack.readers import finding, labels, quotes, scales
from quotetrack.readers.dates import day_of, on, written
from quotetrack.readers.notices import is_retracted
from quotetrack.readers.standing import Icon

TITLE = 70  # characters of a title that browsers and search engines show
CITED_AS = (("BibTeX", "bibtex"), ("RIS", "ris"), ("CSL", "csl"))


def version_asked(request, row):
    """The published version that `?version=` names, or None for today's record."""
    asked = request.GET.get("version", "")
    if not asked.isascii() or not asked.isdigit() or len(asked) > 9 or int(asked) == row.version:
        return None
    versions = models.PublishedVersion.objects.readers().of("quote", row.pk)
    version = versions.filter(number=int(asked)).exclude(detail_json="").first()
    if version is None:
        raise finding.NotPublic
    return version


def two_versions(row, before: int, after: int):
    """Two published versions, the earlier one first; NotPublic where there are not both."""
    found = models.PublishedVersion.objects.readers().of("quote", row.pk)
    held = list(found.filter(number__in=(before, after)).exclude(detail_json=""))
    if len(held) != 2 or before >= after:
        raise finding.NotPublic
    return held


def rows(published) -> list[quotes.Told]:
    """Quotes as rows of a list."""
    return [quotes.told(loaded(row.detail_json)) for row in published]


def attributions(detail: dict) -> list[dict]:
    """Every statement that somebody said it, the preferred one first."""
    order = list(labels.RANK)
    held = sorted(detail["attributions"], key=lambda each: order.index(each["rank"]))
    return [
        each
        | {
            "rank": labels.label(labels.RANK, each["rank"]),
            "reason": labels.label(labels.REASON, each["reason"]),
            "verified": day_of(each["verified_at"]),
        }
        for each in held
    ]


def meaning(detail: dict) -> str:
    """What the first chip means for these words, in a sentence."""
    sources = detail["reach"]["roots"]
    return {
        "verified": _(
            "Verified: an editor has compared the words with a primary record, or independent "
            "sources agree on them."
        ),
        "attributed": ngettext(
            "Attributed: %(count)s independent source prints the words as theirs. To be verified "
            "they need a recording, a transcript or a second independent source.",
            "Attributed: %(count)s independent sources print the words as theirs. No editor has "
            "verified them yet.",
            sources,
        )
        % {"count": sources},
        "disputed": _("Disputed: two speakers are named, or the one who is named denies it."),
        "misattributed": _("Misattributed: the words are real; who is named with them is wrong."),
        "fabricated": _("Fabricated: nobody is known to have said these words."),
        "unattributed": _("Unattributed: no source says whose words these are."),
    }.get(detail["attribution"], "")


def claims(detail: dict, *, today_too: bool) -> list[dict]:
    """The claims that the words touch; with their whole history, unless the page is frozen."""
    links = detail["claims"]
    documents = {}
    if links and today_too:
        published = models.PublishedClaim.objects.readers()
        for row in published.filter(pk__in={link["id"] for link in links}):
            documents[row.pk] = loaded(row.detail_json)
    return [_claim(link, documents.get(link["id"])) for link in links]


def _claim(link, document):
    lines = timelines.lines(document)[:1] if document else []
    verdict = next((line.current for line in lines if line.current), None)
    remark = ""
    if link["relation"] in ("asks", "implies"):
        remark = _("The rating is the claim’s. Words that ask or imply carry no verdict.")
    elif document and document["status"] == "needs_reassessment":
        remark = _("New words touch this claim; it is being looked at again.")
    elif not document and link["label"]:
        day = written(link["as_of"])
        remark = _("Rated %(rating)s, as of %(day)s.") % {"rating": scales.label(link), "day": day}
    elif not lines:
        remark = _("This claim has not been assessed.")
    return {
        **link,
        "relation": labels.label(labels.RELATION_OF_WORDS, link["relation"]),
        "lines": lines,
        "current": verdict,
        "remark": remark,
    }


def spoken(detail: dict) -> dict:
    """What was answered, with the words of the answers, and where it was said again."""
    own = {each["id"]: (each["quote"] or {}).get("id") for each in detail["responses"]}
    again = [each["id"] for each in detail["said_again"]]
    wanted = {public_id for public_id in own.values() if public_id} | set(again)
    held = {}
    if wanted:
        for row in models.PublishedQuote.objects.readers().filter(pk__in=wanted):
            held[row.pk] = quotes.told(loaded(row.detail_json))
    responses = []
    for each in detail["responses"]:
        told = held.get(own[each["id"]])
        responses.append(
            each
            | {
                "what": labels.label(labels.RESPONSE, each["kind"]),
                "day": written(each["date"]),
                "words": told.words if told else None,
                "url": told.url if told else "",
            }
        )
    return {
        "responses": responses,
        "said_again": [held[public_id] for public_id in again if public_id in held],
    }


def versions(row, detail: dict) -> list[dict]:
    """Every published version, the newest first, with its correction if it has one."""
    notices = {each["number"]: each for each in detail["corrections"]}
    found = models.PublishedVersion.objects.readers().of("quote", row.pk)
    held = []
    for number, change, at, correction in found.values_list("number", "change", "at", "correction"):
        notice = notices.get(correction)
        if notice:
            notice = corrections.told(notice)
        held.append(
            {
                "number": number,
                "day": day_of(at),
                "what": labels.label(labels.CHANGE, change if number == 1 else _later(change)),
                "correction": notice,
                "elsewhere": correction if correction and not notice else None,
                "is_current": number == detail["version"],
                "href": f"{finding.path_of('quote', row)}?version={number}",
                "difference": f"{finding.path_of('quote', row)}difference/{number - 1}/{number}/"
                if number > 1
                else "",
            }
        )
    return held[::-1]


def _later(change):
    """What a version is called that is not the first: its claim or source may have been."""
    return "additive" if change == "first" else change


def citation(told, today: date) -> str:
    """The quote as a reference, with its version and the day it was read."""
    speaker = told.who
    day = f" ({told.day})" if told.day else ""
    return _(
        "%(who)s%(day)s. %(words)s %(site)s %(id)s, version %(version)s. Read on %(today)s."
    ) % {
        "who": speaker,
        "day": day,
        "words": told.words.short(120),
        "site": settings.SITE_NAME,
        "id": told.id,
        "version": told.detail["version"],
        "today": on(today),
    }


def citations(detail: dict) -> list[tuple[str, str]]:
    """Names and addresses of the machine-readable forms of the citation."""
    base = f"/api/v1/quotes/{detail['id']}/cite/?style="
    return [(name, base + style) for name, style in CITED_AS] + [(_("Plain text"), base + "text")]


def title(told) -> str:
    """The page's title: the first words, and whose they are."""
    room = TITLE - len(told.who) - len(settings.SITE_NAME) - len(": " + " | ")
    return f"{told.words.short(max(room, 24))}: {told.who}"


def share_title(told) -> str:
    """The title for other sites: whose words, when, and that they were taken back if so."""
    if is_retracted(told.detail):
        return _("[Retracted] %(title)s") % {"title": told.title}
    return told.title


def links(detail: dict, row, *, is_frozen: bool = False) -> list[tuple[str, str, str]]:
    """The signposts of the record: how to cite it, and its other forms."""
    permalink = detail["url"]
    api = f"{settings.SITE_URL}/api/v1/quotes/{row.pk}/"
    held = [
        (permalink, "cite-as", ""),
        (permalink, "describedby", "application/ld+json"),
        (api, "describedby", "application/json"),
        (f"{api}history/", "version-history", "application/json"),
        (f"{api}cite/?style=csl", "describedby", "application/vnd.citationstyles.csl+json"),
        ("https://schema.org/Quotation", "type", ""),
        (f"{permalink}timemap", "timemap", "application/link-format"),
        (LICENCE, "license", ""),
    ]
    if detail["speaker"]:
        held.append((detail["speaker"]["url"], "author", ""))
    if is_frozen:
        held.append((permalink, "original latest-version", ""))
    return held


def timemap(row) -> str:
    """Every published version with its address and moment, in link format (RFC 6690 and 7089)."""
    permalink = settings.SITE_URL + finding.path_of("quote", row)
    versions = models.PublishedVersion.objects.readers().of("quote", row.pk)
    held = [f'<{permalink}>; rel="original"', f'<{permalink}timemap>; rel="self"']
    held += [
        f'<{permalink}?version={version.number}>; rel="memento"; '
        f'datetime="{http_date(version.at.timestamp())}"'
        for version in versions.exclude(detail_json="")
    ]
    return ",\n".join(held) + "\n"


def contents(context: dict) -> list[tuple[str, str, str]]:
    """The sections that the page has, each with how many things are in it."""
    ledger, ways = context["ledger"], context["ways"]
    steps = ngettext("%(count)s step", "%(count)s steps", ways.steps) % {"count": ways.steps}
    held = [
        ("wordings", _("Wordings"), ledger.count if ledger else int(bool(context["original"]))),
        ("attributions", _("Who said it"), len(context["attributions"])),
        ("chain", _("How the words got here"), steps if ways.steps else ""),
        ("claims", _("Claims"), len(context["claims"])),
        ("responses", _("Responses"), len(context["responses"]) + len(context["said_again"])),
        ("occurrences", _("Where it is printed"), len(context["places"])),
        ("corrections", _("Corrections and versions"), len(context["versions"])),
    ]
    optional = ("wordings", "claims", "responses")
    shown = [entry for entry in held if entry[2] or entry[0] not in optional]
    return [*shown, ("cite", _("Cite"), ""), ("embed", _("Embed"), "")]


def legend() -> list[dict]:
    """The values of the first chip, each with its shape and what it means."""
    meanings = {
        "verified": _(
            "An editor has compared the words with a primary record (a recording, a transcript, "
            "the letter itself), or two independent sources print them."
        ),
        "attributed": _("At least one source prints the words as this speaker’s."),
        "disputed": _("Two speakers are named, or the one who is named denies it."),
        "misattributed": _("The words are real; the speaker who is usually named is wrong."),
        "fabricated": _("Nobody is known to have said these words."),
        "unattributed": _("No source says whose words these are."),
    }
    return [
        {"word": labels.label(labels.ATTRIBUTION, value), "icon": Icon(value), "meaning": meaning}
        for value, meaning in meanings.items()
    ]
