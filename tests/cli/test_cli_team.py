"""`heed team` as it is typed: a day from the first member to the audit."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from heed.cli import main

Typed = Callable[..., str]


@pytest.fixture
def heed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """A home with four notes on two topics, fetched; called with what is typed after `heed`."""
    monkeypatch.setenv("HEED_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HEED_TIMEZONE", "UTC")

    def typed(*words: str, fails: bool = False) -> str:
        monkeypatch.setattr(sys, "argv", ["heed", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        assert left.value.code == int(fails), said.err
        return said.err if fails else said.out

    for topic, names in (("Water", ("tides", "locks")), ("Bread", ("yeast", "rye"))):
        notes = tmp_path / topic
        notes.mkdir()
        for name in names:
            text = f"# On {name}\n\n" + f"All about {name}. " * 200
            (notes / f"{name}.md").write_text(text, encoding="utf-8")
        typed("add", str(notes), "--topic", topic)
    typed("fetch")
    return typed


def test_a_team_day_on_the_command_line(heed: Typed) -> None:
    assert "No members yet." in heed("team", "member")
    assert "wants: Water" in heed("team", "member", "Ada", "--wants", "Water")
    heed("team", "member", "Ben", "--wants", "Bread", "--skill", "law")
    assert "Nothing has been shared out yet" in heed("team", "mine", "Ada", fails=True)
    assert "Nobody offers the team minutes" in heed("team", "clear", fails=True)
    assert "Ada  offers 20 min a day" in heed("team", "offer", "Ada", "20")
    heed("team", "offer", "ben", "20")
    assert "No needs." in heed("team", "need")
    assert "Every piece on Water · one reader" in heed("team", "need", "topic", "Water")
    heed("team", "need", "topic", "Bread", "--least", "0")
    told = heed("team", "need", "words", "rye", "--skill", "law", "--not", "Ada")
    assert "who can: law · not Ada" in told

    assert "min of 20 min" in heed("team", "clear")
    mine = json.loads(heed("team", "mine", "Ada", "--json"))
    # Who picks first is the day's draw: Ada has one of what she wants, or both.
    assert mine
    assert {one["title"] for one in mine} <= {"On tides", "On locks"}
    assert all(one["must"] and one["state"] == "open" for one in mine)
    assert "The team needs it read: *Water*." in heed("team", "mine", "Ada")
    assert heed("team", "pass", "Ada", "1") == "Ben has it now.\n"
    assert "*Ada* passed it on." in heed("team", "mine", "Ben")
    assert heed("team", "note", "Ben", "1", "The sea came.\\nIt went.") == "Noted, for all.\n"
    assert "read piece 1 already" in heed("team", "note", "Ben", "1", "x", fails=True)
    assert "has no piece 9" in heed("team", "pass", "Ada", "9", fails=True)
    assert "begun" in heed("team", "clear", "--again", fails=True)
    assert "No exchange would better two members." in heed("team", "swap")

    audit = json.loads(heed("team", "audit", "--json"))
    assert [one["rule"] for one in audit["audits"]] == ["chosen", "sum", "alone"]
    assert audit["audits"][0]["ef1_violations"] == 0
    assert sum(one["read"] for one in audit["coverage"]) == 1
    assert "the largest plain sum" in heed("team", "audit")
    heed("team", "need", "--drop", "1")
    assert "Water" not in heed("team", "need")
    assert "left the team" in heed("team", "member", "Ada", "--leave")


def test_what_cannot_be_meant_is_one_sentence(heed: Typed) -> None:
    assert "Nobody in the team is called Zoe" in heed("team", "offer", "Zoe", "5", fails=True)
    assert "is not a day" in heed("team", "need", "topic", "Water", "--until", "soon", fails=True)
    assert "No topic is called Opera" in heed("team", "need", "topic", "Opera", fails=True)


def test_as_somebody_else_one_has_her_role(heed: Typed) -> None:
    for name in ("Ada", "Ben"):
        heed("team", "member", name)
    assert heed("team", "roles") == "Ada  member\nBen  member\n"
    for words in (("clear",), ("need", "topic", "Water"), ("need", "--drop", "1")):
        assert "Only the owner" in heed("team", "--as", "Ben", *words, fails=True)
    assert "for yourself only" in heed("team", "--as", "Ben", "offer", "Ada", "9", fails=True)
    leave = ("team", "--as", "Ben", "member", "Ada", "--leave")
    assert "for yourself only" in heed(*leave, fails=True)
    assert "Nobody called Zoe" in heed("team", "--as", "Zoe", "offer", "Zoe", "9", fails=True)
    assert "Ben  offers 9 min a day" in heed("team", "--as", "Ben", "offer", "Ben", "9")
    assert "Ben left the team" in heed("team", "--as", "ben", "member", "Ben", "--leave")
