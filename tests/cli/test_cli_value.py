"""`heed value`, `heed ledger` and `heed trade` as they are typed."""

import json
from pathlib import Path

import pytest

from fakes.typed import run

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


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert run(tmp_path / "home", "init")[0] == 0
    return tmp_path / "home"


def test_the_report_speaks_of_every_application_with_and_without_money(
    home: Path, tmp_path: Path
) -> None:
    bare = json.loads(run(home, "value", "--json")[1])
    assert len(bare["applications"]) >= 8
    assert {one["verdict"] for one in bare["applications"]} == {"no prices"}
    prices = tmp_path / "mine.csv"
    prices.write_text("currency,EUR\nprice.right_answer,0.01\n", encoding="utf-8")
    _, out, _ = run(home, "value", "--prices", str(prices))
    assert "answer: with attention, against mean; 1,000 uses a month" in out
    assert "It pays: +4.50 EUR" in out
    assert "Your reading: nothing was read yet" in out


def test_wrong_prices_are_one_sentence(home: Path, tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    assert run(home, "value", "--prices", str(missing))[0] == 1
    missing.write_text("[price]\nhours = 3", encoding="utf-8")
    code, _, err = run(home, "value", "--prices", str(missing))
    assert (code, err) == (1, "Nothing has the price name price.hours; docs/value.md lists them.\n")


def test_the_book_is_printed_and_corrected(home: Path) -> None:
    assert run(home, "ledger", "--csv")[1].startswith("tx,at,account,seconds")
    code, _, err = run(home, "ledger", "--correct", "5", "--minutes", "3")
    assert code == 1
    assert err
    assert run(home, "ledger", "--correct", "5")[0] == 1
    assert "accounts" in json.loads(run(home, "ledger", "--json")[1])


def test_a_trade_is_quoted_carried_out_and_booked_or_refused(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "sides.toml"
    file.write_text(SIDES, encoding="utf-8")
    assert run(home, "trade", "book")[1] == "Nothing was traded yet.\n"
    quoted = run(home, "trade", "quote", str(file))[1]
    assert "Ada gives 1 CPU-s for no min; Ben pays any number (measured)" in quoted
    assert "bytes" not in quoted
    terms = ("--give", "cpu_s 40", "--take", "minutes 3")
    assert run(home, "trade", "offer", str(file), *terms)[1].startswith("Booked.")
    refused = run(home, "trade", "offer", str(file), *terms, "--by", "Ben")[1]
    assert refused.startswith("Refused: Ben would not be better off.")
    assert run(home, "trade", "book")[1].count("\n") == 4
    again = ("--give", "cpu_s 70", "--take", "minutes 3")
    assert "has not so much to give" in run(home, "trade", "offer", str(file), *again)[1]
    wrong = ("--give", "gold 1", "--take", "minutes 3")
    assert run(home, "trade", "offer", str(file), *wrong)[0] == 1


def test_heeds_own_work_is_quoted(home: Path) -> None:
    out = run(home, "trade", "quote")[1]
    assert "CPU-s of story grouping over 0 pieces (measured)" in out
    assert "(modelled)" in out
