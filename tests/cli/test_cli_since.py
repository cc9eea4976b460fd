"""`heed since` as it is typed."""

import json

from fakes.typed import run


def test_what_was_read_of_a_story_is_told_or_that_nothing_was(home):
    item = str(json.loads(run(home, "search", "tides", "--json")[1])[0]["item"])
    assert run(home, "since", item)[1] == "You have read nothing of this story before.\n"
    assert json.loads(run(home, "since", item, "--json")[1]) is None
    assert run(home, "since", "pier")[0] == 1
