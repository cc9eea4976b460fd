"""`heed workers` and `heed exchange` as they are typed."""

import json
from pathlib import Path

import pytest

from fakes.typed import run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one fetched note."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "tides.md").write_text("# Tides\n\nThe moon pulls the sea.", encoding="utf-8")
    for words in (("init",), ("add", str(notes)), ("fetch",)):
        assert run(tmp_path / "home", *words)[0] == 0
    return tmp_path / "home"


def test_what_work_cost_is_listed(home: Path) -> None:
    _, out, _ = run(home, "workers")
    assert out.splitlines()[0].split()[:3] == ["kind", "for", "part"]
    assert "encode    home" in out
    assert "of an average one." in out
    found = json.loads(run(home, "workers", "--json")[1])
    assert {one["kind"] for one in found["flows"]} == {"fetch", "encode"}


def test_a_share_is_set_and_work_waits_and_is_done(home: Path) -> None:
    assert "encode now holds 3" in run(home, "workers", "share", "encode", "3")[1]
    assert "ann now holds 2" in run(home, "workers", "share", "ann", "2", "--tenant")[1]
    code, _, err = run(home, "workers", "share", "sing", "2")
    assert code == 1
    assert "There is no work of kind sing" in err
    assert "encode for ann waits" in run(home, "workers", "queue", "encode", "--tenant", "ann")[1]
    _, out, _ = run(home, "workers", "run")
    assert "encode for ann:" in out
    assert "CPU-seconds spent." in out


def test_the_cascade_says_what_it_would_buy_and_buys_it(home: Path) -> None:
    _, out, _ = run(home, "workers", "cascade", "5")
    assert "0 full texts, 0 vectors, 0 summaries, 0 refits, about 0.00 CPU-seconds" in out
    assert "Done." in run(home, "workers", "cascade", "5", "--do")[1]


def test_a_secret_is_read_kept_and_forgotten(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(home, "exchange", "secret", given="four words no one knows\n")[0] == 0
    assert (home / "exchange.key").read_text() == "four words no one knows"
    code, _, err = run(home, "exchange", "pull", "http://127.0.0.1:1")
    assert code == 1
    assert "private address" in err
    run(home, "exchange", "secret", "--forget")
    code, _, err = run(home, "exchange", "offer", "http://127.0.0.1:1")
    assert code == 1
    assert "heed exchange secret" in err
