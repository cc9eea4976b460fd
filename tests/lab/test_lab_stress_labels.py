"""Few labels: shares hold each other, steps stay as many, and what is asked or believed is new."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
from heed.lab.applications import find
from heed.lab.stress import Bench
from heed.lab.stress.classes import only, replayed
from heed.lab.stress.labels import labelled, lengthened
from heed.lab.stress.queried import ROUNDS, asked, entropies
from heed.lab.stress.selftaught import believed
from heed.lab.task import Examples


def bench(name: str = "intent", epochs: int = 2) -> Bench:
    one = find(name)
    one = replace(one, plan=replace(one.small, epochs=epochs))
    return Bench(one, one.load(None, 0), 0, lambda step: None)


class Says(torch.nn.Module):
    """Says its inputs."""

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        return rows


def test_the_smaller_share_lies_within_the_larger() -> None:
    given = bench()
    few, more = (labelled(given, one_in) for one_in in (16, 4))
    assert (len(few.known), len(more.known)) == (10, 40)
    assert set(few.known.tolist()) < set(more.known.tolist())
    assert len(few.task.train) == 10
    assert len(few.task.held) == 2
    assert few.task.test is given.task.test


def test_fewer_examples_are_learned_from_in_as_many_steps() -> None:
    given = bench(epochs=8)  # 160 examples, five batches of 32
    assert lengthened(given, 160).epochs == 8
    assert lengthened(given, 64).epochs == 20
    assert lengthened(given, 10).epochs == 40


def test_an_even_answer_is_the_least_sure() -> None:
    said = torch.tensor([[0.0, 0.0], [0.0, 1.0], [0.0, 9.0]])
    found = entropies(Says(), Examples((said,), torch.zeros(3, dtype=torch.long)))
    assert found.argsort(descending=True).tolist() == [0, 1, 2]
    assert float(found[0]) == pytest.approx(0.6931, abs=1e-4)


def test_labels_asked_for_are_new_and_as_many_as_by_chance() -> None:
    given = bench()
    known = asked(given, "mean")[1].tolist()
    assert len(set(known)) == len(known) == len(labelled(given, ROUNDS[-1]).known)
    assert set(labelled(given, ROUNDS[0]).known.tolist()) <= set(known)


def test_what_is_believed_is_sure_and_was_not_known() -> None:
    said = torch.tensor([[0.0, 9.0], [9.0, 0.0], [0.0, 1.0], [9.0, 0.0]])
    given = Examples((said,), torch.zeros(4, dtype=torch.long))
    which, what = believed(Says(), given, torch.tensor([1]))
    assert which.tolist() == [0, 3]
    assert what.tolist() == [1, 0]


def test_later_classes_come_alone_or_with_a_tenth_of_the_earlier() -> None:
    given = bench()
    later, some = only(given.task, after=2), replayed(given, 2)
    assert set(later.train.target.tolist()) == set(later.held.target.tolist()) == {2, 3}
    old = int((given.task.train.target < 2).sum())
    assert int((some.train.target < 2).sum()) == old // 10
    assert len(some.train) == len(later.train) + old // 10
    assert some.test is given.task.test
