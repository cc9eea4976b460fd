"""`heed stars` and `heed seeds` as they are typed, and what they leave in the home."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from fakes.homes import Clock, by_spelling
from heed import store, study
from heed.actions import library, sample, seeds, stars
from heed.actions.home import create_home, open_home
from heed.actions.ledger import ledger
from heed.cli import main
from heed.diet import Diet
from heed.errors import BadInput

STARS = """title,url,time_added,tags,status
Tides and the moon,https://a.example/tides,1780000000,,unread
Bread with little yeast,https://b.example/bread,1781000000,,archive
潮汐与月亮,https://c.example/sea,1782000000,,archive
https://d.example/x,https://d.example/x,1783000000,,unread
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "saved.csv"
    path.write_text(STARS, encoding="utf-8")
    return path


@pytest.fixture
def diet(tmp_path: Path) -> Diet:
    create_home(tmp_path / "home")
    return open_home(tmp_path / "home", clock=Clock(), load=by_spelling, timezone="UTC")


@pytest.fixture
def sampled(diet: Diet) -> Diet:
    sample.lay_out(diet)
    return diet


def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    home: Path,
    *words: str,
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["heed", "--home", str(home), *words])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    return int(str(left.value.code)), said.out, said.err


def test_stars_count_as_evidence_and_are_nowhere_else(diet: Diet, file: Path) -> None:
    taken = stars.take(diet, file)

    assert (taken.count, dict(taken.passed)) == (3, {"no title": 1})
    [*evidence] = study.answers(diet.db).evidence
    assert [one.title for one in evidence][:2] == ["Tides and the moon", "Bread with little yeast"]
    assert all(one.picked and one.answer == 1 for one in evidence)
    with diet.db.read() as tx:
        assert store.sources.all(tx) == []
        assert store.visits.due(tx, diet.clock() + timedelta(days=99)) == []
        assert store.items.candidates(tx, since=diet.clock() - timedelta(days=9999)) == []
        assert store.items.newest(tx, 9) == store.items.search(tx, "yeast") == []
    assert ledger(diet).answers == 0
    assert diet.edition().id == 0


def test_the_same_stars_again_change_nothing(diet: Diet, file: Path) -> None:
    stars.take(diet, file)
    before = study.answers(diet.db)

    again = stars.take(diet, file)

    assert (again.count, again.passed["taken before"]) == (0, 3)
    assert [one.item_id for one in study.answers(diet.db).evidence] == [
        one.item_id for one in before.evidence
    ]
    with diet.db.read() as tx:
        assert all(len(store.verdicts.of_item(tx, id)) == 1 for id in before.items)


def test_a_later_export_brings_what_is_new(diet: Diet, file: Path) -> None:
    stars.take(diet, file)
    file.write_text(STARS + "New,https://e.example/new,1784000000,,unread\n", encoding="utf-8")

    assert stars.take(diet, file).count == 1
    assert len(study.answers(diet.db).evidence) == 4


def test_stars_move_the_first_edition(sampled: Diet, file: Path) -> None:
    before = sampled.preview(sampled.today())
    one = before.left_out[-1]
    file.write_text(f'url,title\nhttps://x.example/1,"{one.title}"\n', encoding="utf-8")

    stars.take(sampled, file)

    after = sampled.preview(sampled.today())
    worth = {slot.item_id: slot for slot in (*after.slots, *after.left_out)}
    assert worth[one.item_id].worth > one.worth
    assert "liked" in {reason.kind for reason in worth[one.item_id].reasons}


def test_stars_travel_with_the_home(diet: Diet, file: Path, tmp_path: Path) -> None:
    stars.take(diet, file)
    library.export(diet, tmp_path / "all.zip")
    create_home(tmp_path / "other")
    other = open_home(tmp_path / "other", clock=Clock(), load=by_spelling, timezone="UTC")
    library.restore(other, tmp_path / "all.zip")

    assert len(study.answers(other.db).evidence) == 3
    assert stars.take(other, file).count == 0


def test_seeds_are_shown_and_picked_by_their_number(sampled: Diet) -> None:
    shown = seeds.show(sampled)
    picked = seeds.pick(sampled, [1, 3, 3])

    assert len(shown) == 6
    assert len({one.source_id for one in shown}) > 1
    assert [one.id for one in picked] == [shown[0].id, shown[2].id]
    assert {one.item_id for one in study.answers(sampled.db).evidence} == {one.id for one in picked}
    assert not {one.id for one in seeds.show(sampled)} & {one.id for one in picked}


def test_a_picked_piece_may_still_be_read_and_answered(sampled: Diet) -> None:
    [one, *_] = seeds.show(sampled)
    seeds.pick(sampled, [1])

    with sampled.db.read() as tx:
        candidates = store.items.candidates(tx, since=sampled.clock() - timedelta(days=14))
    assert one.id in {piece.id for piece in candidates}

    sampled.read(one.id, answer="none")
    assert ledger(sampled).answers == 1
    [evidence] = study.answers(sampled.db).evidence
    assert (evidence.answer, evidence.picked) == (0.0, False)


def test_picking_twice_or_over_an_answer_changes_nothing(sampled: Diet) -> None:
    [one, *_] = seeds.show(sampled)
    sampled.read(one.id, answer="half")
    seeds.pick(sampled, [1])
    seeds.pick(sampled, [1])

    with sampled.db.read() as tx:
        assert [given.answer for given in store.verdicts.of_item(tx, one.id)] == ["half"]


def test_a_number_that_was_not_shown_is_refused(sampled: Diet) -> None:
    with pytest.raises(BadInput, match="see some pieces first"):
        seeds.pick(sampled, [1])
    seeds.show(sampled)
    with pytest.raises(BadInput, match="no piece 7"):
        seeds.pick(sampled, [1, 7])
    assert study.answers(sampled.db).evidence == []


def test_the_first_look_at_rankers_waits_for_answers(diet: Diet, file: Path) -> None:
    rows = "".join(f"Piece {n},https://f.example/{n},1780000000,,unread\n" for n in range(30))
    file.write_text(STARS + rows, encoding="utf-8")
    stars.take(diet, file)

    study.reconsider(diet.db, diet.zone)

    assert study.in_use(diet.db) == ("heed", 0)
    assert study.evaluate(diet.db, diet.zone).answers == 0


def test_stars_are_typed(
    tmp_path: Path,
    file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tmp_path / "typed"
    typed = ("stars", str(file))

    assert run(capsys, monkeypatch, home, *typed)[1] == (
        "Taken: 3 stars.\nPassed over: 1 no title.\n"
    )
    assert run(capsys, monkeypatch, home, *typed)[1] == (
        "Taken: 0 stars.\nPassed over: 1 no title, 3 taken before.\n"
    )
    assert run(capsys, monkeypatch, home, "sources")[1].startswith("No sources yet.")
    code, _, err = run(capsys, monkeypatch, home, "stars", str(tmp_path / "no.csv"))
    assert (code, err) == (1, f"{tmp_path / 'no.csv'} cannot be read: No such file or directory.\n")


def test_seeds_are_typed(
    sampled: Diet, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = sampled.settings.home
    shown = seeds.show(sampled)
    sampled.db.close()

    code, out, _ = run(capsys, monkeypatch, home, "seeds", "--pick", "2")
    assert code == 0
    assert out.startswith(f"Noted: {shown[1].title}  [")
    for wrong in ("9", "a", ","):
        code, _, err = run(capsys, monkeypatch, home, "seeds", "--pick", wrong)
        assert code == 1
        assert "to pick" in err
    listed = json.loads(run(capsys, monkeypatch, home, "seeds", "--json")[1])
    assert isinstance(listed, list)


def test_no_seeds_in_an_empty_home(
    diet: Diet, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = diet.settings.home
    assert run(capsys, monkeypatch, home, "seeds")[1] == "Nothing new is here to pick from.\n"
