"""`heed focus`, `heed check` and `heed diet` as they are typed."""

import json

from test_cli_finding import run
from test_cli_growing import home  # noqa: F401


def test_focus_shows_the_next_piece_until_all_are_answered(home, capsys):  # noqa: F811
    slots = json.loads(run(capsys, home, "edition", "--json")[1])["slots"]
    assert slots
    for number, slot in enumerate(slots, 1):
        out = run(capsys, home, "focus")[1]
        assert slot["title"] in out
        run(capsys, home, "verdict", str(number), "all")
    assert run(capsys, home, "focus")[1] == "That is all for today.\n"


def test_a_check_is_asked_and_answered(home, capsys):  # noqa: F811
    item = str(json.loads(run(capsys, home, "search", "tides", "--json")[1])[0]["item"])
    said = run(capsys, home, "check", item)[1]
    assert "[…]" in said
    assert "Card 1 comes again on" in run(capsys, home, "check", item, "good")[1]
    assert len(json.loads(run(capsys, home, "cards", "list", "--json")[1])) == 1


def test_the_diet_is_told(home, capsys):  # noqa: F811
    run(capsys, home, "goal", "add", "Notes", "70")
    run(capsys, home, "edition")
    run(capsys, home, "verdict", "1", "all")
    assert "as if over 1.0 topics" in run(capsys, home, "diet")[1]
    found = json.loads(run(capsys, home, "diet", "--json")[1])
    assert found["topics"][0]["name"] == "Notes"
    assert found["rules"][0]["text"] == "At least 10 min of Notes a day."
