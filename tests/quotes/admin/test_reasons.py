"""Why a speaker is named is said in words, whatever the extractor weighs."""

import re
from pathlib import Path

from quotes.admin.article.reasons import LOOKS_AT, in_words
from quotes.extraction import features

FAMILY = re.compile(r"""f"([a-z]+)\|""")


def test_features_that_look_at_one_thing_are_one_line_and_the_heaviest_comes_first():
    told = in_words([("next|V", 0.5), ("sides|,V", 0.4), ("told", -2.0)])
    assert [one["weight"] for one in told] == ["against: 2.0", "for: 0.9"]
    assert told[1]["text"] == "the words and marks beside the name"


def test_every_family_of_the_extractor_is_told_in_words():
    found = set(FAMILY.findall(Path(features.__file__).read_text("utf-8")))
    assert len(found) > 15
    assert found <= set(LOOKS_AT), found - set(LOOKS_AT)
