"""Stresses do what they say, and every one is scored on the same examples."""

import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from heed.errors import HeedError
from heed.lab.applications import find
from heed.lab.stress import SUBJECTS, stress, told
from heed.lab.stress.spoiled import against, imbalanced, mislabelled
from heed.lab.stress.swapped import swapped
from heed.lab.task import Examples
from heed.lab.train import held_loss

SPOILED = ("spoiled", "smaller")  # asked of two applications


def examples(count: int = 1000) -> Examples:
    return Examples((torch.arange(count)[:, None].float(),), torch.arange(count) % 4)


def test_every_second_class_is_thinned_and_none_is_lost() -> None:
    left = imbalanced(examples(), np.random.default_rng(0)).target.bincount()
    assert left[[0, 2]].tolist() == [250, 250]
    assert all(5 < count < 60 for count in left[[1, 3]].tolist())
    few = imbalanced(examples(4), np.random.default_rng(1))
    assert few.target.tolist() == [0, 1, 2, 3]


def test_a_fifth_of_the_labels_comes_from_others_and_the_inputs_stay() -> None:
    given = examples()
    wrong = mislabelled(given, np.random.default_rng(0))
    assert 0.1 < float((wrong.target != given.target).float().mean()) < 0.2
    assert wrong.inputs is given.inputs


def test_a_step_against_a_net_makes_it_err_more() -> None:
    torch.manual_seed(0)
    rows = torch.randn(300, 6)
    given = Examples((rows,), (rows[:, 0] > 0).long())
    net = torch.nn.Linear(6, 2)
    assert held_loss(net, against(net, given)) > held_loss(net, given)


def test_swapped_words_are_the_same_words_each_at_most_one_place_away() -> None:
    words = [str(n) for n in range(200)]
    found = swapped(words, np.random.default_rng(0))
    assert sorted(found) == sorted(words)
    away = [abs(int(word) - place) for place, word in enumerate(found)]
    assert set(away) == {0, 1}


@pytest.mark.parametrize("name", ["intent", "tone"])
def test_every_stress_is_scored_on_the_same_examples(name: str) -> None:
    one = find(name)
    steps: list[str] = []
    found = stress(
        replace(one, plan=replace(one.small, epochs=2)),
        data=None,
        seeds=1,
        told=steps.append,
        only=SPOILED,
    )
    names = [row.stress for row in found]

    assert len(names) == len(set(names)) == len(steps)
    assert {"nothing", "int8", "entmax for softmax", "noise"} < set(names)
    assert ("heads pruned" in names) == (name == "tone")
    assert len({len(row.with_it) for row in found}) == 1
    assert all(len(row.without) in (0, len(row.with_it)) for row in found)
    table = told(found, name)
    assert table.count(f"\n| {name} |") == len(names)
    assert "of the weights are 0" in table


@pytest.mark.parametrize("subject", [name for name in SUBJECTS if name not in SPOILED])
def test_a_row_is_scored_on_the_examples_of_the_row_beside_it(subject: str) -> None:
    one = find("intent")
    once = replace(one, plan=replace(one.small, epochs=1))
    found = stress(once, data=None, seeds=1, told=lambda step: None, only=[subject])
    rows = {row.stress: row for row in found}

    assert len(rows) == len(found) > 1
    for row in found:
        assert len(row.with_it) == len(row.without) > 0
        beside = rows.get(row.beside, row)
        assert len(beside.with_it) == len(row.with_it)
    assert any(row.beside in rows for row in found)
    assert told(found, "intent").count("\n| intent |") == len(found)


def test_pictures_are_darkened_and_glanced_at() -> None:
    one = find("see")
    once = replace(one, plan=replace(one.small, epochs=1))
    only = ["shifted", "exits"]
    found = stress(once, data=None, seeds=1, told=lambda step: None, only=only)
    names = {row.stress for row in found}
    assert {"shift: half as bright", "exits: all early"} < names
    assert len({len(row.with_it) for row in found}) == 1


def test_classes_that_no_example_has_are_not_waited_for() -> None:
    one = find("listen")  # ten digits, of which the tiny set has four
    once = replace(one, plan=replace(one.small, epochs=1))
    found = stress(once, data=None, seeds=1, told=lambda step: None, only=["classes"])
    assert found[0].note == "2 of 4 classes"
    assert len({len(row.with_it) for row in found}) == 1


def test_examples_of_another_file_are_asked_about_too(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.write("text,category\nmy card is gone,lost\nthe fee looks wrong,fee\n")
    one = find("intent")
    once = replace(one, plan=replace(one.small, epochs=1))
    given = {"data": None, "seeds": 1, "told": lambda step: None, "only": ["shifted"]}
    (row,) = (one for one in stress(once, **given, test=file) if one.stress == "shift: mine")
    assert len(row.with_it) == len(row.without) == 2
    file.write_bytes(b"no file of messages")
    with pytest.raises(HeedError, match="not a file as intent reads them"):
        stress(once, **given, test=file)


def test_two_subjects_that_share_nets_train_them_once() -> None:
    steps: list[str] = []
    one = find("intent")
    once = replace(one, plan=replace(one.small, epochs=1))
    stress(once, data=None, seeds=1, told=steps.append, only=["curve", "selftaught"])
    assert len(steps) == len(set(steps)) == 4
