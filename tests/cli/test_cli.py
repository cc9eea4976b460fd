"""The command line as it is typed: verbs work, mistakes are one sentence and exit status 1."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from heed.cli import main


def heed(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HEED_HOME": str(home), "HEED_FULL_TEXT_PIECES": "0"}
    return subprocess.run(
        [sys.executable, "-m", "heed", *words], capture_output=True, text=True, env=environment
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a folder of three notes, fetched."""
    notes = tmp_path / "notes"
    notes.mkdir()
    for name, text in (("tides", "The moon pulls. "), ("bread", "Flour rises. "), ("rate", "利率")):
        (notes / f"{name}.md").write_text(f"# On {name}\n\n" + text * 80, encoding="utf-8")
    for words in (("init",), ("add", str(notes), "--topic", "Notes"), ("fetch",)):
        done = heed(tmp_path / "home", *words)
        assert done.returncode == 0, done.stderr
    return tmp_path / "home"


def test_the_contract_of_edition_json(home: Path) -> None:
    made = json.loads(heed(home, "edition", "--json").stdout)

    assert list(made) == (
        [
            "date",
            "minutes",
            "spent_minutes",
            "price_per_minute",
            "bound",
            "gap",
            "slots",
            "left_out",
            "rules",
            "seed",
        ]
    )
    assert list(made["slots"][0]) == (
        [
            "item",
            "story",
            "title",
            "source",
            "url",
            "minutes",
            "worth",
            "value",
            "kind",
            "propensity",
            "reasons",
        ]
    )
    for slot in made["slots"]:
        assert sum(one["weight"] for one in slot["reasons"]) == pytest.approx(
            slot["worth"], abs=0.001
        )


def test_a_day_on_the_command_line(home: Path) -> None:
    assert "On tides" in heed(home, "edition").stdout
    assert "Noted: more of" in heed(home, "verdict", "1", "more").stdout
    assert "spent 1 min" in heed(home, "ledger").stdout
    assert "On rate" in heed(home, "search", "利率").stdout
    assert json.loads(heed(home, "ledger", "--json").stdout)["answers"] == 1


OPML = """<opml version="2.0"><body><outline text="News">
<outline text="One" xmlUrl="https://one.example/feed"/>
<outline text="Two" xmlUrl="https://two.example/feed"/></outline></body></opml>"""


def test_a_list_added_twice_is_followed_once_under_the_topic_asked_for(tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(OPML)
    add = ("add", str(tmp_path / "list.opml"), "--topic", "Mine")

    first = heed(tmp_path / "home", *add)
    assert first.stdout.splitlines() == ["Added One", "Added Two", "Fetch with: heed fetch"]
    assert heed(tmp_path / "home", *add).stdout == "Already followed: 2 sources.\n"
    held = json.loads(heed(tmp_path / "home", "sources", "--json").stdout)
    assert [one["topic"] for one in held] == ["Mine", "Mine"]


MISTAKES = (
    (("add", "nonsense"), "no folder, no OPML file and no web address"),
    (("add", "missing.opml"), "cannot be read"),
    (("add", "file:///etc/passwd"), "only http and https"),
    (("add", ""), "Nothing to add"),
    (("edition", "--date", "yesterday"), "is not a day"),
    (("edition", "--json", "--markdown"), "not both"),
    (("verdict", "5", "all"), "heed edition"),
    (("verdict", "9" * 25, "all"), "There is no item"),
    (("rule", "add", "floor", "topic", "Sports", "5"), "No topic is called Sports"),
    (("remove", "nobody"), "No source is called nobody"),
    (("export", "/nowhere/all.zip"), "does not exist"),
    (("import", "nothing.zip"), "There is no file"),
    (("attend", " "), "no text"),
)


def test_mistakes_are_one_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, says in MISTAKES:  # in this process: starting one for each would take a minute
        monkeypatch.setattr(sys, "argv", ["heed", "--home", str(home), *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr().err
        assert left.value.code == 1, words
        assert says in said, (words, said)
        assert said.count("\n") == 1, (words, said)


def test_a_home_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for words in (("init",), ("edition",)):
        done = heed(tmp_path / "file", *words)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr


def test_what_heed_knows_is_told_and_changed(home: Path) -> None:
    heed(home, "edition")
    assert heed(home, "verdict", "1", "more").returncode == 0
    known = json.loads(heed(home, "who", "--json").stdout)
    assert [one["answer"] for one in known["pieces"]] == [2.0]

    item = str(known["pieces"][0]["item"])
    assert "Forgotten" in heed(home, "who", "forget", item).stdout
    heed(home, "who", "mute", "word", "bread")
    told = heed(home, "who").stdout
    assert "Told to forget: 1." in told
    assert "Muted: word bread." in told
    heed(home, "who", "clear", "word", "bread")
    assert "Muted" not in heed(home, "who").stdout


def test_the_contract_of_evaluate_json(home: Path) -> None:
    heed(home, "edition")
    heed(home, "verdict", "1", "all")
    found = json.loads(heed(home, "evaluate", "--json").stdout)

    assert {"answers", "methods", "in_use", "sentence"} <= set(found)
    assert {"heed", "base_rate", "recency", "source_prior", "centred_mean", "rocchio",
            "logistic"} <= set(found["methods"])  # fmt: skip
    score = found["methods"]["heed"]
    assert list(score["log_loss"]) == ["mean", "lo", "hi"]
    assert {"auc", "ndcg10", "ece"} <= set(score)
    assert found["in_use"] == "heed"
    assert "too few" in found["sentence"]
