"""After every kind of act readers see exactly what the desk says."""

import pytest

from quotes.publishing import checks
from tests.quotes.publishing.acts import ACTS


@pytest.mark.parametrize("act", ACTS)
def test_readers_see_what_the_desk_says_after(stage, act):
    ACTS[act](stage)

    assert checks.differences() == []
