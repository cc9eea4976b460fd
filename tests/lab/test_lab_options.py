"""What a run may be asked for: another file to test on, curves, and several processes."""

import csv
import gzip
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
from fakes.typed import typed
from heed.errors import HeedError
from heed.lab.applications import everything, find
from heed.lab.run import read, run
from heed.lab.task import How, Plan

SHORT = replace(find("clickbait"), small=Plan(epochs=1))


def headlines(path: Path, rows: list[tuple[str, str]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("headline", "clickbait"), *rows])
    return path


def test_another_file_takes_the_place_of_the_test_set_and_is_kept_apart(tmp_path: Path) -> None:
    file = headlines(tmp_path / "mine.csv.gz", [("what a cow did next", "1"), ("a vote", "0")])
    terms = {"data": None, "seeds": 1, "folder": tmp_path, "told": lambda step: None}
    made = run(SHORT, **terms, test=file)

    assert {len(one.scores) for one in made} == {2}
    assert read(tmp_path, "clickbait", "small") == []
    (kept,) = (tmp_path / "clickbait").glob("small-on-mine-*")
    headlines(file, [("another file of the same name", "0")])
    run(SHORT, **terms, test=file)
    assert len(list((tmp_path / "clickbait").glob("small-on-mine-*"))) == 2
    assert len(list(kept.iterdir())) == 4


def test_a_file_of_another_format_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("no headlines")
    readers = [one for one in everything().values() if one.read]
    assert {one.name for one in readers} >= {"clickbait", "intent", "tone", "see", "listen"}
    for one in readers:
        with pytest.raises(HeedError, match=f"not a file as {one.name} reads them"):
            run(one, data=None, seeds=1, folder=tmp_path, told=lambda step: None, test=file)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--test", "x"), "graph reads no other file to be tested on; these do: clickbait,"),
        (("--logger", "paper"), "There is no logger paper; choose one of tensorboard, wandb."),
    ],
)
def test_what_cannot_be_asked_for_is_one_sentence(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    done = typed(tmp_path, "lab", "run", "graph", "--small", *words)
    assert done.returncode == 1
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("kind", ["tensorboard", "wandb"])
def test_a_logger_that_is_missing_says_what_to_install(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, kind, None)
    done = typed(None, "lab", "run", "clickbait", "--logger", kind)
    assert f"install it with: pip install {kind}" in done.stderr


@pytest.mark.parametrize(("kind", "kept"), [("tensorboard", "*tfevents*"), ("wandb", "*.wandb")])
def test_curves_lie_in_the_folder_of_logs(tmp_path: Path, kind: str, kept: str) -> None:
    pytest.importorskip(kind)
    out = tmp_path / "out"
    done = typed(None, "lab", "run", "clickbait", "--small", "--logger", kind, "--out", out)
    assert done.returncode == 0, done.stderr
    assert len(list((out / "logs").rglob(kept))) >= 3


SAME = """
from dataclasses import replace
import torch
from heed.lab.applications import find
from heed.lab.parallel import together
from heed.lab.train import fit
torch.set_default_dtype(torch.float64)  # Adam makes much of what rounds to nothing
torch.set_num_threads(1)
one = find("answer")
task = one.load(None, 0)
found = []
for count in (1, 3):
    torch.manual_seed(0)
    net = one.nets["attention"](task)
    plan = replace(one.small, epochs=2, batch=32, decay=1e-2)
    epochs, seconds = together(count, lambda workers: fit(
        net, task, plan, seed=0, told=lambda done, total: None, workers=workers))
    assert epochs == 2 and seconds > 0
    found.append(torch.cat([part.detach().flatten() for part in net.parameters()]))
print(float((found[0] - found[1]).abs().max()), float(found[0].abs().max()))
"""


def test_three_processes_train_the_net_that_one_trains() -> None:
    done = subprocess.run([sys.executable, "-c", SAME], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    apart, largest = map(float, done.stdout.split())
    assert largest > 0.1
    assert apart < 1e-9 * largest


def test_a_run_over_two_processes_is_measured_like_any(tmp_path: Path) -> None:
    nets = {name: SHORT.nets[name] for name in ("attention", "mean")}
    made = run(
        replace(SHORT, nets=nets, small=Plan(epochs=1, batch=90)),
        data=None,
        seeds=1,
        folder=tmp_path,
        told=lambda step: None,
        how=How(workers=2),
    )
    assert [one.net for one in made] == ["attention", "mean", "baseline"]
    assert all(one.train_cpu_s > 0 and one.flops > 0 for one in made[:2])
