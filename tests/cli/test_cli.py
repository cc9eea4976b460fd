"""The command line as it is typed: verbs work, mistakes are one sentence and exit status 1."""

import json
from pathlib import Path

import numpy as np
import pytest
import typer

from fakes.typed import run, typed
from heed.cli import app
from heed.cli.shelves import SHELVES
from heed.models.reader import Residual


def test_the_contract_of_edition_json(home: Path) -> None:
    made = json.loads(typed(home, "edition", "--json").stdout)

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
    assert "On tides" in typed(home, "edition").stdout
    assert "Noted: more of" in typed(home, "verdict", "1", "more").stdout
    assert "spent 1 min" in typed(home, "ledger").stdout
    assert "On rate" in typed(home, "search", "利率").stdout
    assert json.loads(typed(home, "ledger", "--json").stdout)["answers"] == 1


OPML = """<opml version="2.0"><body><outline text="News">
<outline text="One" xmlUrl="https://one.example/feed"/>
<outline text="Two" xmlUrl="https://two.example/feed"/></outline></body></opml>"""


def test_a_list_added_twice_is_followed_once_under_the_topic_asked_for(tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(OPML)
    add = ("add", str(tmp_path / "list.opml"), "--topic", "Mine")

    first = typed(tmp_path / "home", *add)
    assert first.stdout.splitlines() == ["Added One", "Added Two", "Fetch with: heed fetch"]
    assert typed(tmp_path / "home", *add).stdout == "Already followed: 2 sources.\n"
    held = json.loads(typed(tmp_path / "home", "sources", "--json").stdout)
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


def test_mistakes_are_one_sentence(home: Path) -> None:
    for words, says in MISTAKES:
        code, _, said = run(home, *words)
        assert (code, said.count("\n")) == (1, 1), (words, said)
        assert says in said, (words, said)


def test_a_home_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for words in (("init",), ("edition",)):
        done = typed(tmp_path / "file", *words)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr


def test_what_heed_knows_is_told_and_changed(home: Path) -> None:
    typed(home, "edition")
    assert typed(home, "verdict", "1", "more").returncode == 0
    known = json.loads(typed(home, "who", "--json").stdout)
    assert [one["answer"] for one in known["pieces"]] == [2.0]

    item = str(known["pieces"][0]["item"])
    assert "Forgotten" in typed(home, "who", "forget", item).stdout
    typed(home, "who", "mute", "word", "bread")
    told = typed(home, "who").stdout
    assert "Told to forget: 1." in told
    assert "Muted: word bread." in told
    typed(home, "who", "clear", "word", "bread")
    assert "Muted" not in typed(home, "who").stdout


def test_the_contract_of_evaluate_json(home: Path) -> None:
    typed(home, "edition")
    typed(home, "verdict", "1", "all")
    found = json.loads(typed(home, "evaluate", "--json").stdout)

    assert {"answers", "methods", "in_use", "sentence"} <= set(found)
    assert {"heed", "base_rate", "recency", "source_prior", "centred_mean", "rocchio",
            "logistic"} <= set(found["methods"])  # fmt: skip
    score = found["methods"]["heed"]
    assert list(score["log_loss"]) == ["mean", "lo", "hi"]
    assert {"auc", "ndcg10", "ece"} <= set(score)
    assert found["in_use"] == "heed"
    assert "too few" in found["sentence"]


def test_weights_trained_elsewhere_are_taken_from_a_file(home: Path, tmp_path: Path) -> None:
    one = np.zeros((384, 1), dtype=np.float32)
    weights = tmp_path / "learned.npz"
    weights.write_bytes(bytes(Residual(one, one, card={"encoder": "minilm-x"})))
    told = typed(home, "evaluate", "--learned", str(weights)).stdout
    assert told.startswith("Taken: it makes editions where")
    assert "learned" in json.loads(typed(home, "evaluate", "--json").stdout)["methods"]
    typed(home, "evaluate", "--without-learned")
    assert "learned" not in json.loads(typed(home, "evaluate", "--json").stdout)["methods"]


def test_every_verb_is_on_one_shelf_of_the_help(home: Path) -> None:
    told = typed(home, "--help").stdout
    shelved = [name for names in SHELVES.values() for name in names]
    commands = typer.main.get_command(app).list_commands(None)
    assert sorted(shelved) == sorted(commands)
    assert all(f"\n{heading}:\n" in told for heading in SHELVES)
    assert told.index("  demo ") < told.index("  edition ") < told.index("  export ")
    assert "..." not in told.partition("Begin:")[2]
