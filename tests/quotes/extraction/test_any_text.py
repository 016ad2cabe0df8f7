"""Whatever text comes in: no exception, offsets that are exact, and time that grows with it."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes.extraction import extract
from quotes.extraction.found import FORMS
from quotes.extraction.spans import marked_regions

PIECES = st.sampled_from(
    ['"', "“", "”", "„", "«", "»", "‘", "’", "'", "''", "—", "\n", "\n\n", " ", ".", ",", ":", "?"]
    + ["said", "told", "reporters", "according to", "Ada Field", "She", "the company", "U.S.", "é"]
    + [
        "dijo",
        "que",
        "selon",
        "sagte",
        "the",
        "of",
        "who",
        "and",
        "3.5",
        "(",
        ")",
        "[",
        "]",
        "-t-il",
    ]
    + [
        "\u200b",
        "\u202e",
        "e\u0301",
        "😀",
        "𝔸",
        "שלום",
        "中文",
        "\0",
        "\ud800",
        "\ufeff",
        "\r\n",
        "\t",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map(" ".join),
    st.lists(PIECES, max_size=60).map("".join),
    st.text(max_size=300),
)


def check(text, found):
    for quote in found:
        assert 0 <= quote.start < quote.end <= len(text)
        assert quote.form in FORMS
        assert 0.0 <= quote.score <= 1.0
        assert quote.spans and quote.spans[0][0] == quote.start
        assert quote.spans[-1][1] == quote.end
        for start, end in (*quote.spans, *quote.inner_spans, *quote.verbatim_spans):
            assert quote.start <= start < end <= quote.end
        if quote.speaker_start is not None:
            assert text[quote.speaker_start : quote.speaker_end] == quote.speaker_text
        if quote.cue_start is not None:
            assert text[quote.cue_start : quote.cue_end] == quote.cue
        for phrase in (quote.addressee, quote.medium, quote.via):
            assert phrase is None or text[phrase.start : phrase.end] == phrase.text


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, st.sampled_from([None, "en", "es", "fr", "de", "xx", "en-GB"]))
def test_offsets_are_exact_and_nothing_raises(text, language):
    check(text, extract(text, language))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_marked_stretches_never_overlap(text):
    regions = marked_regions(text)

    for before, after in zip(regions, regions[1:], strict=False):
        assert before.close <= after.open
    for region in regions:
        assert region.open < region.start <= region.end <= region.close


def test_characters_beyond_the_basic_plane_count_as_one():
    text = "😀😀 “We are 𝔸 go,” said Ada Field. é é"

    quote = next(quote for quote in extract(text, "en") if quote.form == "direct")

    assert text[quote.start : quote.end] == "“We are 𝔸 go,”"
    assert quote.speaker_name == "Ada Field"


HOSTILE = {
    "marks that never close": lambda n: "“word " * (n // 6),
    "straight marks around one letter": lambda n: '"a" ' * (n // 4),
    "marks nested to the middle": lambda n: "“" * (n // 2) + "”" * (n // 2),
    "marks of all kinds in turn": lambda n: "“»«”„" * (n // 5),
    "nothing but straight marks": lambda n: '"' * n,
    "nothing but apostrophes": lambda n: "'" * n,
    "a mark on each line": lambda n: '\n"' * (n // 2),
    "no spaces at all": lambda n: "x" * n,
    "one line of one sentence": lambda n: "He said the thing that was. " * (n // 28),
    "zero-width characters": lambda n: "\u200b" * n,
    "text from right to left": lambda n: '"שלום" אמר דוד. ' * (n // 16),
    "emoji in and out of marks": lambda n: "😀“😀” " * (n // 5),
    "combining characters": lambda n: "e\u0301" * (n // 2),
    "nothing but capitals": lambda n: "Aa Bb " * (n // 6),
    "names that all differ": lambda n: " ".join(f"X{i} Smith" for i in range(n // 11)),
    "one surname, many bearers": lambda n: "".join(
        f'Ann S{i} said "x y z". ' for i in range(n // 24)
    ),
    "pronouns and cues": lambda n: "He said he said she said " * (n // 25),
    "cues only": lambda n: "said " * (n // 5),
    "according to according to": lambda n: "according to " * (n // 13),
    "clauses in clauses": lambda n: "said that that " * (n // 15),
    "relative clauses": lambda n: "Smith, who, who said, " * (n // 22),
    "phrases in phrases": lambda n: "the head of the group of " * (n // 25),
    "brackets": lambda n: "([{" * (n // 3),
    "commas": lambda n: "," * n,
    "full stops": lambda n: "." * n,
    "dashes": lambda n: "— " * (n // 2),
    "hyphens": lambda n: "a-" * (n // 2),
    "NUL characters": lambda n: '\0"a\0" ' * (n // 6),
    "an article over and over": lambda n: ARTICLE * (n // len(ARTICLE)),
}
ARTICLE = (
    "“We open in May,” said Ada Field, the head of the agency. “Not a day later.”\n"
    "She told reporters that the cost was “under control”, according to Ben Moor.\n"
)


def seconds(text, repeat):
    times = []
    for _ in range(repeat):
        start = time.process_time()
        extract(text)
        times.append(time.process_time() - start)
    return min(times)  # the machine may be busy with other things; the least is the text's own


QUICK = ("marks that never close", "straight marks around one letter", "pronouns and cues")


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=() if one in QUICK else pytest.mark.slow) for one in HOSTILE]
)
def test_time_grows_no_faster_than_the_text(name):
    small, large = HOSTILE[name](40_000), HOSTILE[name](80_000)
    extract(small)

    before, after = seconds(small, 3), seconds(large, 3)

    assert after <= 2.5 * max(before, 0.05)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_no_faster_than_the_text_up_to_four_megabytes(name):
    before = None
    for size in (250_000, 500_000, 1_000_000, 2_000_000, 4_000_000):
        after = seconds(HOSTILE[name](size), 3)
        assert before is None or after <= 2.5 * max(before, 0.05), size
        before = after


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_million_characters_take_a_second(name):
    assert seconds(HOSTILE[name](1_000_000), 3) <= 1.0
