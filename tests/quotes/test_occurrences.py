"""The rows of a quote: wording, segments, chain, occasion, and whom the words go back to."""

import pytest

from quotes import candidates
from quotes.models import Candidate, Occurrence
from quotes.publishing import derive
from sources.models import Article
from tests import factories


def test_a_split_quote_is_one_quote_joined_by_a_blank(ada):
    text = "“We will repair the bridges,” Ruth Sample said, “before the first frost.”"
    taken = factories.take_in(ada, text=text)
    first, second = "We will repair the bridges,", "before the first frost."
    spans = [[text.index(part), text.index(part) + len(part)] for part in (second, first)]

    made = candidates.accept(candidates.add(taken.snapshot, spans, by=ada), by=ada, nobody=True)

    assert made.occurrence.wording.text == f"{first} {second}"
    content = made.occurrence.segments.filter(role="content")
    assert [segment.exact for segment in content] == [first, second]


def test_segments_keep_the_text_around_them(quote):
    segment = Occurrence.objects.get(wording__quote=quote).segments.get(role="content")
    text = Occurrence.objects.get(wording__quote=quote).snapshot.text

    assert len(segment.prefix) <= 64 and text[: segment.start].endswith(segment.prefix)
    assert len(segment.suffix) == 64 and text[segment.end :].startswith(segment.suffix)


def test_the_speakers_mention_and_the_cue_are_segments_too(article, ada):
    made = candidates.accept(article.candidates[0], by=ada)

    roles = dict(made.occurrence.segments.values_list("role", "exact"))
    assert roles["speaker"] == factories.SPEAKER
    assert roles["cue"] == made.occurrence.cue == "told"


def test_marked_words_inside_a_clause_are_kept(ada):
    text = "Ruth Sample said that the council “will never” close the harbour."
    taken = factories.take_in(ada, text=text)
    clause = "the council “will never” close the harbour"
    start = text.index(clause)
    marked = text.index("will never")
    chosen = candidates.add(
        taken.snapshot, [[start, start + len(clause)]], by=ada, form="mixed",
        details={"verbatim_spans": [[marked, marked + len("will never")]]},
    )  # fmt: skip

    made = candidates.accept(chosen, by=ada, nobody=True)

    assert made.occurrence.wording.text == clause
    assert made.occurrence.segments.get(role="verbatim").exact == "will never"


@pytest.mark.parametrize(
    "medium, kind",
    [("a letter", "letter"), ("an email", "email"), ("a press conference", "press_conference")],
)
def test_the_medium_that_an_article_names_is_the_occasion(article, ada, medium, kind):
    chosen = article.candidates[0]
    Candidate.objects.filter(pk=chosen.pk).update(details={"medium": {"text": medium}})

    made = candidates.accept(chosen, by=ada)

    assert made.quote.occasion.kind == kind


@pytest.mark.parametrize("language, kinds", [("en", []), ("de", ["letter"]), ("de-AT", ["letter"])])
def test_a_medium_is_read_in_the_language_of_its_article(article, ada, language, kinds):
    chosen = article.candidates[0]
    Article.objects.filter(pk=chosen.snapshot.article_id).update(language=language)
    Candidate.objects.filter(pk=chosen.pk).update(details={"medium": {"text": "brief response"}})

    made = candidates.accept(Candidate.objects.get(pk=chosen.pk), by=ada)

    assert [one.kind for one in [made.quote.occasion] if one] == kinds


def test_no_medium_is_no_occasion(quote):
    assert quote.occasion is None


@pytest.mark.parametrize(
    "hedge, details, nearness",
    [
        ("none", {}, "first_hand"),
        ("none", {"via": {"text": "Example Radio"}}, "second_hand"),
        ("reportedly", {}, "hearsay"),
    ],
)
def test_how_near_the_article_was(article, ada, hedge, details, nearness):
    chosen = article.candidates[0]
    Candidate.objects.filter(pk=chosen.pk).update(hedge=hedge, details=details)

    assert candidates.accept(chosen, by=ada).occurrence.evidentiality == nearness


def test_whom_it_was_told_to_and_taken_from_is_the_chain(article, ada):
    radio = factories.outlet("Example Radio")
    chosen = article.candidates[0]
    details = {"addressee": {"text": "reporters"}, "via": {"text": "example radio"}}
    Candidate.objects.filter(pk=chosen.pk).update(details=details)

    made = candidates.accept(chosen, by=ada)

    steps = made.occurrence.chain.values_list("position", "kind", "party", "outlet")
    assert list(steps) == [
        (1, "told_to", "reporters", None), (2, "reported_by", "example radio", radio.pk),
    ]  # fmt: skip
    assert derive.root_of(made.occurrence) == ("outlet", radio.pk)


# Roots: whom the words go back to


def root(ada, **given):
    """The root of a new occurrence, and the occurrence."""
    quote = factories.draft(ada, words="Nothing else was said", **given)
    occurrence = Occurrence.objects.get(wording__quote=quote)
    return derive.root_of(occurrence), occurrence


def test_without_a_chain_the_root_is_the_outlet_itself(ada):
    found, occurrence = root(ada)

    assert found == ("outlet", occurrence.snapshot.article.outlet_id)
    assert derive.is_root(occurrence)


def test_without_an_outlet_the_root_is_the_article(ada):
    found, occurrence = root(ada, outlet="", url=None)

    assert found == ("article", occurrence.snapshot.article_id)


@pytest.mark.parametrize("kind", ["told_to", "translated_by"])
def test_whom_it_was_told_to_is_no_root(ada, kind):
    found, occurrence = root(ada, chain=[{"kind": kind, "party": "members"}])

    assert found == ("outlet", occurrence.snapshot.article.outlet_id)


@pytest.mark.parametrize("kind", ["obtained_by", "reported_by", "republished_by"])
def test_the_first_who_handed_it_on_is_the_root(ada, kind):
    wire = factories.outlet("Example Wire")
    chain = [{"kind": "told_to", "party": "members"}, {"kind": kind, "outlet": wire}]

    found, occurrence = root(ada, chain=chain)

    assert found == ("outlet", wire.pk)
    assert not derive.is_root(occurrence)


def test_a_party_without_an_outlet_is_a_root_of_its_own(ada):
    found, _ = root(ada, chain=[{"kind": "reported_by", "party": "The  Harbour Bulletin"}])

    assert found == ("party", "the harbour bulletin")


def test_a_reprint_goes_back_to_its_origin(ada):
    origin = factories.take_in(ada, outlet="Example Wire").article
    found, occurrence = root(ada)
    Article.objects.filter(pk=occurrence.snapshot.article_id).update(syndicated_from=origin)

    occurrence = Occurrence.objects.get(pk=occurrence.pk)

    assert derive.root_of(occurrence) == ("outlet", origin.outlet_id) != found
    assert not derive.is_root(occurrence)


def test_reach_counts_articles_outlets_and_roots(quote, ada):
    factories.print_again(quote, ada, outlet_name="Example Radio")
    wire = factories.outlet("Example Wire")
    for name in ("Example Television", "Example Weekly"):
        factories.print_again(
            quote, ada, outlet_name=name, chain=[{"kind": "reported_by", "outlet": wire}]
        )

    rows = Occurrence.objects.filter(wording__quote=quote)
    assert derive.reach(list(rows)) == {"articles": 4, "outlets": 4, "roots": 3}
