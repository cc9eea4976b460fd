"""`heed workers` and `heed exchange` as they are typed."""

import io
import json
import sys
from pathlib import Path

import pytest

from heed.cli import main


def run(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["heed", "--home", str(home), *words])
        with pytest.raises(SystemExit) as left:
            main()
    said = capsys.readouterr()
    return int(str(left.value.code)), said.out, said.err


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A home with one fetched note."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "tides.md").write_text("# Tides\n\nThe moon pulls the sea.", encoding="utf-8")
    for words in (("init",), ("add", str(notes)), ("fetch",)):
        assert run(capsys, tmp_path / "home", *words)[0] == 0
    return tmp_path / "home"


def test_what_work_cost_is_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, home, "workers")
    assert out.splitlines()[0].split()[:3] == ["kind", "for", "part"]
    assert "encode    home" in out
    assert "of an average one." in out
    found = json.loads(run(capsys, home, "workers", "--json")[1])
    assert {one["kind"] for one in found["flows"]} == {"fetch", "encode"}


def test_a_share_is_set_and_work_waits_and_is_done(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "encode now holds 3" in run(capsys, home, "workers", "share", "encode", "3")[1]
    assert "ann now holds 2" in run(capsys, home, "workers", "share", "ann", "2", "--tenant")[1]
    code, _, err = run(capsys, home, "workers", "share", "sing", "2")
    assert code == 1
    assert "There is no work of kind sing" in err
    assert (
        "encode for ann waits"
        in run(capsys, home, "workers", "queue", "encode", "--tenant", "ann")[1]
    )
    _, out, _ = run(capsys, home, "workers", "run")
    assert "encode for ann:" in out
    assert "CPU-seconds spent." in out


def test_a_secret_is_read_kept_and_forgotten(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("four words no one knows\n"))
    assert run(capsys, home, "exchange", "secret")[0] == 0
    assert (home / "exchange.key").read_text() == "four words no one knows"
    code, _, err = run(capsys, home, "exchange", "pull", "http://127.0.0.1:1")
    assert code == 1
    assert "private address" in err
    run(capsys, home, "exchange", "secret", "--forget")
    code, _, err = run(capsys, home, "exchange", "offer", "http://127.0.0.1:1")
    assert code == 1
    assert "heed exchange secret" in err
