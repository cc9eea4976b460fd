"""`heed summarise` as it is typed."""

import json
import sys
from pathlib import Path

import pytest

from heed.cli import main

TEXT = (
    "# Bridge\n\nThe council voted to close the bridge. It carries many cars. A ferry will run.\n"
)


def run(monkeypatch: pytest.MonkeyPatch, home: Path, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["heed", "--home", str(home), "summarise", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def test_a_file_is_summarised(tmp_path, monkeypatch, capsys) -> None:
    path = tmp_path / "bridge.md"
    path.write_text(TEXT, encoding="utf-8")
    assert run(monkeypatch, tmp_path, path, "--seconds", 2, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["summary"]) == 1
    assert run(monkeypatch, tmp_path, path, "--weights") == 0
    assert "%  The council voted" in capsys.readouterr().out


def test_an_empty_file_is_said(tmp_path, monkeypatch, capsys) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("\n", encoding="utf-8")
    assert run(monkeypatch, tmp_path, path) == 1
    assert capsys.readouterr().err == "There is no text to summarise.\n"


def test_a_file_that_is_no_text_is_one_sentence(tmp_path, monkeypatch, capsys) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(bytes(range(256)) * 8)
    assert run(monkeypatch, tmp_path, path) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "is no text; give a text, Markdown or HTML file." in told.err


def test_a_chinese_file_of_another_encoding_is_read(tmp_path, monkeypatch, capsys) -> None:
    path = tmp_path / "桥.txt"
    path.write_bytes("市议会投票决定关闭大桥。渡轮将会开行。".encode("gb18030"))
    assert run(monkeypatch, tmp_path, path) == 0
    assert "市议会投票决定关闭大桥。" in capsys.readouterr().out


def test_a_private_address_is_not_asked(tmp_path, monkeypatch, capsys) -> None:
    assert run(monkeypatch, tmp_path, "http://127.0.0.1:9/x") == 1
    assert "127.0.0.1" in capsys.readouterr().err
