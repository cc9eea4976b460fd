"""`heed watch` as it is typed, on a folder of notes."""

import json
from pathlib import Path

from fakes.typed import run


def test_a_watch_is_added_asked_muted_and_forgotten(tmp_path: Path) -> None:
    notes, home = tmp_path / "notes", tmp_path / "home"
    notes.mkdir()
    (notes / "a.md").write_text("# 阿沃暴跌\n\n涉嫌造假。", encoding="utf-8")

    def heed(*words: str) -> str:
        code, out, error = run(home, *words)
        assert (code, error) == (0, "")
        return out

    heed("init")
    assert "No watches." in heed("watch", "list")
    heed("add", str(notes))
    assert "Arvo is watched" in heed("watch", "add", "Arvo", "--entity", "Arvo = 阿沃", "--urgent")
    assert "1  Arvo [urgent]  Arvo = 阿沃" in heed("watch", "list")
    heed("fetch")
    report = heed("watch", "report", "arvo")
    assert "Too few days are known" in report
    assert "Arvo −0.9: 暴跌 −0.93" in report
    assert "Chinese tones come from a list of words" in report
    (told,) = json.loads(heed("watch", "report", "1", "--json"))
    assert told["seen"][0]["tones"][0]["cues"][0]["word"] == "暴跌"
    assert told["seen"][0]["tone_measured"] is False
    added = json.loads(heed("watch", "add", "Fees", "--word", "harbour fees", "--json"))
    assert (added["id"], added["words"]) == (2, ["harbour fees"])
    assert "Arvo: 0 alerts in the last 30 days." in heed("watch", "backtest", "Arvo")
    assert json.loads(heed("watch", "backtest", "Arvo", "--json")) == []
    assert "Arvo is silent." in heed("watch", "mute", "Arvo")
    assert "Arvo may speak again." in heed("watch", "mute", "Arvo", "--off")
    assert "no longer watched" in heed("watch", "remove", "Arvo")
    code, _, error = run(home, "watch", "report", "Arvo")
    assert (code, error) == (1, "No watch is called Arvo.\n")
