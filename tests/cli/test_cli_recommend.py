"""`heed recommend` as it is typed: the sample, a file, what is wrong with a file."""

import json
import sys
from pathlib import Path

import pytest

from heed.cli import main

CSV = "user,item,time,text\nAda,cup,2026-01-01,A cup\nAda,pot,2026-01-02,A pot\nBen,cup,,\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "history.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["heed", "recommend", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def test_a_file_is_recommended_from_for_everybody(file, monkeypatch, capsys) -> None:
    assert run(monkeypatch, file, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["user"] for one in told] == ["Ada", "Ben"]
    assert told[1]["picks"][0]["item"] == "pot"


def test_one_user_is_told_with_reasons(file, monkeypatch, capsys) -> None:
    assert run(monkeypatch, file, "--user", "Ben") == 0
    told = capsys.readouterr().out
    assert "A pot" in told
    assert "because of “A cup”" in told


def test_few_users_are_too_few_to_judge_by(file, monkeypatch, capsys) -> None:
    assert run(monkeypatch, file, "--evaluate") == 0
    assert "nothing is said about which way is better" in capsys.readouterr().out


def test_the_sample_is_judged_beside_simpler_ways(monkeypatch, capsys) -> None:
    assert run(monkeypatch, "--evaluate") == 0
    told = capsys.readouterr().out
    assert "what many took" in told
    assert "item-kNN" in told


def test_a_bad_line_is_named(file, monkeypatch, capsys) -> None:
    file.write_text(CSV + "Ben,pot,soon,\n", encoding="utf-8")
    assert run(monkeypatch, file) == 1
    assert capsys.readouterr().err.startswith("Line 5 of the history has the time soon;")


def test_a_user_who_is_not_there_is_said(file, monkeypatch, capsys) -> None:
    assert run(monkeypatch, file, "--user", "Eve") == 1
    assert capsys.readouterr().err == "No row of the history names the user Eve.\n"


def test_a_file_that_is_not_there_is_said(tmp_path, monkeypatch, capsys) -> None:
    assert run(monkeypatch, tmp_path / "none.csv") == 1
    assert "No such file" in capsys.readouterr().err
