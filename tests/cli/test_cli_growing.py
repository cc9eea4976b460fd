"""`heed goal`, `heed send` and `heed letter` as they are typed."""

import json

import pytest

from fakes.postoffice import post_office
from fakes.typed import run


def test_a_goal_is_set_listed_and_taken_back(home):
    said = run(home, "goal", "add", "notes", "30", "--answer", "When is high water?")[1]
    assert "Notes: 30 min a week" in said
    [goal] = json.loads(run(home, "goal", "list", "--json")[1])
    assert (goal["weekly_minutes"], goal["questions"]) == (30, ["When is high water?"])
    assert "0 min of 30 min" in run(home, "goal", "list")[1]
    assert "Taken back" in run(home, "goal", "remove", str(goal["goal"]))[1]
    assert "No goals" in run(home, "goal", "list")[1]


def test_the_edition_a_test_and_the_letter_are_sent(home, monkeypatch, tmp_path):
    with post_office() as office:
        given = {"HOST": "127.0.0.1", "PORT": str(office.port), "SECURITY": "none"}
        for name, value in given.items():
            monkeypatch.setenv(f"HEED_SMTP_{name}", value)
        monkeypatch.setenv("HEED_MAIL_FROM", "heed@x.example")
        monkeypatch.setenv("HEED_MAIL_TO", "me@x.example")
        assert run(home, "send", "--test")[1] == "Sent to me@x.example.\n"
        run(home, "send")
        run(home, "letter", "--send")
    subjects = [one["subject"] for one in office.letters]
    assert subjects[0] == "heed: a test"
    assert subjects[1].startswith("heed · ")
    assert subjects[2].startswith("What your attention bought")
    assert "On tides" in office.letters[1].get_body(("plain",)).get_content()


def test_the_letter_is_markdown_or_a_page(home, tmp_path):
    assert run(home, "letter")[1].startswith("# What your attention bought")
    page = tmp_path / "week.html"
    run(home, "letter", "--html", str(page))
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("send", "--test"), "mail_from and mail_to"),
        (("letter", "--until", "soon"), "is not a day"),
        (("letter", "--html", "/nowhere/x.html"), "cannot be written"),
        (("goal", "add", "Planets", "30"), "No topic is called Planets"),
        (("goal", "add", "Notes", "0"), "cannot hold"),
        (("goal", "remove", "4"), "no goal 4"),
    ],
)
def test_mistakes_in_growing_are_one_sentence(home, words, says):
    code, _, said = run(home, *words)
    assert (code, said.count("\n")) == (1, 1)
    assert says in said
