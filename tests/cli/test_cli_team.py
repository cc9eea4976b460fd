"""`heed team` as it is typed: a day from the first member to the audit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def heed(home: Path, *words: str, fails: bool = False) -> str:
    environment = {**os.environ, "HEED_HOME": str(home), "HEED_TIMEZONE": "UTC"}
    done = subprocess.run(
        [sys.executable, "-m", "heed", *words], capture_output=True, text=True, env=environment
    )
    assert done.returncode == int(fails), done.stderr
    return done.stderr if fails else done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with four notes on two topics, fetched."""
    folder = tmp_path_factory.mktemp("team")
    for topic, names in (("Water", ("tides", "locks")), ("Bread", ("yeast", "rye"))):
        notes = folder / topic
        notes.mkdir()
        for name in names:
            text = f"# On {name}\n\n" + f"All about {name}. " * 200
            (notes / f"{name}.md").write_text(text, encoding="utf-8")
        heed(folder / "home", "add", str(notes), "--topic", topic)
    heed(folder / "home", "fetch")
    return folder / "home"


def test_a_team_day_on_the_command_line(home: Path) -> None:
    assert "No members yet." in heed(home, "team", "member")
    assert "wants: Water" in heed(home, "team", "member", "Ada", "--wants", "Water")
    heed(home, "team", "member", "Ben", "--wants", "Bread", "--skill", "law")
    assert "Nothing has been shared out yet" in heed(home, "team", "mine", "Ada", fails=True)
    assert "Nobody offers the team minutes" in heed(home, "team", "clear", fails=True)
    assert "Ada  offers 20 min a day" in heed(home, "team", "offer", "Ada", "20")
    heed(home, "team", "offer", "ben", "20")
    assert "No needs." in heed(home, "team", "need")
    assert "Every piece on Water · one reader" in heed(home, "team", "need", "topic", "Water")
    heed(home, "team", "need", "topic", "Bread", "--least", "0")
    told = heed(home, "team", "need", "words", "rye", "--skill", "law", "--not", "Ada")
    assert "who can: law · not Ada" in told

    assert "min of 20 min" in heed(home, "team", "clear")
    mine = json.loads(heed(home, "team", "mine", "Ada", "--json"))
    # Who picks first is the day's draw: Ada has one of what she wants, or both.
    assert mine
    assert {one["title"] for one in mine} <= {"On tides", "On locks"}
    assert all(one["must"] and one["state"] == "open" for one in mine)
    assert "The team needs it read: *Water*." in heed(home, "team", "mine", "Ada")
    assert heed(home, "team", "pass", "Ada", "1") == "Ben has it now.\n"
    assert "*Ada* passed it on." in heed(home, "team", "mine", "Ben")
    assert heed(home, "team", "note", "Ben", "1", "The sea came.\\nIt went.") == "Noted, for all.\n"
    assert "read piece 1 already" in heed(home, "team", "note", "Ben", "1", "x", fails=True)
    assert "has no piece 9" in heed(home, "team", "pass", "Ada", "9", fails=True)
    assert "begun" in heed(home, "team", "clear", "--again", fails=True)
    assert "No exchange would better two members." in heed(home, "team", "swap")

    audit = json.loads(heed(home, "team", "audit", "--json"))
    assert [one["rule"] for one in audit["audits"]] == ["chosen", "sum", "alone"]
    assert audit["audits"][0]["ef1_violations"] == 0
    assert sum(one["read"] for one in audit["coverage"]) == 1
    assert "the largest plain sum" in heed(home, "team", "audit")
    heed(home, "team", "need", "--drop", "1")
    assert "Water" not in heed(home, "team", "need")
    assert "left the team" in heed(home, "team", "member", "Ada", "--leave")


def test_what_cannot_be_meant_is_one_sentence(home: Path) -> None:
    assert "Nobody in the team is called Zoe" in heed(home, "team", "offer", "Zoe", "5", fails=True)
    assert "is not a day" in heed(
        home, "team", "need", "topic", "Water", "--until", "soon", fails=True
    )
    assert "No topic is called Opera" in heed(home, "team", "need", "topic", "Opera", fails=True)
