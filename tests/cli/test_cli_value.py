"""`heed value`, `heed ledger` and `heed trade` as they are typed."""

import json
import sys
from pathlib import Path

import pytest

from heed.cli import main

SIDES = """
[[side]]
name = "Ada"
minutes = 30
cpu_s = 100
[[side.task]]
name = "read"
worth = 60
minutes = 60
measured = true
[[side]]
name = "Ben"
minutes = 30
cpu_s = 100
[[side.task]]
name = "train"
worth = 30
cpu_s = 300
measured = true
"""


def run(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["heed", "--home", str(home), *words])
        with pytest.raises(SystemExit) as left:
            main()
    said = capsys.readouterr()
    return int(str(left.value.code)), said.out, said.err


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run(capsys, tmp_path / "home", "init")[0] == 0
    return tmp_path / "home"


def test_the_report_speaks_of_every_application_with_and_without_money(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bare = json.loads(run(capsys, home, "value", "--json")[1])
    assert len(bare["applications"]) >= 8
    assert {one["verdict"] for one in bare["applications"]} == {"no prices"}
    prices = tmp_path / "mine.csv"
    prices.write_text("currency,EUR\nprice.right_answer,0.01\n", encoding="utf-8")
    _, out, _ = run(capsys, home, "value", "--prices", str(prices))
    assert "answer: with attention, against mean; 1,000 uses a month" in out
    assert "It pays: +4.50 EUR" in out
    assert "Your reading: nothing was read yet" in out


def test_wrong_prices_are_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    missing = tmp_path / "none.toml"
    assert run(capsys, home, "value", "--prices", str(missing))[0] == 1
    missing.write_text("[price]\nhours = 3", encoding="utf-8")
    code, _, err = run(capsys, home, "value", "--prices", str(missing))
    assert (code, err) == (1, "Nothing has the price name price.hours; docs/value.md lists them.\n")


def test_the_book_is_printed_and_corrected(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, home, "ledger", "--csv")[1].startswith("tx,at,account,seconds")
    code, _, err = run(capsys, home, "ledger", "--correct", "5", "--minutes", "3")
    assert code == 1
    assert err
    assert run(capsys, home, "ledger", "--correct", "5")[0] == 1
    assert "accounts" in json.loads(run(capsys, home, "ledger", "--json")[1])


def test_a_trade_is_quoted_carried_out_and_booked_or_refused(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "sides.toml"
    file.write_text(SIDES, encoding="utf-8")
    assert run(capsys, home, "trade", "book")[1] == "Nothing was traded yet.\n"
    quoted = run(capsys, home, "trade", "quote", str(file))[1]
    assert "Ada gives 1 CPU-s for no min; Ben pays any number (measured)" in quoted
    assert "bytes" not in quoted
    terms = ("--give", "cpu_s 40", "--take", "minutes 3")
    assert run(capsys, home, "trade", "offer", str(file), *terms)[1].startswith("Booked.")
    refused = run(capsys, home, "trade", "offer", str(file), *terms, "--by", "Ben")[1]
    assert refused.startswith("Refused: Ben would not be better off.")
    assert run(capsys, home, "trade", "book")[1].count("\n") == 4
    again = ("--give", "cpu_s 70", "--take", "minutes 3")
    assert "has not so much to give" in run(capsys, home, "trade", "offer", str(file), *again)[1]
    wrong = ("--give", "gold 1", "--take", "minutes 3")
    assert run(capsys, home, "trade", "offer", str(file), *wrong)[0] == 1


def test_heeds_own_work_is_quoted(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, home, "trade", "quote")[1]
    assert "CPU-s of story grouping over 0 pieces (measured)" in out
    assert "(modelled)" in out
