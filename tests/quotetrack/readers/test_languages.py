"""Names that run the other way do not turn what stands beside them."""

import pytest

from quotetrack.readers.languages import isolated, listed

OPEN, CLOSE = "\u2068", "\u2069"


@pytest.mark.parametrize("name", ["صوت الميناء", "קול הנמל"])
def test_a_name_from_right_to_left_is_isolated_from_the_date_behind_it(name):
    assert listed(name, "9 March 2026") == f"{OPEN}{name}{CLOSE}, 9 March 2026"


def test_other_names_are_left_alone():
    assert isolated("群岛晚报") == "群岛晚报"
    assert listed("Radio Lirio", "", None, "3 May") == "Radio Lirio, 3 May"
