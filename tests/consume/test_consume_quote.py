"""Marked words are found as they stand, however the browser broke their lines."""

import pytest

from heed.consume import found
from heed.errors import BadInput

TEXT = "The tide came in.\n\nBoats waited  at the pier. 央行维持利率不变。"


def test_words_are_found_across_line_ends():
    start, spelled = found("came in. Boats\nwaited at", TEXT)
    assert TEXT[start:].startswith("came in.")
    assert spelled == "came in. Boats waited at"


def test_chinese_words_are_found():
    assert found("利率不变", TEXT)[1] == "利率不变"


@pytest.mark.parametrize("quote", ["", "  \n", "never written", "x" * 2001])
def test_what_does_not_stand_there_is_one_sentence(quote):
    with pytest.raises(BadInput):
        found(quote, TEXT)


def test_signs_of_patterns_are_only_signs():
    assert found("a.*(b)", "say a.*(b) twice")[0] == 4
