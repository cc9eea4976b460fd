"""Runs are kept, resumed and compared; a run that dies says so."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from fakes.typed import typed
from heed.lab import card, pool
from heed.lab.applications import find
from heed.lab.compare import bought
from heed.lab.report import Result, markdown, page, quality
from heed.lab.run import read, run
from heed.lab.task import Examples, Plan, Run, Task
from heed.lab.train import fit, held_loss

SMALL = replace(find("answer"), small=Plan(epochs=1))


def ran(folder: Path, told: list[str], application=SMALL, **more) -> list[Run]:
    terms = {"data": None, "seeds": 1, "folder": folder, "told": told.append, **more}
    return run(application, **terms)


def test_what_is_finished_is_not_made_again(tmp_path: Path) -> None:
    first, again = [], []
    made = ran(tmp_path, first)
    (tmp_path / "answer" / "small" / "mean-0.json").unlink()
    ran(tmp_path, again)

    assert [step.split(": ")[1] for step in again if "data" not in step] == ["mean, seed 0"]
    assert {one.net for one in read(tmp_path, "answer", "small")} == {one.net for one in made}
    assert read(tmp_path, "answer", "full") == []


def test_the_same_seed_gives_the_same_scores(tmp_path: Path) -> None:
    one, other = (ran(tmp_path / name, []) for name in ("a", "b"))
    assert [run.scores for run in one] == [run.scores for run in other]


def test_a_net_that_dies_ends_in_a_sentence_and_keeps_the_others(tmp_path: Path) -> None:
    code = f"""
import os
from dataclasses import replace
from pathlib import Path
from heed.errors import HeedError
from heed.lab.applications import find
from heed.lab.run import run
from heed.lab.task import Plan
one = find("answer")
task = one.load(None, 0)
nets = {{"attention": one.nets["attention"], "mean": lambda task: os._exit(9)}}
dying = replace(one, nets=nets, load=lambda data, seed: task, plan=Plan(epochs=1))
try:
    run(dying, data=Path("."), seeds=1, folder=Path({str(tmp_path)!r}), told=print)
except HeedError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "answer, mean, seed 0 ended without a result (exit status 9)" in done.stdout, done.stderr
    assert [one.net for one in read(tmp_path, "answer", "full")] == ["attention"]


def runs(net: str, scores: list[list[float]], **more: float) -> list[Run]:
    return [Run("answer", net, seed, tuple(row), **more) for seed, row in enumerate(scores)]


def test_a_gain_is_paired_and_its_interval_holds_the_truth() -> None:
    rng = np.random.default_rng(5)
    inside = 0
    for _ in range(40):
        without = (rng.random((5, 200)) < 0.6).astype(float)
        with_it = np.maximum(without, rng.random((5, 200)) < 0.25)  # a gain of 0.4 * 0.25
        found = bought(runs("attention", with_it.tolist()), runs("mean", without.tolist()))
        assert found.low <= found.gain <= found.high
        inside += found.low <= 0.1 <= found.high
    assert inside >= 34


def test_equal_scores_are_no_gain_and_no_shared_seed_is_an_error() -> None:
    same = runs("a", [[1.0, 0.0]] * 3)
    assert bought(same, same).sentence == "attention bought nothing here"
    with pytest.raises(ValueError, match="share no seed"):
        bought(same[:1], same[1:])


def test_the_report_says_quality_gain_and_rival_and_links_nowhere() -> None:
    made = (
        *runs("attention", [[1.0] * 90 + [0.0] * 10] * 3, train_cpu_s=2.0),
        *runs("mean", [[1.0] * 60 + [0.0] * 40] * 3, train_cpu_s=1.0),
        *runs("baseline", [[1.0] * 70 + [0.0] * 30] * 3),
    )
    more = {"judged": {"proof found": 0.5}, "beside": {"handed over": 0.25}}
    made = tuple(replace(run, **more) for run in made)
    result = Result(find("answer"), made)

    row = markdown([result]).splitlines()[2]
    assert ".900 ± .000; handed over .250 |" in row
    assert "attention bought this" in row
    assert ".700 ± .000 (baseline)" in row
    shown = page([result])
    assert "<td>.600 ± .000; handed over .250</td>" in shown
    assert "http" not in shown.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in shown
    assert quality(made[:1]) == ".900 (n = 1)"


def test_poolings_ignore_what_does_not_count() -> None:
    rows = torch.tensor([[[1.0, 4.0], [3.0, 2.0], [9.0, 9.0]]])
    mask = torch.tensor([[True, True, False]])
    assert pool.Mean()(rows, mask).tolist() == [[2.0, 3.0]]
    assert pool.Largest()(rows, mask).tolist() == [[3.0, 4.0]]
    assert pool.Last()(rows, mask).tolist() == [[3.0, 2.0]]
    none = torch.zeros_like(mask)
    assert pool.Mean()(rows, none).tolist() == pool.Largest()(rows, none).tolist() == [[0.0, 0.0]]


def test_operations_are_those_of_the_formula() -> None:
    net = torch.nn.Linear(30, 7)
    given = Examples((torch.zeros(5, 30),), torch.zeros(5, dtype=torch.long))
    assert card.operations(net, given) == 2 * 30 * 7
    assert card.parameters(net) == 30 * 7 + 7


def test_training_keeps_the_best_epoch_not_the_last() -> None:
    torch.manual_seed(0)
    rows = torch.randn(64, 4)
    part = Examples((rows,), (rows[:, 0] > 0).long())
    against = Examples((rows,), 1 - part.target)  # the longer it learns, the worse on these
    task = Task(part, against, part, classes=2, width=4)
    net = torch.nn.Linear(4, 2)
    seen: list[float] = []

    fit(
        net,
        task,
        Plan(epochs=5, patience=5),
        seed=0,
        told=lambda done, total: seen.append(held_loss(net, against)),
    )
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]
    assert held_loss(net, against) == pytest.approx(seen[0])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "nothing"), "There is no application nothing"),
        (("run", "see"), "HEED_DATA names no folder"),
        (("report", "--out", "nowhere"), "There are no finished runs in nowhere"),
    ],
)
def test_mistakes_on_the_command_line_are_one_sentence(
    words: tuple[str, ...],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from heed.cli import main

    monkeypatch.delenv("HEED_DATA", raising=False)
    monkeypatch.setattr(sys, "argv", ["heed", "lab", *words])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr().err
    assert left.value.code == 1
    assert says in said
    assert said.count("\n") == 1


def test_json_carries_every_run(tmp_path: Path) -> None:
    done = typed(None, "lab", "run", "clickbait", "--small", "--json", "--out", tmp_path)
    assert [one["net"] for one in json.loads(done.stdout)] == [
        "attention",
        "mean",
        "largest",
        "baseline",
    ]


def test_an_unfinished_pair_is_not_reported(tmp_path: Path) -> None:
    ran(tmp_path, [])
    (tmp_path / "answer" / "small" / "mean-0.json").unlink()
    assert not Result(SMALL, tuple(read(tmp_path, "answer", "small"))).complete
