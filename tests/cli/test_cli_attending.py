"""`heed focus`, `heed check` and `heed diet` as they are typed."""

import json

from fakes.typed import run


def test_focus_shows_the_next_piece_until_all_are_answered(home):
    slots = json.loads(run(home, "edition", "--json")[1])["slots"]
    assert slots
    for number, slot in enumerate(slots, 1):
        out = run(home, "focus")[1]
        assert slot["title"] in out
        run(home, "verdict", str(number), "all")
    assert run(home, "focus")[1] == "That is all for today.\n"


def test_a_check_is_asked_and_answered(home):
    item = str(json.loads(run(home, "search", "tides", "--json")[1])[0]["item"])
    said = run(home, "check", item)[1]
    assert "[…]" in said
    assert "Card 1 comes again on" in run(home, "check", item, "good")[1]
    assert len(json.loads(run(home, "cards", "list", "--json")[1])) == 1


def test_the_diet_is_told(home):
    run(home, "goal", "add", "Notes", "70")
    run(home, "edition")
    run(home, "verdict", "1", "all")
    assert "as if over 1.0 topics" in run(home, "diet")[1]
    found = json.loads(run(home, "diet", "--json")[1])
    assert found["topics"][0]["name"] == "Notes"
    assert found["rules"][0]["text"] == "At least 10 min of Notes a day."
